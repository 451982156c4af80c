package nnrun.data;

import nnrun.spec.Component;

/// x' = (x - min) / (max - min). A feature that never changes is only shifted.
@Component(
    formula = "x' = (x - min) / (max - min)",
    doc = "Takes every feature of the training rows to [0, 1]; other rows may lie outside.")
public record MinMax() implements Scaling {
  @Override
  public Affine fit(Sample values, String name) {
    double min = values.at(0);
    double max = min;
    for (int i = 1; i < values.size(); i++) {
      min = Math.min(min, values.at(i));
      max = Math.max(max, values.at(i));
    }
    return new Affine(min, min == max ? 1 : 1 / (max - min));
  }
}
