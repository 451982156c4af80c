package nnrun.data;

/// What the cells of a column are.
public enum ColumnType {
  /// A number, one feature.
  NUMERIC,
  /// One of several texts, one feature each: 1 for the row's own, 0 for the others.
  CATEGORICAL
}
