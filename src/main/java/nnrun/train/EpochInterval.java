package nnrun.train;

import nnrun.spec.Text;

/// Epochs from one checkpoint to the next; `auto` takes as many as [CheckpointPlan] works out.
///
/// @param epochs 0 for `auto`
@Text(
    value = "auto, or a whole number from 1 to 1000000",
    numbers = true,
    schema = "{\"anyOf\": [{\"enum\": [\"auto\"]}, {\"type\": \"integer\", \"minimum\": 1, \"maximum\": 1000000}]}")
public record EpochInterval(int epochs) {
  private static final int MOST = 1_000_000;
  private static final EpochInterval AUTO = new EpochInterval(0);

  public static EpochInterval parse(String text) {
    if (text.equals("auto")) {
      return AUTO;
    }
    int epochs;
    try {
      epochs = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is neither auto nor a whole number", e);
    }
    if (epochs < 1 || epochs > MOST) {
      throw new IllegalArgumentException(epochs + " is not in [1," + MOST + "]");
    }
    return new EpochInterval(epochs);
  }

  boolean isAuto() {
    return epochs == 0;
  }

  @Override
  public String toString() {
    return isAuto() ? "auto" : Integer.toString(epochs);
  }
}
