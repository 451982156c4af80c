package nnrun.tensor;

import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// Which kernel runs. The vector kernels are some hundred times slower than the scalar one until the optimizing
/// compiler has seen them, so every run starts with the scalar kernel while a background thread warms the vector kernel
/// on numbers of its own; it takes over when it is compiled. The bits are the same before and after.
final class Kernels {
  /// Float32 lanes of a vector: 16, 8 or 4 by the system property `nnrun.lanes`, 0 for none, -1 for the machine's
  /// choice.
  static final int LANES = lanes();

  private static final Kernel SCALAR = new ScalarKernel();
  private static final Kernels FLOAT32 = new Kernels(Precision.FLOAT32);
  private static final Kernels FLOAT64 = new Kernels(Precision.FLOAT64);

  private final Precision precision;
  private final CountDownLatch settled = new CountDownLatch(1);
  private boolean asked;
  private volatile Kernel current = SCALAR;

  private Kernels(Precision precision) {
    this.precision = precision;
  }

  private static int lanes() {
    int lanes = Integer.getInteger("nnrun.lanes", -1);
    return switch (lanes) {
      case 16, 8, 4, 0, -1 -> lanes;
      default -> throw new IllegalArgumentException("nnrun.lanes=" + lanes + "; it must be 16, 8, 4 or 0");
    };
  }

  static Kernels of(Precision precision) {
    return precision == Precision.FLOAT32 ? FLOAT32 : FLOAT64;
  }

  Kernel current() {
    return current;
  }

  /// Whether vector kernels can be had here at all.
  static boolean vectors() {
    return LANES != 0 && optimizes() && VectorModule.load();
  }

  /// Whether this virtual machine has the optimizing compiler. Without it vectors are objects for ever, and it would be
  /// waited for in vain.
  private static boolean optimizes() {
    String info = System.getProperty("java.vm.info", "");
    return !info.contains("interpreted mode") && !info.contains("emulated-client");
  }

  String describe() {
    if (LANES == 0) {
      return "scalar loops (nnrun.lanes=0)";
    }
    if (!optimizes()) {
      return "scalar loops (the virtual machine runs without its optimizing compiler)";
    }
    if (!vectors()) {
      return "scalar loops (the module jdk.incubator.vector is missing)";
    }
    if (current != SCALAR) {
      return current.toString();
    }
    return settled.getCount() == 0
        ? "scalar loops (the virtual machine did not compile the vector kernel)"
        : "scalar loops until the vector kernel is compiled";
  }

  /// Begins to warm the vector kernel, if there is one and nobody has begun.
  synchronized void warm() {
    if (!asked) {
      asked = true;
      if (vectors()) {
        Warmer.warm(new WarmUp(precision, this::decided));
      } else {
        settled.countDown();
      }
    }
  }

  private void decided(@Nullable Kernel kernel) {
    if (kernel != null) {
      current = kernel;
    }
    settled.countDown();
  }

  /// Waits until it is decided which kernel stays.
  void settle() throws InterruptedException {
    warm();
    settled.await();
  }
}
