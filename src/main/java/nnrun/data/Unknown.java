package nnrun.data;

/// What to do with a category that no training row has.
public enum Unknown {
  ERROR,
  /// All features of its column are 0.
  OTHER
}
