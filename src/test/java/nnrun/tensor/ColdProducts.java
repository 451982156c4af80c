package nnrun.tensor;

import java.util.Locale;

/// The wall time of the first products of a fresh virtual machine, which JMH does not tell, and when the vector kernel
/// takes over. Not a test; its figures are in docs/PERFORMANCE.md: `java
/// --add-exports=java.base/jdk.internal.module=ALL-UNNAMED -cp target/classes:target/test-classes:...
/// nnrun.tensor.ColdProducts THREADS`
public final class ColdProducts {
  private ColdProducts() {}

  public static void main(String[] args) {
    try (Engine engine = Engine.of(Precision.FLOAT32, Integer.parseInt(args[0]))) {
      Op op =
          engine.product(
              engine.matrix(128, 256), random(engine.matrix(128, 784)), random(engine.matrix(784, 256)), null);
      long begin = System.nanoTime();
      int products = 0;
      String switched = "not yet";
      for (int next : new int[] {1, 10, 50, 200, 1000, 5000}) {
        for (; products < next; products++) {
          op.run();
          if (switched.equals("not yet")
              && !(Kernels.of(Precision.FLOAT32).widest().first().current() instanceof ScalarKernel)) {
            switched = String.format(Locale.ROOT, "after %.0f ms", (System.nanoTime() - begin) / 1e6);
          }
        }
        System.out.printf(
            Locale.ROOT, "%d products: %.1f ms, vectors: %s%n", next, (System.nanoTime() - begin) / 1e6, switched);
      }
    }
  }

  private static Matrix random(Matrix m) {
    for (int i = 0; i < m.size(); i++) {
      m.put(i, Stream.of(1).normal(i));
    }
    return m;
  }
}
