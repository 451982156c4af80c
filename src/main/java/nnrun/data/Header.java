package nnrun.data;

/// Whether the first row of a table holds the names of its columns.
public enum Header {
  /// As its cells tell: see `docs/DATA.md`.
  AUTO,
  TRUE,
  FALSE
}
