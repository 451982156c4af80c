package nnrun.lint;

import nnrun.layer.BatchNorm;

@Finds(
    code = "L004",
    value = "batch_norm with batches of one row",
    why =
        "A row is its own mean, so that everything becomes 0 in training and nothing is learned. Take larger batches,"
            + " or layer_norm.")
public record BatchNormOfOne() implements Rule.OfConfig {
  @Override
  public void check(Plan plan, Findings findings) {
    for (int i = 0; i < plan.model().size(); i++) {
      if (plan.layer(i) instanceof BatchNorm && plan.train().batchSize().rows() == 1) {
        findings.add("a batch of one row is its own mean; take a larger batch_size, or layer_norm", "model." + i);
        return;
      }
    }
  }
}
