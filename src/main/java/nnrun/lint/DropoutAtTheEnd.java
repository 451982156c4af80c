package nnrun.lint;

import nnrun.layer.Dropout;

@Finds(
    code = "L005",
    value = "dropout after the last layer with weights",
    why =
        "It switches outputs off at random, and the loss takes them for answers. Put it before the last dense, after an"
            + " activation.")
public record DropoutAtTheEnd() implements Rule.OfConfig {
  @Override
  public void check(Plan plan, Findings findings) {
    for (int i = 0; i < plan.model().size(); i++) {
      if (plan.layer(i) instanceof Dropout && !plan.weightsAfter(i)) {
        findings.add("no layer with weights comes after this dropout; it switches the outputs off", "model." + i);
        return;
      }
    }
  }
}
