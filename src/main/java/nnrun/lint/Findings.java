package nnrun.lint;

/// Takes what a rule finds.
public interface Findings {
  /// @param message what stands there and what to do
  /// @param paths of the config to point at: the first that the config says, or what is nearest to the first
  void add(String message, String... paths);
}
