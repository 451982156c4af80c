package nnrun.expect;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Seconds of all epochs on the wall's clock, those of interrupted attempts included, as timing.csv has them: `wall <=
/// 60s`, `wall < 20m`. Reading data and starting are not among them.
///
/// @param amount in units
public record Wall(Relation relation, double amount, Unit unit) implements Claim {
  static final String NAME = "wall";
  static final String EXAMPLE = "60s, 20m or 1.5h";
  private static final Pattern FORM = Pattern.compile("([0-9.eE+-]+)([a-z]+)");

  /// Of time.
  enum Unit {
    S("s", 1),
    M("m", 60),
    H("h", 3600);

    private final String sign;
    private final double seconds;

    Unit(String sign, double seconds) {
      this.sign = sign;
      this.seconds = seconds;
    }

    private static @Nullable Unit find(String name) {
      return switch (name) {
        case "s", "sec", "seconds" -> S;
        case "m", "min", "minutes" -> M;
        case "h", "hours" -> H;
        default -> null;
      };
    }

    @Override
    public String toString() {
      return sign;
    }
  }

  static Wall parse(Relation relation, Reader.Word word) {
    Matcher m = FORM.matcher(word.text());
    Unit unit = m.matches() ? Unit.find(m.group(2)) : null;
    if (unit == null || !Reader.isDecimal(m.group(1)) || word.text().startsWith("-")) {
      throw word.fault("got " + word.shown() + "; wanted a time with its unit, such as " + EXAMPLE, null);
    }
    return new Wall(relation, Double.parseDouble(m.group(1)), unit);
  }

  @Override
  public boolean holdsInSmoke() {
    return true;
  }

  @Override
  public Outcome judge(Evidence run) {
    double seconds = run.seconds();
    double bound = amount * unit.seconds;
    return new Outcome(relation.holds(seconds, bound), Verdict.shown(seconds, bound) + "s");
  }

  @Override
  public String toString() {
    return NAME + " " + relation + " " + Verdict.text(amount) + unit;
  }
}
