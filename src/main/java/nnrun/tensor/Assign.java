package nnrun.tensor;

/// One result of a loop: where it goes and what it is.
public record Assign(Matrix target, Expr value) {}
