package nnrun.expect;

import org.jspecify.annotations.Nullable;

/// Training did not diverge, and every measure of every epoch and of the test rows is a finite number: `no_nan`.
public record NoNan() implements Claim {
  static final String NAME = "no_nan";

  @Override
  public boolean holdsInSmoke() {
    return true;
  }

  @Override
  public Outcome judge(Evidence run) {
    @Nullable String bad = run.notFinite();
    return new Outcome(bad == null, bad == null ? "all finite" : bad);
  }

  @Override
  public String toString() {
    return NAME;
  }
}
