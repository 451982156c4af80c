package nnrun.data;

import nnrun.spec.Component;

/// One feature, scaled.
@Component(formula = "x", doc = "A number. What is found by itself where all cells are numbers.")
public record Numeric() implements Encoding {}
