package nnrun.tensor;

/// Threefry ([Stream#bits]) of many counters at a time, in loops so short that the optimizing compiler turns them into
/// loops of vectors; all twenty rounds in one body are too long for it.
final class Draws {
  /// The most numbers at a time.
  static final int MOST = 256;

  private static final ThreadLocal<Draws> OF_THREAD = ThreadLocal.withInitial(Draws::new);

  private final int[] x0 = new int[MOST];
  private final int[] x1 = new int[MOST];

  private Draws() {}

  /// [Stream#uniform24] of `count` indices from `first` on.
  static void uniforms24(long key, int first, float[] to, int at, int count) {
    int[] words = OF_THREAD.get().words(key, first, count);
    for (int i = 0; i < count; i++) {
      to[at + i] = (words[i] >>> 8) * 0x1p-24f;
    }
  }

  /// The same numbers as float64.
  static void uniforms24(long key, int first, double[] to, int at, int count) {
    int[] words = OF_THREAD.get().words(key, first, count);
    for (int i = 0; i < count; i++) {
      to[at + i] = (words[i] >>> 8) * 0x1p-24;
    }
  }

  /// The first output words of `count` counters from `first` >= 0 on, in an array that the next call writes over.
  private int[] words(long key, int first, int count) {
    int k0 = (int) key;
    int k1 = (int) (key >>> 32);
    int k2 = Stream.PARITY ^ k0 ^ k1;
    for (int i = 0; i < count; i++) {
      x0[i] = first + i + k0;
      x1[i] = k1;
    }
    evenRounds(x0, x1, count, k1, k2 + 1);
    oddRounds(x0, x1, count, k2, k0 + 2);
    evenRounds(x0, x1, count, k0, k1 + 3);
    oddRounds(x0, x1, count, k1, k2 + 4);
    evenRounds(x0, x1, count, k2, k0 + 5);
    return x0;
  }

  private static void evenRounds(int[] x0, int[] x1, int count, int add0, int add1) {
    for (int i = 0; i < count; i++) {
      int a = x0[i];
      int b = x1[i];
      a += b;
      b = Integer.rotateLeft(b, 13) ^ a;
      a += b;
      b = Integer.rotateLeft(b, 15) ^ a;
      a += b;
      b = Integer.rotateLeft(b, 26) ^ a;
      a += b;
      b = Integer.rotateLeft(b, 6) ^ a;
      x0[i] = a + add0;
      x1[i] = b + add1;
    }
  }

  private static void oddRounds(int[] x0, int[] x1, int count, int add0, int add1) {
    for (int i = 0; i < count; i++) {
      int a = x0[i];
      int b = x1[i];
      a += b;
      b = Integer.rotateLeft(b, 17) ^ a;
      a += b;
      b = Integer.rotateLeft(b, 29) ^ a;
      a += b;
      b = Integer.rotateLeft(b, 16) ^ a;
      a += b;
      b = Integer.rotateLeft(b, 24) ^ a;
      x0[i] = a + add0;
      x1[i] = b + add1;
    }
  }
}
