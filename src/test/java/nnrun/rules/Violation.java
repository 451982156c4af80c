package nnrun.rules;

/// A breach of a rule, with its place.
record Violation(String rule, Use use, String advice) {
  @Override
  public String toString() {
    return "%s.%s%s: %s [%s] %s"
        .formatted(use.inClass(), use.inMethod(), use.line() == 0 ? "" : ":" + use.line(), use.text(), rule, advice);
  }
}
