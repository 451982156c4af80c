package nnrun.data;

/// Data ready for training.
///
/// @param val may be empty
/// @param test may be empty
/// @param preprocessing what was fitted on the training rows; it knows names, shapes and targets
public record Prepared(Dataset train, Dataset val, Dataset test, Preprocessing preprocessing) {}
