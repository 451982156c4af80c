package nnrun.tensor;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The leaves of some expressions, numbered in the order met, and a text that is equal for expressions of equal
/// structure.
final class Leaves {
  final List<Matrix> matrices = new ArrayList<>();
  final List<Expr.Number> numbers = new ArrayList<>();
  final List<Expr.Uniform> uniforms = new ArrayList<>();

  final Set<Expr.UnaryOp> operations = EnumSet.noneOf(Expr.UnaryOp.class);

  private final Map<Object, Integer> places = new IdentityHashMap<>();
  private final Map<Expr, Integer> seen = new IdentityHashMap<>();
  private final StringBuilder structure = new StringBuilder();

  /// Whether an element's row or column matters, not its flat index alone.
  boolean placed;

  private final Loop.Kind kind;
  private final Matrix over;

  /// @param over gives the shape that the leaves must fit
  Leaves(Loop.Kind kind, List<Assign> assigns, Matrix over) {
    this.kind = kind;
    this.over = over;
    assigns.forEach(this::add);
  }

  /// Visits the value of the next target.
  private void add(Assign assign) {
    boolean acrossFeatures = kind == Loop.Kind.SUM_FEATURES || kind == Loop.Kind.MAX_FEATURES;
    fits(assign.target(), acrossFeatures ? 1 : over.columns());
    add(assign.value());
    structure.append(';');
  }

  /// Visits an expression; shared nodes are visited once and named by their number.
  private void add(Expr e) {
    Integer known = seen.get(e);
    if (known != null) {
      structure.append('#').append(known);
      return;
    }
    seen.put(e, seen.size());
    switch (e) {
      case Expr.Constant(double value) -> structure.append(Double.doubleToRawLongBits(value));
      case Expr.Each(Matrix m) -> structure.append('e').append(matrix(m, over.columns()));
      case Expr.PerFeature(Matrix m) -> {
        placed = true;
        structure.append('f').append(matrix(m, over.columns()));
      }
      case Expr.PerRow(Matrix m) -> {
        placed = true;
        structure.append('r').append(matrix(m, 1));
      }
      case Expr.Number n -> structure.append('n').append(places.computeIfAbsent(n, _ -> append(numbers, n)));
      case Expr.Uniform u -> structure.append('u').append(places.computeIfAbsent(u, _ -> append(uniforms, u)));
      case Expr.Unary(Expr.UnaryOp op, Expr a) -> {
        operations.add(op);
        structure.append(op).append('(');
        add(a);
        structure.append(')');
      }
      case Expr.Binary(Expr.BinaryOp op, Expr a, Expr b) -> {
        structure.append(op).append('(');
        add(a);
        structure.append(',');
        add(b);
        structure.append(')');
      }
      case Expr.Fma(Expr a, Expr b, Expr c) -> {
        structure.append("FMA(");
        add(a);
        structure.append(',');
        add(b);
        structure.append(',');
        add(c);
        structure.append(')');
      }
      case Expr.Choose(Expr.Condition(Expr.Comparison op, Expr a, Expr b), Expr yes, Expr no) -> {
        structure.append(op).append('(');
        add(a);
        structure.append(',');
        add(b);
        structure.append('?');
        add(yes);
        structure.append(':');
        add(no);
        structure.append(')');
      }
    }
  }

  private static <T> int append(List<T> list, T item) {
    list.add(item);
    return list.size() - 1;
  }

  private int matrix(Matrix m, int columns) {
    fits(m, columns);
    return places.computeIfAbsent(m, _ -> append(matrices, m));
  }

  private void fits(Matrix m, int columns) {
    if (m.columns() != columns || m.precision() != over.precision()) {
      throw new IllegalArgumentException(
          m + " in a loop over " + over + "; it must have " + columns + " columns and the same precision");
    }
  }

  int matrix(Matrix m) {
    return place(m);
  }

  int number(Expr.Number n) {
    return place(n);
  }

  int uniform(Expr.Uniform u) {
    return place(u);
  }

  private int place(Object leaf) {
    Integer place = places.get(leaf);
    if (place == null) {
      throw new IllegalStateException("a leaf that was not added");
    }
    return place;
  }

  /// How many nodes the expressions have.
  int nodes() {
    return seen.size();
  }

  String structure() {
    return structure.toString();
  }
}
