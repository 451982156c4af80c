package nnrun.data;

import nnrun.spec.Component;

/// One feature, scaled.
@Component(
    formula = "x",
    doc = "A number. What is found by itself where all cells are numbers.",
    use = "Where numbers are found as texts, as by a word among them that stands for a missing one.",
    avoid = "For numbers that only name something, such as postcodes: categorical.",
    source = "Common knowledge")
public record Numeric() implements Encoding {}
