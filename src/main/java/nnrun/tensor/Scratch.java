package nnrun.tensor;

/// Arrays that a thread keeps for the inside of its loops.
final class Scratch {
  private static final ThreadLocal<float[]> FLOAT32 = ThreadLocal.withInitial(() -> new float[0]);
  private static final ThreadLocal<double[]> FLOAT64 = ThreadLocal.withInitial(() -> new double[0]);

  private Scratch() {}

  /// So many numbers, whatever is in them; the same array at the next call.
  static float[] float32(int size) {
    float[] array = FLOAT32.get();
    if (array.length < size) {
      array = new float[size];
      FLOAT32.set(array);
    }
    return array;
  }

  static double[] float64(int size) {
    double[] array = FLOAT64.get();
    if (array.length < size) {
      array = new double[size];
      FLOAT64.set(array);
    }
    return array;
  }
}
