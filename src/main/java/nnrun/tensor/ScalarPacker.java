package nnrun.tensor;

/// Packers without the vector module.
final class ScalarPacker {
  private ScalarPacker() {}

  static final class Rows extends Packer {
    @Override
    void pack(Object b, int at, int stride, Object packed, int to, int width, int depth, int tiles) {
      for (int k = 0; k < depth; k++) {
        for (int tile = 0; tile < tiles; tile++) {
          System.arraycopy(b, at + k * stride + tile * width, packed, to + (tile * depth + k) * width, width);
        }
      }
    }
  }

  static final class Columns extends Packer {
    @Override
    void pack(Object b, int at, int stride, Object packed, int to, int width, int depth, int columns) {
      for (int j = 0; j < columns; j++) {
        if (b instanceof float[] from) {
          column(from, at + j * stride, (float[]) packed, to + j, width, depth);
        } else {
          column((double[]) b, at + j * stride, (double[]) packed, to + j, width, depth);
        }
      }
    }

    private static void column(float[] from, int at, float[] to, int toAt, int width, int depth) {
      for (int k = 0; k < depth; k++) {
        to[toAt + k * width] = from[at + k];
      }
    }

    private static void column(double[] from, int at, double[] to, int toAt, int width, int depth) {
      for (int k = 0; k < depth; k++) {
        to[toAt + k * width] = from[at + k];
      }
    }
  }
}
