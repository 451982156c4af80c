package nnrun.schedule;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.state.Hyper;

@Component(
    formula = "η_t = η·min(s/w, √(w/s)), s = t + 1",
    doc = "Grows for w updates, then falls ever more slowly.",
    use = "For runs without a planned end.",
    avoid = "When the end is known: cosine falls to it.",
    source = "Vaswani et al. 2017; Robbins and Monro 1951 (w = 1)")
public record InverseSqrt(@Doc("Updates w to the peak; 1 is η/√s") @Default("1") @Range("[1,1e12]") long warmupSteps)
    implements Schedule.Pure {
  @Override
  public void drive(long t, Time time, Hyper hyper) {
    double s = t + 1.0;
    hyper.lr *= Math.min(s / warmupSteps, Math.sqrt(warmupSteps / s));
  }
}
