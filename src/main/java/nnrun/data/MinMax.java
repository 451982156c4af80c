package nnrun.data;

import nnrun.spec.Component;

/// x' = (x - min) / (max - min). A feature that never changes is only shifted.
@Component(
    formula = "x' = (x - min) / (max - min)",
    doc = "Takes every feature of the training rows to [0, 1]; other rows may lie outside.",
    use = "Where a bounded input is wanted: target: input with a last sigmoid.",
    avoid = "With outliers, which press all other rows together.",
    source = "Common knowledge")
public record MinMax() implements Scaling {
  @Override
  public Affine fit(Sample values, String name) {
    double min = values.at(0);
    double max = min;
    for (int i = 0; i < values.size(); i++) {
      double x = values.at(i);
      min = Math.min(min, x);
      max = Math.max(max, x);
    }
    return min == max ? new Affine(min, 1) : Affine.checked(min, 1 / (max - min), name);
  }
}
