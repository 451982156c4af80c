package nnrun.schedule;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Inline;
import nnrun.spec.Range;
import nnrun.spec.Rule;
import nnrun.state.Hyper;
import nnrun.tensor.Functions;

/// The optimizer's rate is the peak of the first triangle.
@Component(
    formula = "η_t from η/div to η and back, again and again; triangular2: heights halve, exp_range: heights·γ^t",
    doc = "Goes through good rates again and again, so that none need be known exactly.",
    use = "When the length of the run is open, and with swa.",
    avoid = "When the length is known: one_cycle is usually better.",
    source = "Smith 2017")
@Rule(
    needs = {"steps", "epochs"},
    says = "say how long a rise takes: steps: 2000 or epochs: 2")
public record Cyclic(
    @Inline Length rise,
    @Doc("Length of a fall / length of a rise") @Default("1.0") @Range("(0,1000]") double fall,
    @Doc("Peak rate / lowest rate") @Default("10") @Range("[1,inf)") double divFactor,
    @Doc("What becomes of the triangles: triangular, triangular2 or exp_range") @Default("triangular") Mode mode,
    @Doc("Factor γ of one step, for exp_range") @Default("0.9999") @Range("(0,1]") double gamma)
    implements Schedule.Pure {
  /// How high the triangles are.
  public enum Mode {
    TRIANGULAR,
    TRIANGULAR2,
    EXP_RANGE
  }

  @Override
  public void drive(long t, Time time, Hyper hyper) {
    double up = rise.in(time);
    double cycle = up * (1 + fall);
    long before = (long) Math.floor(t / cycle);
    double at = t - before * cycle;
    double share = at <= up ? at / up : (cycle - at) / (cycle - up);
    double height =
        switch (mode) {
          case TRIANGULAR -> 1;
          case TRIANGULAR2 -> Functions.power(0.5, before);
          case EXP_RANGE -> Functions.power(gamma, t);
        };
    double low = hyper.lr / divFactor;
    hyper.lr = low + (hyper.lr - low) * share * height;
  }
}
