package nnrun.data;

import java.util.List;

/// What a network learns to give.
///
/// @param columns the target's columns; empty for [Kind#INPUT]
/// @param classes names of the classes, the index being their number: as numbers in ascending order if all of them are
///   numbers, else by code point; empty unless [Kind#CLASSES]
/// @param width outputs a network needs: the classes, the columns, or the features
public record Targets(Kind kind, List<String> columns, List<String> classes, int width) {
  /// What the target matrix holds.
  public enum Kind {
    /// (rows, 1) class indices.
    CLASSES,
    /// (rows, columns) numbers.
    NUMBERS,
    /// The input matrix.
    INPUT
  }

  /// A name for each output.
  public List<String> names(List<String> features) {
    return switch (kind) {
      case CLASSES -> classes;
      case NUMBERS -> columns;
      case INPUT -> features;
    };
  }
}
