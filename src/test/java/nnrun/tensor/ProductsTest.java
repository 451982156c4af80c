package nnrun.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Fast products against the plain loop, bit for bit, with the scalar kernel (a fresh virtual machine) and the vector
/// one.
class ProductsTest {
  /// Sizes on both sides of lanes (4, 8, 16), tiles (6 rows; 16 and 32 columns) and chains (256).
  private static final int[] SIZES = {1, 2, 3, 5, 6, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 100};

  private static final int[] DEPTHS = {1, 2, 7, 16, 255, 256, 257, 511, 513, 1025, 1793};

  @ParameterizedTest
  @EnumSource(Precision.class)
  void everyShapeGivesTheBitsOfThePlainLoop(Precision precision) throws InterruptedException {
    allShapes(precision); // most of it before the vector kernel is warm
    Kernels.of(precision).settle();
    allShapes(precision);
  }

  private void allShapes(Precision precision) {
    for (int rows : SIZES) {
      for (int columns : SIZES) {
        same(precision, 1 + (rows + columns) % 3, rows, 9 + (rows + columns) % 23, columns, false);
        same(precision, 2, rows, 140_000 / (rows * columns) % 2000, columns, false); // mostly enough for two threads
      }
    }
    for (int threads = 1; threads <= 3; threads++) {
      for (int depth : DEPTHS) {
        for (int size : new int[] {1, 7, 10, 33, 100}) {
          same(precision, threads, size, depth, 111 - size, false);
        }
      }
      same(precision, threads, 255, 257, 511, false);
    }
  }

  /// Several panels of b, which are 128 columns wide and 512 deep.
  @ParameterizedTest
  @EnumSource(Precision.class)
  void largeOnesAreCutIntoPanelsWithoutATrace(Precision precision) throws InterruptedException {
    Kernels.of(precision).settle();
    for (int threads = 1; threads <= 2; threads++) {
      same(precision, threads, 601, 258, 131, false);
      same(precision, threads, 13, 600, 1030, false);
    }
  }

  /// Whole matrices b, of which each thread packs some blocks of rows: 350 or 525 rows a block, 66 or 44, and fewer
  /// blocks than threads.
  @ParameterizedTest
  @EnumSource(Precision.class)
  void whatTheTeamPacksTogetherIsTheSame(Precision precision) throws InterruptedException {
    Kernels.of(precision).settle();
    for (int threads = 2; threads <= 4; threads++) {
      same(precision, threads, 20, 2100, 100, false);
      same(precision, threads, 70, 131, 65, false);
      same(precision, threads, 1400, 1, 100, false);
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void infinitiesNaNsAndSignedZerosComeOutTheSame(Precision precision) throws InterruptedException {
    Kernels.of(precision).settle();
    for (int threads = 1; threads <= 2; threads++) {
      for (int[] s : new int[][] {{7, 5, 33}, {13, 300, 17}, {64, 64, 64}, {70, 600, 70}}) {
        same(precision, threads, s[0], s[1], s[2], true);
      }
    }
  }

  /// What the plain loop makes of a shape; it is slow, and the same for all threads and kernels.
  private final Map<List<Object>, Case> plain = new HashMap<>();

  private void same(Precision precision, int threads, int rows, int depth, int columns, boolean odd) {
    try (Engine fast = Engine.of(precision, threads)) {
      for (ProductOp.Form form : ProductOp.Form.values()) {
        for (boolean bias : new boolean[] {false, true}) {
          if (!bias || form == ProductOp.Form.PLAIN) {
            Case expected =
                plain.computeIfAbsent(
                    List.of(precision, form, rows, depth, columns, bias, odd),
                    _ -> {
                      Case slow = new Case(Engine.plain(precision), form, rows, depth, columns, bias, odd);
                      slow.op.run();
                      return slow;
                    });
            Case came = new Case(fast, form, rows, depth, columns, bias, odd);
            came.op.run();
            came.assertSame(expected, form + " " + rows + " " + depth + " " + columns + " " + threads + " threads");
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void fewerRowsLeaveTheOthersAlone(Precision precision) throws InterruptedException {
    Kernels.of(precision).settle();
    try (Engine plain = Engine.plain(precision);
        Engine fast = Engine.of(precision, 2)) {
      for (ProductOp.Form form : ProductOp.Form.values()) {
        Case expected = new Case(plain, form, 600, 300, 40, false, false);
        Case came = new Case(fast, form, 600, 300, 40, false, false);
        for (int rows : new int[] {600, 257, 1, 0, 128}) {
          expected.shrink(form, rows);
          came.shrink(form, rows);
          expected.op.run();
          came.op.run();
          came.assertSame(expected, form + " with " + rows + " rows");
        }
      }
    }
  }

  @Test
  void runningAllocatesNothing() throws InterruptedException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (Precision precision : Precision.values()) {
      Kernels.of(precision).settle();
      try (Engine engine = Engine.of(precision, 1)) {
        for (ProductOp.Form form : ProductOp.Form.values()) {
          Case product = new Case(engine, form, 100, 600, 30, false, false);
          long bytes = Long.MAX_VALUE;
          // The virtual machine makes the strings of a class on the thread that has it compiled: once, not in every
          // round.
          for (int round = 0; round < 5; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 100; i++) {
              product.op.run();
            }
            bytes = Math.min(bytes, threads.getCurrentThreadAllocatedBytes() - before);
          }
          assertThat(bytes).as("%s %s", precision, form).isZero();
        }
      }
    }
  }

  @Test
  void matricesThatDoNotFitAreRefused() {
    try (Engine engine = Engine.of(Precision.FLOAT32, 1)) {
      Matrix m23 = engine.matrix(2, 3);
      Matrix m34 = engine.matrix(3, 4);
      Matrix m24 = engine.matrix(2, 4);
      engine.product(m24, m23, m34, null).run();
      assertThatThrownBy(() -> engine.product(m24, m34, m23, null)).hasMessageContaining("(3, 4)");
      assertThatThrownBy(() -> engine.product(m24, m23, m34, engine.matrix(1, 3))).hasMessageContaining("(1, 3)");
      assertThatThrownBy(() -> engine.product(m24, m23, m24, null)).hasMessageContaining("do not fit");
      Matrix square = engine.matrix(3, 3);
      assertThatThrownBy(() -> engine.product(square, square, engine.matrix(3, 3), null))
          .hasMessageContaining("do not fit");
    }
  }

  /// One product with its matrices, filled with the same numbers for every engine.
  private static final class Case {
    final Matrix y;
    final Matrix a;
    final Matrix b;
    final Op op;

    Case(Engine engine, ProductOp.Form form, int rows, int depth, int columns, boolean bias, boolean odd) {
      y = engine.matrix(rows, columns);
      a = form == ProductOp.Form.TRANS_A ? engine.matrix(depth, rows) : engine.matrix(rows, depth);
      b = form == ProductOp.Form.TRANS_B ? engine.matrix(columns, depth) : engine.matrix(depth, columns);
      y.fill(77);
      fill(a, 1, odd);
      fill(b, 2, odd);
      @Nullable Matrix add = bias ? engine.matrix(1, columns) : null;
      if (add != null) {
        fill(add, 3, odd);
      }
      op =
          switch (form) {
            case PLAIN -> engine.product(y, a, b, add);
            case TRANS_A -> engine.productTransA(y, a, b);
            case TRANS_B -> engine.productTransB(y, a, b);
          };
    }

    /// Of the seeds 0 to 3; a prime number each, so that rows differ.
    private static final double[][] RANDOM =
        LongStream.range(0, 4)
            .mapToObj(seed -> LongStream.range(0, 65_537).mapToDouble(Stream.of(seed)::uniform).toArray())
            .toArray(double[][]::new);

    private static void fill(Matrix m, long seed, boolean odd) {
      double[] odds = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, 0, 1e-45, -1e-40, 3e38};
      double[] random = RANDOM[(int) seed];
      for (int i = 0; i < m.size(); i++) {
        double uniform = random[i % random.length];
        m.put(i, odd && i % 5 == 0 ? odds[(int) (uniform * 8)] : (uniform - 0.5) * 4);
      }
    }

    /// The rows of a batch: of y and a, or of both factors of a sum over rows.
    void shrink(ProductOp.Form form, int rows) {
      if (form == ProductOp.Form.TRANS_A) {
        a.rows(Math.min(rows, a.capacityRows()));
        b.rows(a.rows());
      } else {
        y.rows(rows);
        a.rows(rows);
      }
    }

    void assertSame(Case expected, String name) {
      for (int i = 0; i < y.capacityRows() * y.columns(); i++) {
        if (Double.doubleToLongBits(y.at(i)) != Double.doubleToLongBits(expected.y.at(i))) {
          assertThat(y.at(i)).as("%s, index %d", name, i).isEqualTo(expected.y.at(i));
        }
      }
    }
  }
}
