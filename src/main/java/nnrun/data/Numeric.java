package nnrun.data;

import nnrun.spec.Component;

/// One feature, scaled.
@Component(
    formula = "x = the number in the cell",
    doc = "A number. What is found by itself where all cells are numbers.",
    use = "Where numbers were taken for texts, as in a column with one stray word that missing should name.",
    avoid = "For numbers that are names, such as postal codes; take categorical.",
    source = "Common knowledge")
public record Numeric() implements Encoding {}
