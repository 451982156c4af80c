package nnrun.contract;

import java.util.Arrays;
import nnrun.tensor.Matrix;
import nnrun.tensor.Precision;
import nnrun.tensor.Stream;

/// Matrices to arrays and back, and what "close" and "the same" mean.
final class Numbers {
  private Numbers() {}

  static double[] of(Matrix matrix) {
    double[] numbers = new double[Math.toIntExact(matrix.size())];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = matrix.at(i);
    }
    return numbers;
  }

  static void fill(Matrix matrix, double[] numbers) {
    if (numbers.length != matrix.size()) {
      throw new AssertionError(numbers.length + " numbers for a matrix of " + matrix.size());
    }
    for (int i = 0; i < numbers.length; i++) {
      matrix.put(i, numbers[i]);
    }
  }

  /// Standard normal numbers, the same for every precision but for rounding.
  static void random(Matrix matrix, Stream stream) {
    for (int i = 0; i < matrix.size(); i++) {
      matrix.put(i, (float) stream.normal(i));
    }
  }

  /// |a - b| <= tolerance·max(1, |b|) for each pair.
  static void assertClose(String what, double[] actual, double[] expected, double tolerance) {
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

  /// Every difference is at most `tolerance` of the array's largest magnitude: for numbers that were summed up from parts of
  /// that size.
  static void assertCloseByLength(String what, double[] actual, double[] expected, double tolerance) {
    double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    assertClose(what, actual, expected, tolerance * Math.max(1, largest));
  }

  /// Equal bits, so that -0.0 is not 0.0.
  static void assertSameBits(String what, double[] actual, double[] expected) {
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
  static double tolerance(Precision precision) {
    return precision == Precision.FLOAT64 ? 1e-12 : 1e-5;
  }
}
