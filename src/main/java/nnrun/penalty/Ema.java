package nnrun.penalty;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Example;
import nnrun.spec.Range;

/// The first mean is the weights after the first update. With `warmup` the share that is kept after update t is at most
/// (t - 1)/(t + 8), so that the first weights are soon forgotten.
@Component(
    formula = "a = β·a + (1-β)·w after each update; a is evaluated, saved and predicts",
    doc = "A moving mean of the weights: smooths what the last steps do, like a falling rate.",
    use = "For nets that are evaluated often, with 1/(1-β) updates a small part of the run.",
    avoid = "Beside a schedule that falls to 0: there is little left to smooth.",
    source = "Polyak and Juditsky 1992",
    aliases = "exponential_moving_average")
public record Ema(
    @Doc("Share β of the mean that is kept") @Example("0.999") @Default("0.999") @Range("[0,1)") double decay,
    @Doc("Keeps at most (t-1)/(t+8) at update t, so that the first weights are soon forgotten") @Default("true")
        boolean warmup)
    implements Average {
  @Override
  public double share(long t, long steps, int stepsPerEpoch) {
    if (t == 1) {
      return 1;
    }
    return 1 - (warmup ? Math.min(decay, (t - 1.0) / (t + 8.0)) : decay);
  }
}
