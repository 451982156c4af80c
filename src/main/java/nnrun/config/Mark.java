package nnrun.config;

/// A place in a text.
///
/// @param index in code points from the start of the text
record Mark(Source source, int index) {}
