package nnrun.tensor;

import java.util.List;

/// The plain loops that define the arithmetic. Everything fast is tested bit for bit against these.
final class Plain {
  private Plain() {}

  /// Rows a chain: a sum over rows is chains of so many, added in a pairwise tree over their number.
  static final int CHAIN = 256;

  static int chains(int rows) {
    return Math.max(1, (rows + CHAIN - 1) / CHAIN);
  }

  /// The value of an expression at one place, in float32.
  static float value32(Expr e, int row, int column, int columns) {
    return switch (e) {
      case Expr.Constant(double value) -> (float) value;
      case Expr.Each(Matrix m) -> (float) m.at(row * columns + column);
      case Expr.PerFeature(Matrix m) -> (float) m.at(column);
      case Expr.PerRow(Matrix m) -> (float) m.at(row);
      case Expr.Number(var number) -> (float) number.getAsDouble();
      case Expr.Uniform(var key) -> Stream.uniform24(key.getAsLong(), row * columns + column);
      case Expr.Unary(Expr.UnaryOp op, Expr operand) -> {
        float a = value32(operand, row, column, columns);
        yield switch (op) {
          case NEGATE -> -a;
          case ABS -> Math.abs(a);
          case SQRT -> (float) Math.sqrt(a);
          case EXP -> Functions.exp(a);
          case EXPM1 -> Functions.expm1(a);
          case LOG -> Functions.log(a);
          case LOG1P -> Functions.log1p(a);
          case TANH -> Functions.tanh(a);
          case SIGMOID -> Functions.sigmoid(a);
          case ERFC -> Functions.erfc(a);
          case ATAN -> Functions.atan(a);
          case FLUSH_TINY -> Functions.flushTiny(a);
        };
      }
      case Expr.Binary(Expr.BinaryOp op, Expr left, Expr right) -> {
        float a = value32(left, row, column, columns);
        float b = value32(right, row, column, columns);
        yield switch (op) {
          case PLUS -> a + b;
          case MINUS -> a - b;
          case TIMES -> a * b;
          case OVER -> a / b;
          case MAX -> Math.max(a, b);
          case MIN -> Math.min(a, b);
        };
      }
      case Expr.Fma(Expr a, Expr b, Expr c) ->
          Math.fma(
              value32(a, row, column, columns), value32(b, row, column, columns), value32(c, row, column, columns));
      case Expr.Choose(Expr.Condition(Expr.Comparison op, Expr left, Expr right), Expr yes, Expr no) ->
          holds(op, value32(left, row, column, columns), value32(right, row, column, columns))
              ? value32(yes, row, column, columns)
              : value32(no, row, column, columns);
    };
  }

  /// The value of an expression at one place, in float64.
  static double value64(Expr e, int row, int column, int columns) {
    return switch (e) {
      case Expr.Constant(double value) -> value;
      case Expr.Each(Matrix m) -> m.at(row * columns + column);
      case Expr.PerFeature(Matrix m) -> m.at(column);
      case Expr.PerRow(Matrix m) -> m.at(row);
      case Expr.Number(var number) -> number.getAsDouble();
      case Expr.Uniform(var key) -> Stream.uniform24(key.getAsLong(), row * columns + column);
      case Expr.Unary(Expr.UnaryOp op, Expr operand) -> {
        double a = value64(operand, row, column, columns);
        yield switch (op) {
          case NEGATE -> -a;
          case ABS -> Math.abs(a);
          case SQRT -> Math.sqrt(a);
          case EXP -> Functions.exp(a);
          case EXPM1 -> Functions.expm1(a);
          case LOG -> Functions.log(a);
          case LOG1P -> Functions.log1p(a);
          case TANH -> Functions.tanh(a);
          case SIGMOID -> Functions.sigmoid(a);
          case ERFC -> Functions.erfc(a);
          case ATAN -> Functions.atan(a);
          case FLUSH_TINY -> Functions.flushTiny(a);
        };
      }
      case Expr.Binary(Expr.BinaryOp op, Expr left, Expr right) -> {
        double a = value64(left, row, column, columns);
        double b = value64(right, row, column, columns);
        yield switch (op) {
          case PLUS -> a + b;
          case MINUS -> a - b;
          case TIMES -> a * b;
          case OVER -> a / b;
          case MAX -> Math.max(a, b);
          case MIN -> Math.min(a, b);
        };
      }
      case Expr.Fma(Expr a, Expr b, Expr c) ->
          Math.fma(
              value64(a, row, column, columns), value64(b, row, column, columns), value64(c, row, column, columns));
      case Expr.Choose(Expr.Condition(Expr.Comparison op, Expr left, Expr right), Expr yes, Expr no) ->
          holds(op, value64(left, row, column, columns), value64(right, row, column, columns))
              ? value64(yes, row, column, columns)
              : value64(no, row, column, columns);
    };
  }

  private static boolean holds(Expr.Comparison op, double a, double b) {
    return switch (op) {
      case GREATER -> a > b;
      case LESS -> a < b;
      case GREATER_OR_EQUAL -> a >= b;
      case LESS_OR_EQUAL -> a <= b;
    };
  }

  /// Runs a loop of `rows` x `columns` elements. The values of a place (a row, a column for the reductions) are
  /// computed before any of their targets is written, so a target may be a leaf there.
  static void loop(Loop.Kind kind, List<Assign> all, int rows, int columns) {
    List<Assign> assigns = all.stream().map(a -> new Assign(a.target(), fixed(a.value()))).toList();
    switch (kind) {
      case SET -> set(assigns, rows, columns);
      case SUM_ROWS -> sumRows(assigns, rows, columns);
      case SUM_FEATURES -> acrossFeatures(true, assigns, rows, columns);
      case MAX_FEATURES -> acrossFeatures(false, assigns, rows, columns);
    }
  }

  /// The expression with the numbers of this run, each of which is asked for once.
  private static Expr fixed(Expr e) {
    return switch (e) {
      case Expr.Number(var number) -> new Expr.Constant(number.getAsDouble());
      case Expr.Constant _, Expr.Each _, Expr.PerFeature _, Expr.PerRow _, Expr.Uniform _ -> e;
      case Expr.Unary(Expr.UnaryOp op, Expr a) -> new Expr.Unary(op, fixed(a));
      case Expr.Binary(Expr.BinaryOp op, Expr a, Expr b) -> new Expr.Binary(op, fixed(a), fixed(b));
      case Expr.Fma(Expr a, Expr b, Expr c) -> new Expr.Fma(fixed(a), fixed(b), fixed(c));
      case Expr.Choose(Expr.Condition(Expr.Comparison op, Expr a, Expr b), Expr yes, Expr no) ->
          new Expr.Choose(new Expr.Condition(op, fixed(a), fixed(b)), fixed(yes), fixed(no));
    };
  }

  private static void set(List<Assign> assigns, int rows, int columns) {
    double[] values = new double[assigns.size()];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        for (int i = 0; i < values.length; i++) {
          Assign a = assigns.get(i);
          values[i] = wide(a) ? value64(a.value(), r, c, columns) : value32(a.value(), r, c, columns);
        }
        write(assigns, r * columns + c, values);
      }
    }
  }

  private static void write(List<Assign> assigns, int index, double[] values) {
    for (int i = 0; i < values.length; i++) {
      assigns.get(i).target().put(index, values[i]);
    }
  }

  private static boolean wide(Assign assign) {
    return assign.target().precision() == Precision.FLOAT64;
  }

  private static void sumRows(List<Assign> assigns, int rows, int columns) {
    double[] sums = new double[assigns.size()];
    for (int c = 0; c < columns; c++) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] = columnSum(assigns.get(i), rows, c, columns);
      }
      write(assigns, c, sums);
    }
  }

  private static double columnSum(Assign assign, int rows, int column, int columns) {
    if (wide(assign)) {
      double[] sums = new double[chains(rows)];
      for (int r = 0; r < rows; r++) {
        sums[r / CHAIN] += value64(assign.value(), r, column, columns);
      }
      return tree(sums);
    }
    float[] sums = new float[chains(rows)];
    for (int r = 0; r < rows; r++) {
      sums[r / CHAIN] += value32(assign.value(), r, column, columns);
    }
    return tree(sums);
  }

  /// Adds neighbours, then neighbouring sums, until one is left; an odd one out goes up unchanged.
  static double tree(double[] sums) {
    for (int step = 1; step < sums.length; step *= 2) {
      for (int i = 0; i + step < sums.length; i += 2 * step) {
        sums[i] += sums[i + step];
      }
    }
    return sums[0];
  }

  static float tree(float[] sums) {
    for (int step = 1; step < sums.length; step *= 2) {
      for (int i = 0; i + step < sums.length; i += 2 * step) {
        sums[i] += sums[i + step];
      }
    }
    return sums[0];
  }

  private static void acrossFeatures(boolean sum, List<Assign> assigns, int rows, int columns) {
    double[] results = new double[assigns.size()];
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i < results.length; i++) {
        results[i] = rowResult(sum, assigns.get(i), r, columns);
      }
      write(assigns, r, results);
    }
  }

  private static double rowResult(boolean sum, Assign assign, int row, int columns) {
    if (wide(assign)) {
      double all = sum ? 0 : Double.NEGATIVE_INFINITY;
      for (int c = 0; c < columns; c++) {
        double value = value64(assign.value(), row, c, columns);
        all = sum ? all + value : Math.max(all, value);
      }
      return all;
    }
    float all = sum ? 0 : Float.NEGATIVE_INFINITY;
    for (int c = 0; c < columns; c++) {
      float value = value32(assign.value(), row, c, columns);
      all = sum ? all + value : Math.max(all, value);
    }
    return all;
  }

  /// y(i, j) = Σ_k a(i, k)·b(k, j) + bias(j): one chain of fused multiply-adds from 0, k ascending, then the bias.
  ///
  /// `transA` reads a as its transpose. Then k runs over rows, and the sum over rows is chains of 256 in a pairwise
  /// tree. `transB` reads b as its transpose.
  static void product(ProductOp p) {
    int depth = p.depth();
    int chain = p.form() == ProductOp.Form.TRANS_A ? CHAIN : Math.max(1, depth);
    int chains = Math.max(1, (depth + chain - 1) / chain);
    boolean wide = p.y().precision() == Precision.FLOAT64;
    for (int i = 0; i < p.rows(); i++) {
      for (int j = 0; j < p.columns(); j++) {
        if (wide) {
          double[] sums = new double[chains];
          for (int k = 0; k < depth; k++) {
            sums[k / chain] = Math.fma(p.a(i, k), p.b(k, j), sums[k / chain]);
          }
          double sum = tree(sums);
          p.y().put(i * p.columns() + j, p.bias() == null ? sum : sum + p.bias().at(j));
        } else {
          float[] sums = new float[chains];
          for (int k = 0; k < depth; k++) {
            sums[k / chain] = Math.fma((float) p.a(i, k), (float) p.b(k, j), sums[k / chain]);
          }
          float sum = tree(sums);
          p.y().put(i * p.columns() + j, p.bias() == null ? sum : sum + (float) p.bias().at(j));
        }
      }
    }
  }
}
