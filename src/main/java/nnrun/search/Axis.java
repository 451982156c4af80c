package nnrun.search;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import nnrun.config.Value;
import nnrun.spec.Doc;
import nnrun.spec.Invalid;
import nnrun.spec.Range;
import nnrun.spec.Short;
import org.jspecify.annotations.Nullable;

/// What one path takes: listed values, or a range. A number out of a range has six significant digits.
@Short("choice")
public record Axis(
    @Doc("these values, whole components among them") @Nullable List<Value> choice,
    @Doc("from a to b, evenly in their logarithms") @Nullable List<Double> log,
    @Doc("from a to b, evenly") @Nullable List<Double> linear,
    @Doc("whole numbers from a to b") @Nullable List<Long> int_,
    @Doc(
            "so many values of the range, its ends among them; a grid needs that but for whole numbers, other searches"
                + " draw from the whole range without it")
        @Range("[2,10000]")
        @Nullable Integer points) {
  private static final MathContext DIGITS = new MathContext(6);

  public Axis {
    List<@Nullable List<?>> given = Arrays.asList(choice, log, linear, int_);
    if (given.stream().filter(Objects::nonNull).count() != 1) {
      throw new IllegalArgumentException(
          "wanted one of: a list of values, {log: [a, b]}, {linear: [a, b]}, {int: [a, b]}");
    }
    if (choice != null && choice.isEmpty()) {
      throw new Invalid("choice", "no values; give at least one");
    }
    if (choice != null && points != null) {
      throw new Invalid("points", "listed values are as many as they are; remove points");
    }
    ends("log", log);
    ends("linear", linear);
    ends("int_", int_);
    if (log != null && log.getFirst() <= 0) {
      throw new Invalid("log", log.getFirst() + " has no logarithm; begin above 0, or take linear");
    }
  }

  private static <N extends Number & Comparable<N>> void ends(String parameter, @Nullable List<N> range) {
    if (range != null && (range.size() != 2 || range.getFirst().compareTo(range.getLast()) >= 0)) {
      throw new Invalid(parameter, "wanted two numbers, the smaller one first: [a, b]");
    }
  }

  /// Listed values.
  public static Axis of(List<Value> values) {
    return new Axis(values, null, null, null, null);
  }

  /// Whether a value is drawn from all numbers of a range.
  boolean continuous() {
    return choice == null && points == null;
  }

  /// Whether a grid knows which values to take.
  boolean countable() {
    return !continuous() || int_ != null;
  }

  /// The values of a grid, as texts; empty for listed ones.
  List<String> grid() {
    if (choice != null) {
      return List.of();
    }
    int count = points != null ? points : int_ != null ? Math.toIntExact(int_.getLast() - int_.getFirst() + 1) : 0;
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String text = text((double) i / (count - 1));
      if (!texts.contains(text)) { // whole numbers may meet
        texts.add(text);
      }
    }
    return texts;
  }

  /// The number at a share of the range.
  ///
  /// @param u in [0, 1]
  String text(double u) {
    if (log != null) {
      double from = StrictMath.log(log.getFirst());
      double to = StrictMath.log(log.getLast());
      return text(StrictMath.exp(from + u * (to - from)), log);
    }
    if (linear != null) {
      return text(linear.getFirst() + u * (linear.getLast() - linear.getFirst()), linear);
    }
    if (int_ == null) {
      throw new IllegalStateException("listed values are no range");
    }
    long from = int_.getFirst();
    long to = int_.getLast();
    return Long.toString(
        points != null
            ? Math.round(from + u * (to - from))
            : Math.min(to, from + (long) Math.floor(u * (to - from + 1))));
  }

  private static String text(double x, List<Double> range) {
    BigDecimal rounded = new BigDecimal(x).round(DIGITS);
    BigDecimal from = BigDecimal.valueOf(range.getFirst());
    BigDecimal inside = rounded.max(from).min(BigDecimal.valueOf(range.getLast())).stripTrailingZeros();
    boolean whole = inside.scale() <= 0 && inside.precision() - inside.scale() <= 15;
    return whole ? inside.toPlainString() : Double.toString(inside.doubleValue()).replace(".0E", "e").replace('E', 'e');
  }
}
