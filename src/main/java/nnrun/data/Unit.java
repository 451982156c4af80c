package nnrun.data;

import nnrun.spec.Component;

/// x' = x / 255
@Component(
    formula = "x' = x / 255",
    doc = "Takes bytes, such as the grey values of an image, to [0, 1].",
    use = "For images.",
    avoid = "For tables: standardize, min_max.",
    source = "Common knowledge")
public record Unit() implements Scaling {
  @Override
  public Affine fit(Sample values, String name) {
    for (int i = 0; i < values.size(); i++) {
      double x = values.at(i);
      if (x < 0 || x > 255) {
        throw new DataException(
            "scale: unit takes bytes from 0 to 255, and column '"
                + name
                + "' has "
                + Numbers.shortest(x)
                + "; take scale: standardize or scale: min_max");
      }
    }
    return ofBytes();
  }

  @Override
  public Affine ofBytes() {
    return new Affine(0, 1.0 / 255);
  }
}
