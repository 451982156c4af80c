package nnrun.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Measures compiled loops, scalar and by vectors. Not a test; its figures are in docs/PERFORMANCE.md: `java
/// --add-modules jdk.incubator.vector -cp target/classes:target/test-classes:... nnrun.tensor.LoopsBench`
///
/// Nanoseconds of the fastest twentieth of windows of some 20 µs, and in brackets of the median, an element.
public final class LoopsBench {
  private static final int[][] SHAPES = {{128, 256}, {10, 8}, {10, 1}, {128, 10}};
  private static final int WINDOW_ELEMENTS = 20_000;
  private static final double WARM_S = 1;
  private static final double SECONDS = 0.4;

  private LoopsBench() {}

  private record Case(String name, Loop.Kind kind, Expr value) {}

  public static void main(String[] args) throws InterruptedException {
    try (Engine engine = Engine.of(Precision.FLOAT32, 1)) {
      for (int[] shape : SHAPES) {
        Matrix x = random(engine.matrix(shape[0], shape[1]));
        Matrix z = random(engine.matrix(shape[0], shape[1]));
        Matrix row = random(engine.matrix(shape[0], 1));
        for (Case c : cases(Expr.of(x), Expr.of(z), Expr.perRow(row))) {
          if (args.length == 0 || List.of(args).contains(c.name.replace(' ', '_'))) {
            print(c, x, engine);
          }
        }
      }
    }
  }

  private static List<Case> cases(Expr x, Expr z, Expr row) {
    Expr inner = x.squared().times(x).times(0.044715).plus(x).times(1.5957691216);
    Expr softplus = x.negate().max(0).plus(x.abs().negate().exp().log1p());
    return List.of(
        new Case("relu", Loop.Kind.SET, x.max(0)),
        new Case("exp", Loop.Kind.SET, x.exp()),
        new Case("expm1", Loop.Kind.SET, x.expm1()),
        new Case("log", Loop.Kind.SET, x.abs().log()),
        new Case("log1p", Loop.Kind.SET, x.abs().log1p()),
        new Case("tanh", Loop.Kind.SET, x.tanh()),
        new Case("sigmoid", Loop.Kind.SET, x.sigmoid()),
        new Case("gelu by tanh", Loop.Kind.SET, x.times(inner.sigmoid())),
        new Case("gelu exact", Loop.Kind.SET, x.times(x.times(-0.70710678).erfc().times(0.5))),
        new Case("dropout", Loop.Kind.SET, x.times(Expr.uniform(() -> 42).less(0.5).then(0, 2))),
        new Case("bce", Loop.Kind.SET, Expr.constant(1).minus(z).times(x).plus(softplus)),
        new Case("softmax gradient", Loop.Kind.SET, x.minus(row).exp().times(row).minus(z)),
        new Case("bias gradient", Loop.Kind.SUM_ROWS, x),
        new Case("greatest of row", Loop.Kind.MAX_FEATURES, x),
        new Case("sum of row", Loop.Kind.SUM_FEATURES, x),
        new Case("variance of row", Loop.Kind.SUM_FEATURES, x.minus(row).squared()),
        new Case("softmax of row", Loop.Kind.SUM_FEATURES, x.minus(row).exp()));
  }

  private static Matrix random(Matrix m) {
    for (int i = 0; i < m.size(); i++) {
      m.put(i, Stream.of(1).normal(i));
    }
    return m;
  }

  private static void print(Case c, Matrix over, Engine engine) throws InterruptedException {
    Matrix y =
        switch (c.kind) {
          case SET -> engine.matrixLike(over);
          case SUM_ROWS -> engine.matrix(1, over.columns());
          case SUM_FEATURES, MAX_FEATURES -> engine.matrix(over.rows(), 1);
        };
    List<Assign> assigns = List.of(new Assign(y, c.value));
    Leaves leaves = new Leaves(c.kind, assigns, over);
    List<Object> arrays = new ArrayList<>();
    leaves.matrices.forEach(m -> arrays.add(m.array()));
    arrays.add(y.array());
    Loops loops = Loops.of(c.kind, assigns, leaves, Precision.FLOAT32);
    String scalar = time(LoopCompiler.compile(c.kind, assigns, leaves, Precision.FLOAT32, false), arrays, over);
    loops.settle(assigns, leaves);
    String vector = loops.isVector() ? time(loops.current(0, assigns, leaves), arrays, over) : "";
    System.out.printf(Locale.ROOT, "| %s, %dx%d | %s | %s |%n", c.name, over.rows(), over.columns(), scalar, vector);
  }

  private static String time(Loop loop, List<Object> arrays, Matrix over) {
    windows(loop, arrays, over, WARM_S);
    double[] nanos = windows(loop, arrays, over, SECONDS);
    return String.format(Locale.ROOT, "%.3f (%.3f)", nanos[nanos.length / 20], nanos[nanos.length / 2]);
  }

  private static double[] windows(Loop loop, List<Object> arrays, Matrix over, double seconds) {
    Object[] all = arrays.toArray();
    double[] numbers = new double[0];
    long[] keys = new long[1];
    int calls = (int) Math.max(1, WINDOW_ELEMENTS / over.size());
    List<Double> nanos = new ArrayList<>();
    long begin = System.nanoTime();
    for (long now = begin; (now - begin) / 1e9 < seconds; ) {
      for (int call = 0; call < calls; call++) {
        loop.run(all, numbers, keys, 0, over.rows(), 0, over.columns(), over.columns(), 0);
      }
      long end = System.nanoTime();
      nanos.add((end - now) / (double) (calls * over.size()));
      now = end;
    }
    double[] sorted = nanos.stream().mapToDouble(d -> d).toArray();
    Arrays.sort(sorted);
    return sorted;
  }
}
