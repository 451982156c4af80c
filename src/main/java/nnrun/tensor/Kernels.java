package nnrun.tensor;

import java.util.List;
import java.util.Locale;

/// The code that products of a precision run on. The vector code is some hundred times slower than the scalar code
/// until the optimizing compiler has seen it, so every run starts with the scalar code while a background thread warms
/// what the run asks for on numbers of its own; it takes over when it is compiled. The bits are the same before and
/// after.
final class Kernels {
  /// Float32 lanes of a vector: 16, 8 or 4 by the system property `nnrun.lanes`, 0 for none, -1 for the machine's
  /// choice.
  static final int LANES = lanes();

  private static final Kernels FLOAT32 = new Kernels(Precision.FLOAT32);
  private static final Kernels FLOAT64 = new Kernels(Precision.FLOAT64);

  private final Precision precision;

  // Tiles of half a vector, of one and of two, where there are vectors.
  private final Width half;
  private final Width one;
  private final Width two;

  private Kernels(Precision precision) {
    this.precision = precision;
    boolean vectors = vectors();
    int lanes = vectors ? VectorCode.lanes(precision) : Kernel.WIDEST / 2;
    half = new Width(precision, vectors ? VectorCode.halfLanes(precision) : lanes / 2, vectors);
    one = new Width(precision, lanes, vectors);
    two = new Width(precision, 2 * lanes, vectors);
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

  /// Tiles for so many columns: the least that are enough, or the widest.
  Width width(int left) {
    return left > one.columns ? two : left > half.columns ? one : half;
  }

  Width widest() {
    return two;
  }

  /// Whether vector code can be had here at all.
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
    if (widths().stream().anyMatch(width -> width.first().isVector())) {
      return VectorCode.lanes(precision) + " lanes of " + precision.toString().toLowerCase(Locale.ROOT);
    }
    return widths().stream().anyMatch(width -> width.first().isSettled())
        ? "scalar loops (the virtual machine did not compile the vector kernel)"
        : "scalar loops until the vector kernel is compiled";
  }

  private List<Width> widths() {
    return List.of(half, one, two);
  }

  /// Begins to warm what almost every network needs.
  void warm() {
    two.warm();
  }

  /// Asks for all code, and waits until it is decided which stays.
  void settle() throws InterruptedException {
    List<Warmed<?>> all = widths().stream().<Warmed<?>>flatMap(width -> width.all().stream()).toList();
    all.forEach(Warmed::current);
    for (Warmed<?> code : all) {
      code.settle();
    }
  }
}
