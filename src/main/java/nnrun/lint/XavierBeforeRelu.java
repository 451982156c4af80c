package nnrun.lint;

import nnrun.init.Gain;
import nnrun.init.Initializer;
import nnrun.init.XavierNormal;
import nnrun.init.XavierUniform;
import nnrun.layer.Activation;
import nnrun.train.Model;
import org.jspecify.annotations.Nullable;

@Finds(
    code = "L002",
    value = "xavier weights before relu or its kin",
    why =
        "Relu cuts half of the signal off, and xavier does not make up for it: its variance is halved in every layer."
            + " Take kaiming_normal, or leave init out.")
public record XavierBeforeRelu() implements Rule.OfConfig {
  @Override
  public void check(Plan plan, Findings findings) {
    for (int i = 0; i < plan.model().size(); i++) {
      Activation activation = Model.following(plan.model(), i);
      Gain gain = gain(plan.layer(i).init());
      if (gain != null && gain.number() == 1 && activation != null && activation.rectifies()) {
        findings.add(
            "xavier does not make up for the half of the signal that "
                + activation.type()
                + " cuts off; take kaiming_normal",
            "model." + i + ".init",
            "init");
        return;
      }
    }
  }

  private static @Nullable Gain gain(@Nullable Initializer init) {
    return init instanceof XavierNormal normal
        ? normal.gain()
        : init instanceof XavierUniform uniform ? uniform.gain() : null;
  }
}
