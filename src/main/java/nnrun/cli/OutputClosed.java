package nnrun.cli;

/// Standard output takes nothing any more, so that work on more results can end. [Terminal#finish] knows why.
final class OutputClosed extends RuntimeException {
  private static final long serialVersionUID = 1L;
}
