package nnrun.contract;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import nnrun.tensor.Matrix;
import nnrun.tensor.Precision;
import nnrun.tensor.Stream;

/// Matrices to arrays and back, and what "close" and "the same" mean.
public final class Numbers {
  private Numbers() {}

  public static double[] of(Matrix matrix) {
    double[] numbers = new double[Math.toIntExact(matrix.size())];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = matrix.at(i);
    }
    return numbers;
  }

  public static void fill(Matrix matrix, double[] numbers) {
    if (numbers.length != matrix.size()) {
      throw new AssertionError(numbers.length + " numbers for a matrix of " + matrix.size());
    }
    for (int i = 0; i < numbers.length; i++) {
      matrix.put(i, numbers[i]);
    }
  }

  /// Drawing takes longer than most of what is tested with the numbers drawn.
  private static final Map<Stream, float[]> DRAWN = new ConcurrentHashMap<>();

  /// Standard normal numbers that both precisions hold.
  public static void random(Matrix matrix, Stream stream) {
    int size = Math.toIntExact(matrix.size());
    float[] drawn = DRAWN.compute(stream, (_, old) -> old != null && old.length >= size ? old : draw(stream, size));
    for (int i = 0; i < size; i++) {
      matrix.put(i, drawn[i]);
    }
  }

  private static float[] draw(Stream stream, int size) {
    float[] numbers = new float[size];
    for (int i = 0; i < size; i++) {
      numbers[i] = (float) stream.normal(i);
    }
    return numbers;
  }

  /// |a - b| <= tolerance·max(1, |b|) for each pair.
  public static void assertClose(String what, double[] actual, double[] expected, double tolerance) {
    if (actual.length != expected.length) {
      throw new AssertionError(what + ": " + actual.length + " numbers, expected " + expected.length);
    }
    for (int i = 0; i < actual.length; i++) {
      if (!(Math.abs(actual[i] - expected[i]) <= tolerance * Math.max(1, Math.abs(expected[i])))) {
        throw new AssertionError(
            what + ": number " + i + " is " + actual[i] + ", expected " + expected[i] + " within " + tolerance);
      }
    }
  }

  /// Every difference is at most `tolerance` of the array's largest magnitude: for numbers that were summed up from
  /// parts of that size.
  public static void assertCloseByLength(String what, double[] actual, double[] expected, double tolerance) {
    double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    assertClose(what, actual, expected, tolerance * Math.max(1, largest));
  }

  /// Equal bits, so that -0.0 is not 0.0.
  public static void assertSameBits(String what, double[] actual, double[] expected) {
    for (int i = 0; i < expected.length; i++) {
      if (Double.doubleToRawLongBits(actual[i]) != Double.doubleToRawLongBits(expected[i])) {
        throw new AssertionError(what + ": number " + i + " is " + actual[i] + ", expected exactly " + expected[i]);
      }
    }
    if (actual.length != expected.length) {
      throw new AssertionError(what + ": " + actual.length + " numbers, expected " + expected.length);
    }
  }

  /// The golden files' tolerance (relative to max(1, |b|)).
  public static double tolerance(Precision precision) {
    return precision == Precision.FLOAT64 ? 1e-12 : 1e-5;
  }
}
