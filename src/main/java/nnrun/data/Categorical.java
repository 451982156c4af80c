package nnrun.data;

import nnrun.spec.Component;

/// One feature a category that the training rows have: 1 for the row's own, 0 for the others.
@Component(
    formula = "x_k = 1 if the cell is category k else 0",
    doc = "One of several texts that are in no order. What is found by itself where no cell is a number.",
    use = "For texts or numbers that name something.",
    avoid = "For texts that have an order (ordinal), or of hundreds of kinds (hashing).",
    aliases = {"one_hot"},
    source = "Common knowledge")
public record Categorical() implements Encoding {}
