package nnrun.data;

import java.util.List;
import java.util.stream.IntStream;

/// An expression in x, or in x1, x2, ..., of + - * / ^, parentheses, pi, e and the functions of [#FUNCTIONS]. As in
/// mathematics, ^ binds before a sign (-x^2 is -(x^2)) and to the right.
final class Expression {
  /// @see #call
  static final List<String> FUNCTIONS = List.of("sin", "cos", "tan", "exp", "log", "sqrt", "abs", "tanh");

  private static final int LONGEST = 1000;
  private static final int DEEPEST = 100;
  private static final int MOST_VARIABLES = 1000;

  /// The value at a point; x[0] is x or x1.
  private interface Node {
    double at(double[] x);
  }

  private final String text;
  private final Node root;
  private int next;
  private int depth;
  private boolean single;
  private int variables;

  private Expression(String text) {
    this.text = text;
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException("an expression of " + text.length() + " characters; the most is " + LONGEST);
    }
    root = sum();
    if (next < text.length()) {
      throw error("+ - * / ^ or the end is wanted");
    }
    if (variables == 0) {
      throw new IllegalArgumentException("'" + text + "' speaks of no variable; write it in x, or in x1, x2, ...");
    }
  }

  /// @throws IllegalArgumentException with the place of the fault
  static Expression parse(String text) {
    return new Expression(text);
  }

  /// `x`, or `x1`, `x2`, ... up to the greatest it speaks of.
  List<String> variables() {
    return single ? List.of("x") : IntStream.rangeClosed(1, variables).mapToObj(i -> "x" + i).toList();
  }

  double at(double[] x) {
    return root.at(x);
  }

  // sum = product {(+|-) product};  product = signed {(*|/) signed};  signed = {+|-} power;  power = atom [^ signed]

  private Node sum() {
    if (++depth > DEEPEST) {
      throw error("fewer than " + DEEPEST + " nested parentheses are wanted");
    }
    Node left = product();
    while (true) {
      Node a = left;
      if (take('+')) {
        Node b = product();
        left = x -> a.at(x) + b.at(x);
      } else if (take('-')) {
        Node b = product();
        left = x -> a.at(x) - b.at(x);
      } else {
        depth--;
        return left;
      }
    }
  }

  private Node product() {
    Node left = signed();
    while (true) {
      Node a = left;
      if (take('*')) {
        Node b = signed();
        left = x -> a.at(x) * b.at(x);
      } else if (take('/')) {
        Node b = signed();
        left = x -> a.at(x) / b.at(x);
      } else {
        return left;
      }
    }
  }

  private Node signed() {
    boolean minus = false;
    while (true) {
      if (take('-')) {
        minus = !minus;
      } else if (!take('+')) {
        break;
      }
    }
    Node a = power();
    return minus ? x -> -a.at(x) : a;
  }

  private Node power() {
    Node base = atom();
    if (!take('^')) {
      return base;
    }
    if (++depth > DEEPEST) {
      throw error("fewer than " + DEEPEST + " nested powers are wanted");
    }
    Node exponent = signed();
    depth--;
    return x -> StrictMath.pow(base.at(x), exponent.at(x));
  }

  private Node atom() {
    if (take('(')) {
      Node inside = sum();
      close();
      return inside;
    }
    char c = next < text.length() ? text.charAt(next) : '\0';
    if (isDigit(c) || c == '.') {
      return number();
    }
    if (isLetter(c)) {
      return name();
    }
    throw error("a number, a variable, a function or ( is wanted");
  }

  private Node number() {
    int start = next;
    while (next < text.length() && (isDigit(text.charAt(next)) || text.charAt(next) == '.')) {
      next++;
    }
    boolean exponent = next < text.length() && (text.charAt(next) == 'e' || text.charAt(next) == 'E');
    int digits = next + 1;
    if (exponent && digits < text.length() && (text.charAt(digits) == '-' || text.charAt(digits) == '+')) {
      digits++;
    }
    if (exponent && digits < text.length() && isDigit(text.charAt(digits))) {
      next = digits;
      while (next < text.length() && isDigit(text.charAt(next))) {
        next++;
      }
    }
    double value = Numbers.parse(text.substring(start, next));
    if (Double.isNaN(value)) {
      next = start;
      throw error("a number such as 0.5 or 1e-3 is wanted");
    }
    skipBlanks();
    return _ -> value;
  }

  private Node name() {
    int start = next;
    while (next < text.length() && (isLetter(text.charAt(next)) || isDigit(text.charAt(next)))) {
      next++;
    }
    String name = text.substring(start, next);
    skipBlanks();
    if (FUNCTIONS.contains(name)) {
      if (!take('(')) {
        throw error("( is wanted after " + name);
      }
      Node argument = sum();
      close();
      return call(name, argument);
    }
    return switch (name) {
      case "pi" -> _ -> StrictMath.PI;
      case "e" -> _ -> StrictMath.E;
      default -> variable(name, start);
    };
  }

  private static Node call(String name, Node a) {
    return switch (name) {
      case "sin" -> x -> StrictMath.sin(a.at(x));
      case "cos" -> x -> StrictMath.cos(a.at(x));
      case "tan" -> x -> StrictMath.tan(a.at(x));
      case "exp" -> x -> StrictMath.exp(a.at(x));
      case "log" -> x -> StrictMath.log(a.at(x));
      case "sqrt" -> x -> Math.sqrt(a.at(x));
      case "abs" -> x -> Math.abs(a.at(x));
      case "tanh" -> x -> StrictMath.tanh(a.at(x));
      default -> throw new IllegalStateException(name);
    };
  }

  private Node variable(String name, int start) {
    boolean indexed = name.matches("x[1-9][0-9]{0,3}");
    int index = indexed ? Integer.parseInt(name.substring(1)) : 1;
    boolean mixed = indexed ? single : variables > 0 && !single;
    if ((!indexed && !name.equals("x")) || index > MOST_VARIABLES || mixed) {
      next = start;
      throw error(
          mixed
              ? "x stands alone or there are x1, x2, ...; one of the two is wanted"
              : "x, x1, x2, ..., pi, e or one of " + String.join(", ", FUNCTIONS) + " is wanted");
    }
    single |= !indexed;
    variables = Math.max(variables, index);
    return x -> x[index - 1];
  }

  private void close() {
    if (!take(')')) {
      throw error(") is wanted");
    }
  }

  private boolean take(char c) {
    skipBlanks();
    if (next < text.length() && text.charAt(next) == c) {
      next++;
      skipBlanks();
      return true;
    }
    return false;
  }

  private void skipBlanks() {
    while (next < text.length() && text.charAt(next) == ' ') {
      next++;
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  private IllegalArgumentException error(String wanted) {
    String where = next == 0 ? "" : ", after " + text.substring(0, next).strip();
    return new IllegalArgumentException(wanted + " at character " + (next + 1) + where);
  }
}
