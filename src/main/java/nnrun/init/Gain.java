package nnrun.init;

import nnrun.spec.Text;

/// What the standard deviation is multiplied with to make up for the activation: a number, or `auto` for the gain of
/// the activation that follows (relu √2, leaky_relu √(2/(1+α²)), tanh 5/3, selu 3/4, linear and sigmoid 1).
///
/// @param number negative for `auto`
@Text(
    value = "auto, or a number > 0",
    numbers = true,
    schema = "{\"anyOf\": [{\"enum\": [\"auto\"]}, {\"type\": \"number\", \"exclusiveMinimum\": 0}]}")
public record Gain(double number) {
  public static Gain parse(String text) {
    if (text.equals("auto")) {
      return new Gain(-1);
    }
    // Java would take 1d, 0x1p0 and " 1 " for numbers too.
    if (!text.matches("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?")) {
      throw new IllegalArgumentException("'" + text + "' is neither auto nor a number");
    }
    double number = Double.parseDouble(text);
    if (!(number > 0) || number == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException("a gain is > 0, this is " + text);
    }
    return new Gain(number);
  }

  double of(Initializer.Fan fan) {
    return number < 0 ? fan.gain() : number;
  }

  @Override
  public String toString() {
    return number < 0 ? "auto" : Double.toString(number);
  }
}
