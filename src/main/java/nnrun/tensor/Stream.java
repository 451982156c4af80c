package nnrun.tensor;

/// Random numbers as a function: value = f(seed, name, epoch or step, index). Nothing is advanced, so nothing has to be
/// restored, and neither threads nor another stream's draws change a value.
///
/// The function is Threefry-2x32 with 20 rounds (Salmon, Moraes, Dror, Shaw 2011). A stream is a 64-bit key, and number
/// i of it is the function of that key and i. Seeds, names and positions make new keys by the same function, each kind
/// under a constant of its own, so that no key is ever a number that someone draws.
public record Stream(long key) {
  static final int PARITY = 0x1BD11BDA;

  // The first 64 bits of the fractional parts of √2, √3, √5 and √7.
  private static final long SEEDS = 0x6A09E667F3BCC908L;
  private static final long NAMES = 0xBB67AE8584CAA73BL;
  private static final long POSITIONS = 0x3C6EF372FE94F82BL;
  private static final long NORMALS = 0xA54FF53A5F1D36F1L;

  /// The seed is a counter under a fixed key: different seeds have different keys, and near ones unlike keys.
  public static Stream of(long seed) {
    return new Stream(bits(SEEDS, seed));
  }

  /// The stream of that name below this one. The length goes first, so that no name is the beginning of another.
  public Stream named(String name) {
    long hash = bits(key ^ NAMES, name.length());
    for (int i = 0; i < name.length(); i++) {
      hash = bits(hash, name.charAt(i));
    }
    return new Stream(hash);
  }

  /// The stream at an epoch or step.
  public Stream at(long position) {
    return new Stream(keyAt(position));
  }

  /// The key of [#at], without making an object.
  public long keyAt(long position) {
    return bits(key ^ POSITIONS, position);
  }

  /// 64 random bits.
  public long bits(long index) {
    return bits(key, index);
  }

  /// Uniform in [0, 1), 53 bits.
  public double uniform(long index) {
    return unit(bits(index));
  }

  private static double unit(long bits) {
    return (bits >>> 11) * 0x1p-53;
  }

  /// Standard normal, by Box and Muller (1958): one draw an index.
  public double normal(long index) {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - unit(bits(key ^ NORMALS, 2 * index))));
    return radius * StrictMath.cos(2 * StrictMath.PI * unit(bits(key ^ NORMALS, 2 * index + 1)));
  }

  /// Uniform in 0..bound-1, by the high half of a 64-bit product (bias below bound / 2^64).
  public int below(int bound, long index) {
    return (int) Math.unsignedMultiplyHigh(bits(index), bound);
  }

  /// A uniform permutation of 0..n-1 (Fisher and Yates).
  public int[] permutation(int n) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    shuffle(order);
    return order;
  }

  /// Shuffles in place.
  public void shuffle(int[] order) {
    for (int i = order.length - 1; i > 0; i--) {
      int j = below(i + 1, i);
      int other = order[j];
      order[j] = order[i];
      order[i] = other;
    }
  }

  /// Uniform in [0, 1) with 24 bits, the same number in both precisions; for masks inside a loop.
  static float uniform24(long key, int index) {
    return ((int) (bits(key, index) >>> 32) >>> 8) * 0x1p-24f;
  }

  /// Threefry-2x32-20 of a counter under a key; the first output word is the high half.
  static long bits(long key, long counter) {
    int k0 = (int) key;
    int k1 = (int) (key >>> 32);
    int k2 = PARITY ^ k0 ^ k1;
    int x0 = (int) counter + k0;
    int x1 = (int) (counter >>> 32) + k1;
    x0 += x1;
    x1 = Integer.rotateLeft(x1, 13) ^ x0;
    x0 += x1;
    x1 = Integer.rotateLeft(x1, 15) ^ x0;
    x0 += x1;
    x1 = Integer.rotateLeft(x1, 26) ^ x0;
    x0 += x1;
    x1 = Integer.rotateLeft(x1, 6) ^ x0;
    x0 += k1;
    x1 += k2 + 1;
    x0 += x1;
    x1 = Integer.rotateLeft(x1, 17) ^ x0;
    x0 += x1;
    x1 = Integer.rotateLeft(x1, 29) ^ x0;
    x0 += x1;
    x1 = Integer.rotateLeft(x1, 16) ^ x0;
    x0 += x1;
    x1 = Integer.rotateLeft(x1, 24) ^ x0;
    x0 += k2;
    x1 += k0 + 2;
    x0 += x1;
    x1 = Integer.rotateLeft(x1, 13) ^ x0;
    x0 += x1;
    x1 = Integer.rotateLeft(x1, 15) ^ x0;
    x0 += x1;
    x1 = Integer.rotateLeft(x1, 26) ^ x0;
    x0 += x1;
    x1 = Integer.rotateLeft(x1, 6) ^ x0;
    x0 += k0;
    x1 += k1 + 3;
    x0 += x1;
    x1 = Integer.rotateLeft(x1, 17) ^ x0;
    x0 += x1;
    x1 = Integer.rotateLeft(x1, 29) ^ x0;
    x0 += x1;
    x1 = Integer.rotateLeft(x1, 16) ^ x0;
    x0 += x1;
    x1 = Integer.rotateLeft(x1, 24) ^ x0;
    x0 += k1;
    x1 += k2 + 4;
    x0 += x1;
    x1 = Integer.rotateLeft(x1, 13) ^ x0;
    x0 += x1;
    x1 = Integer.rotateLeft(x1, 15) ^ x0;
    x0 += x1;
    x1 = Integer.rotateLeft(x1, 26) ^ x0;
    x0 += x1;
    x1 = Integer.rotateLeft(x1, 6) ^ x0;
    x0 += k2;
    x1 += k0 + 5;
    return ((long) x0 << 32) | (x1 & 0xFFFFFFFFL);
  }
}
