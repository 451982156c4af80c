package nnrun.data;

/// What the cells of a column mean, and which features they become.
public sealed interface Encoding permits Numeric, Categorical, Ordinal, Flag, Words {}
