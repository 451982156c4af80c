package nnrun.expect;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How two numbers may lie to each other. NaN stands in no relation but `!=`.
public enum Relation {
  AT_LEAST(">="),
  AT_MOST("<="),
  ABOVE(">"),
  BELOW("<"),
  EQUAL("=="),
  UNEQUAL("!=");

  private final String sign;

  Relation(String sign) {
    this.sign = sign;
  }

  public boolean holds(double left, double right) {
    return switch (this) {
      case AT_LEAST -> left >= right;
      case AT_MOST -> left <= right;
      case ABOVE -> left > right;
      case BELOW -> left < right;
      case EQUAL -> left == right;
      case UNEQUAL -> left != right;
    };
  }

  /// Whether it asks for an order, so that a smaller or a greater number may be the better one.
  public boolean orders() {
    return this != EQUAL && this != UNEQUAL;
  }

  /// Whether the greater of two numbers is nearer to it.
  boolean wantsMore() {
    return this == AT_LEAST || this == ABOVE;
  }

  static @Nullable Relation find(String sign) {
    return Arrays.stream(values()).filter(r -> r.sign.equals(sign)).findFirst().orElse(null);
  }

  static List<String> signs() {
    return Arrays.stream(values()).map(r -> r.sign).toList();
  }

  @Override
  public String toString() {
    return sign;
  }
}
