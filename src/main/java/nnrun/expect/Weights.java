package nnrun.expect;

import java.util.Locale;

/// The weights the run ends with, bit for bit: `sha256 == 5f7a...`, as `weights_sha256` in summary.json has it.
///
/// @param digits the first hexadecimal digits, eight at least
public record Weights(String digits) implements Claim {
  static final String NAME = "sha256";
  private static final int FEWEST = 8;
  private static final int ALL = 64;

  static Weights parse(Reader.Word word) {
    String digits = word.text().toLowerCase(Locale.ROOT);
    if (!digits.matches("[0-9a-f]+")) {
      throw word.fault("got " + word.shown() + "; wanted hexadecimal digits, as weights_sha256 in summary.json", null);
    }
    if (digits.length() < FEWEST || digits.length() > ALL) {
      throw word.fault(
          "got " + digits.length() + " digits; wanted the first " + FEWEST + " of " + ALL + ", or more", null);
    }
    return new Weights(digits);
  }

  @Override
  public Outcome judge(Evidence run) throws Evidence.Missing {
    String hash = run.weights();
    return new Outcome(hash.startsWith(digits), hash);
  }

  @Override
  public String toString() {
    return NAME + " == " + digits;
  }
}
