package nnrun.lint;

import nnrun.init.Gain;
import nnrun.init.Initializer;
import nnrun.init.KaimingNormal;
import nnrun.init.KaimingUniform;
import nnrun.layer.Activation;
import nnrun.train.Model;
import org.jspecify.annotations.Nullable;

@Finds(
    code = "L001",
    value = "kaiming weights before an activation that is not relu-like",
    why =
        "Kaiming's gain √2 makes up for the half of a signal that relu cuts off. Before tanh or sigmoid, which cut"
            + " nothing off, the signal grows until it saturates. Take xavier_uniform or gain: auto, or leave init"
            + " out.")
public record KaimingBeforeOther() implements Rule.OfConfig {
  private static final double GAIN_OF_RELU = StrictMath.sqrt(2);

  @Override
  public void check(Plan plan, Findings findings) {
    for (int i = 0; i < plan.model().size(); i++) {
      Activation activation = Model.following(plan.model(), i);
      Gain gain = gain(plan.layer(i).init());
      boolean relu = gain != null && gain.number() == GAIN_OF_RELU;
      if (relu && activation != null && !activation.rectifies() && plan.weightsAfter(i)) {
        findings.add(
            "kaiming's gain is that of relu, and " + activation.type() + " follows; take xavier_uniform or gain: auto",
            "model." + i + ".init",
            "init");
        return;
      }
    }
  }

  private static @Nullable Gain gain(@Nullable Initializer init) {
    return init instanceof KaimingNormal normal
        ? normal.gain()
        : init instanceof KaimingUniform uniform ? uniform.gain() : null;
  }
}
