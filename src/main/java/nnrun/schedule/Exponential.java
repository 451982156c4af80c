package nnrun.schedule;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.spec.Rule;
import nnrun.state.Hyper;
import nnrun.tensor.Functions;
import org.jspecify.annotations.Nullable;

@Component(
    formula = "η_t = η·γ^t, or η·e^(-kt)",
    doc = "Shrinks the rate by the same share every epoch (or step).",
    use = "When the length of the run is not known.",
    avoid = "With a factor not fitted to the length: the rate is gone before the net has learned.",
    source = "Common knowledge")
@Rule(when = "gamma", excludes = "k", says = "the decay is given by gamma or by k, not both")
public record Exponential(
    @Doc("Factor γ of one epoch or step; 0.95 where neither gamma nor k is given") @Range("(0,1]")
        @Nullable Double gamma,
    @Doc("Decay k of one epoch or step, instead of gamma") @Range("[0,inf)") @Nullable Double k,
    @Doc("What t counts: whole epochs or steps") @Default("epoch") Unit per)
    implements Schedule.Pure {
  public Exponential {
    if (gamma == null && k == null) {
      gamma = 0.95;
    }
  }

  @Override
  public void drive(long t, Time time, Hyper hyper) {
    long n = per.count(t, time);
    hyper.lr *= k != null ? StrictMath.exp(-k * n) : Functions.power(gamma == null ? 1 : gamma, n);
  }
}
