package nnrun.report;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/// Round numbers along an axis: 1, 2 or 5 times a power of ten, as exact decimals, so that their texts are the same on
/// every machine.
///
/// @param low where the axis starts
/// @param high where it ends
/// @param values ascending, none of them outside
/// @param texts of the values, without superfluous digits
record Ticks(double low, double high, List<BigDecimal> values, List<String> texts) {
  private static final int[] MANTISSAS = {1, 2, 5};
  private static final MathContext DIGITS = MathContext.DECIMAL64;

  /// Equal steps, the first at or below `low` and the last at or above `high`.
  ///
  /// @param atMost about how many steps, from 1
  /// @param whole only whole numbers
  static Ticks linear(double low, double high, int atMost, boolean whole) {
    BigDecimal from = new BigDecimal(low);
    BigDecimal to = new BigDecimal(high);
    BigDecimal step = step(to.subtract(from).divide(BigDecimal.valueOf(atMost), DIGITS), whole);
    BigDecimal first = from.divide(step, 0, RoundingMode.FLOOR);
    BigDecimal last = to.divide(step, 0, RoundingMode.CEILING);
    if (first.compareTo(last) == 0) {
      last = last.add(BigDecimal.ONE);
    }
    List<BigDecimal> values = new ArrayList<>();
    for (BigDecimal k = first; k.compareTo(last) <= 0; k = k.add(BigDecimal.ONE)) {
      values.add(k.multiply(step));
    }
    List<String> texts = linearTexts(values, Math.max(0, step.scale()));
    return new Ticks(values.getFirst().doubleValue(), values.getLast().doubleValue(), values, texts);
  }

  /// The smallest of 1, 2, 5 times a power of ten that is at least `wanted`.
  private static BigDecimal step(BigDecimal wanted, boolean whole) {
    if (wanted.signum() <= 0 || (whole && wanted.compareTo(BigDecimal.ONE) < 0)) {
      return BigDecimal.ONE;
    }
    int exponent = exponent(wanted);
    for (int mantissa : MANTISSAS) {
      BigDecimal step = BigDecimal.valueOf(mantissa, -exponent);
      if (step.compareTo(wanted) >= 0) {
        return step;
      }
    }
    return BigDecimal.valueOf(1, -exponent - 1);
  }

  private static List<String> linearTexts(List<BigDecimal> values, int decimals) {
    BigDecimal largest = values.getFirst().abs().max(values.getLast().abs());
    boolean plain = isPlain(largest);
    return values.stream()
        .map(value -> {
          if (value.signum() == 0) {
            return "0";
          }
          return plain ? value.setScale(decimals, RoundingMode.UNNECESSARY).toPlainString() : scientific(value);
        })
        .toList();
  }

  /// Powers of ten, with 2 and 5 times them where few are needed. The axis reaches from the last 1, 2 or 5 times a
  /// power of ten at or below `low` to the first one at or above `high`.
  static Ticks logarithmic(double low, double high, int atMost) {
    BigDecimal from = new BigDecimal(low);
    BigDecimal to = new BigDecimal(high);
    List<BigDecimal> round = new ArrayList<>();
    for (int e = exponent(from); e <= exponent(to) + 1; e++) {
      for (int mantissa : MANTISSAS) {
        round.add(BigDecimal.valueOf(mantissa, -e));
      }
    }
    while (round.size() > 2 && round.get(1).compareTo(from) <= 0) {
      round.removeFirst();
    }
    while (round.size() > 2 && round.get(round.size() - 2).compareTo(to) >= 0) {
      round.removeLast();
    }
    int decades = exponent(to) - exponent(from) + 1;
    int every = (decades + atMost - 1) / atMost;
    List<BigDecimal> values =
        decades <= 3
            ? round
            : round.stream()
                .filter(value -> value.unscaledValue().equals(BigInteger.ONE) && exponent(value) % every == 0)
                .toList();
    List<String> texts = values.stream().map(value -> isPlain(value) ? plain(value) : scientific(value)).toList();
    return new Ticks(round.getFirst().doubleValue(), round.getLast().doubleValue(), values, texts);
  }

  /// A single tick, at an axis' only value.
  static Ticks single(double value, double low, double high) {
    return new Ticks(low, high, List.of(new BigDecimal(value)), List.of(exactText(value)));
  }

  /// The first four digits of a number that matter.
  static String shortText(double value) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(4, RoundingMode.HALF_EVEN));
    return isPlain(rounded) ? plain(rounded) : scientific(rounded);
  }

  /// All digits of a number, as few as tell it from its neighbours.
  static String exactText(double value) {
    BigDecimal exact = BigDecimal.valueOf(value);
    return isPlain(exact) ? plain(exact) : scientific(exact);
  }

  private static int exponent(BigDecimal positive) {
    return positive.precision() - positive.scale() - 1;
  }

  private static boolean isPlain(BigDecimal value) {
    int exponent = exponent(value.abs());
    return value.signum() == 0 || (exponent >= -4 && exponent < 6);
  }

  private static String plain(BigDecimal value) {
    return value.stripTrailingZeros().toPlainString();
  }

  /// `1.5e-7`.
  private static String scientific(BigDecimal value) {
    int exponent = exponent(value.abs());
    return plain(value.scaleByPowerOfTen(-exponent)) + "e" + exponent;
  }
}
