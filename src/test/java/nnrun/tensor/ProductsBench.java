package nnrun.tensor;

import java.util.Arrays;
import java.util.Locale;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.CommonOps_FDRM;

/// Measures products. Not a test; its figures are in docs/PERFORMANCE.md: `java --add-modules jdk.incubator.vector -cp
/// target/classes:target/test-classes:... nnrun.tensor.ProductsBench`
///
/// With the argument `cold` it prints the wall time of the first products of a fresh virtual machine instead.
public final class ProductsBench {
  private static final int[][] SHAPES = {
    {128, 784, 256},
    {784, 128, 256},
    {128, 128, 128},
    {128, 10, 128},
    {128, 128, 10},
    {128, 100, 100},
    {128, 128, 30},
    {32, 30, 64},
    {32, 64, 32},
    {10, 8, 8},
    {10, 2, 8},
    {2, 10, 8},
    {128, 256, 128},
    {1000, 256, 500},
    {256, 784, 2048},
    {256, 2048, 2048},
    {784, 256, 2048},
    {2048, 256, 2048},
    {256, 1000, 500}
  };

  /// What a window of time holds: short enough to fall between the turns of other programs.
  private static final double WINDOW_NANOS = 50_000;

  private ProductsBench() {}

  public static void main(String[] args) throws InterruptedException {
    if (args.length > 0) {
      cold(Integer.parseInt(args[1]));
      return;
    }
    for (Precision precision : Precision.values()) {
      Kernels.of(precision).settle();
      System.out.println(precision + ", kernel " + Kernels.of(precision).current().getClass().getSimpleName());
      System.out.println(
          "form n k m threads: ns and GFLOP/s of the fastest twentieth of windows, GFLOP/s of the median");
      for (int[] s : SHAPES) {
        for (ProductOp.Form form : ProductOp.Form.values()) {
          for (int threads = 1; threads <= 2; threads++) {
            try (Engine engine = Engine.of(precision, threads)) {
              print(form + " " + s[0] + " " + s[1] + " " + s[2] + " " + threads, s, op(engine, form, s));
            }
          }
          print("EJML " + form + " " + s[0] + " " + s[1] + " " + s[2], s, ejml(precision, form, s));
        }
      }
    }
  }

  private static void cold(int threads) {
    int[] shape = SHAPES[0];
    try (Engine engine = Engine.of(Precision.FLOAT32, threads)) {
      Op op = op(engine, ProductOp.Form.PLAIN, shape);
      long begin = System.nanoTime();
      int products = 0;
      String switched = "not yet";
      for (int next : new int[] {1, 10, 50, 200, 1000, 5000}) {
        for (; products < next; products++) {
          op.run();
          if (switched.equals("not yet") && !(Kernels.of(Precision.FLOAT32).current() instanceof ScalarKernel)) {
            switched = String.format(Locale.ROOT, "after %.0f ms", (System.nanoTime() - begin) / 1e6);
          }
        }
        System.out.printf(
            Locale.ROOT, "%d products: %.1f ms, vectors: %s%n", next, (System.nanoTime() - begin) / 1e6, switched);
      }
    }
  }

  private static Op op(Engine engine, ProductOp.Form form, int[] s) {
    Matrix y = random(engine.matrix(s[0], s[2]));
    Matrix a = random(form == ProductOp.Form.TRANS_A ? engine.matrix(s[1], s[0]) : engine.matrix(s[0], s[1]));
    Matrix b = random(form == ProductOp.Form.TRANS_B ? engine.matrix(s[2], s[1]) : engine.matrix(s[1], s[2]));
    return switch (form) {
      case PLAIN -> engine.product(y, a, b, null);
      case TRANS_A -> engine.productTransA(y, a, b);
      case TRANS_B -> engine.productTransB(y, a, b);
    };
  }

  private static Matrix random(Matrix m) {
    for (int i = 0; i < m.size(); i++) {
      m.put(i, Stream.of(1).normal(i));
    }
    return m;
  }

  private static Op ejml(Precision precision, ProductOp.Form form, int[] s) {
    boolean transA = form == ProductOp.Form.TRANS_A;
    boolean transB = form == ProductOp.Form.TRANS_B;
    if (precision == Precision.FLOAT32) {
      FMatrixRMaj a = transA ? new FMatrixRMaj(s[1], s[0]) : new FMatrixRMaj(s[0], s[1]);
      FMatrixRMaj b = transB ? new FMatrixRMaj(s[2], s[1]) : new FMatrixRMaj(s[1], s[2]);
      FMatrixRMaj y = new FMatrixRMaj(s[0], s[2]);
      Arrays.fill(a.data, 0.5f);
      Arrays.fill(b.data, 0.25f);
      return switch (form) {
        case PLAIN -> () -> CommonOps_FDRM.mult(a, b, y);
        case TRANS_A -> () -> CommonOps_FDRM.multTransA(a, b, y);
        case TRANS_B -> () -> CommonOps_FDRM.multTransB(a, b, y);
      };
    }
    DMatrixRMaj a = transA ? new DMatrixRMaj(s[1], s[0]) : new DMatrixRMaj(s[0], s[1]);
    DMatrixRMaj b = transB ? new DMatrixRMaj(s[2], s[1]) : new DMatrixRMaj(s[1], s[2]);
    DMatrixRMaj y = new DMatrixRMaj(s[0], s[2]);
    Arrays.fill(a.data, 0.5);
    Arrays.fill(b.data, 0.25);
    return switch (form) {
      case PLAIN -> () -> CommonOps_DDRM.mult(a, b, y);
      case TRANS_A -> () -> CommonOps_DDRM.multTransA(a, b, y);
      case TRANS_B -> () -> CommonOps_DDRM.multTransB(a, b, y);
    };
  }

  private static void print(String name, int[] s, Op op) {
    double work = 2.0 * s[0] * s[1] * s[2];
    int calls = (int) Math.max(1, WINDOW_NANOS / Math.max(30, work / 150));
    double[] nanos = new double[(int) Math.max(30, 1e9 / Math.max(WINDOW_NANOS, work / 20))];
    for (int i = -nanos.length / 4; i < nanos.length; i++) {
      long begin = System.nanoTime();
      for (int call = 0; call < calls; call++) {
        op.run();
      }
      if (i >= 0) {
        nanos[i] = (System.nanoTime() - begin) / (double) calls;
      }
    }
    Arrays.sort(nanos);
    double fast = nanos[nanos.length / 20];
    System.out.printf(
        Locale.ROOT, "%-32s %9.0f ns %6.1f %6.1f%n", name, fast, work / fast, work / nanos[nanos.length / 2]);
  }
}
