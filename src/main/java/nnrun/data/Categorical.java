package nnrun.data;

import nnrun.spec.Component;

/// One feature a category that the training rows have: 1 for the row's own, 0 for the others.
@Component(
    formula = "x_k = 1 if the cell is category k else 0",
    doc = "One of several texts that are in no order. What is found by itself where no cell is a number.",
    use = "For texts without an order, and numbers that are names.",
    avoid = "For columns with thousands of different texts; take hashing or leave them out.",
    source = "Common knowledge",
    aliases = {"one_hot"})
public record Categorical() implements Encoding {}
