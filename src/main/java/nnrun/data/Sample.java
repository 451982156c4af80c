package nnrun.data;

import org.jspecify.annotations.Nullable;

/// The numbers that something is fitted on; gone through as often as it takes, never copied.
interface Sample {
  int size();

  double at(int i);

  static Sample of(double... values) {
    return of(Values.of(values), null, values.length, 0);
  }

  /// The numbers of some rows, and behind them, for each that is missing, the number that takes its place.
  ///
  /// @param rows that are not missing; null for the first ones
  static Sample of(Values values, int @Nullable [] rows, int size, double fill) {
    return new Sample() {
      @Override
      public int size() {
        return size;
      }

      @Override
      public double at(int i) {
        if (rows == null) {
          return values.at(i);
        }
        return i < rows.length ? values.at(rows[i]) : fill;
      }
    };
  }

  /// The number that would stand at `place`, from 0, if they were sorted as [java.util.Arrays#sort(double[])] does. It
  /// is found digit by digit, 11 bits at a time from the top, by counting.
  default double smallest(int place) {
    int digit = 11;
    long known = 0;
    long left = place;
    int shift = Long.SIZE;
    while (shift > 0) {
      int width = Math.min(digit, shift);
      int[] counts = new int[1 << width];
      for (int i = 0; i < size(); i++) {
        long key = key(at(i));
        if (shift == Long.SIZE || key >>> shift == known) {
          counts[(int) (key >>> (shift - width)) & (1 << width) - 1]++;
        }
      }
      int next = 0;
      while (left >= counts[next]) {
        left -= counts[next++];
      }
      known = known << width | next;
      shift -= width;
    }
    return Double.longBitsToDouble(known < 0 ? (known ^ Long.MIN_VALUE) : ~known);
  }

  /// Bits that are in order, without a sign, as the numbers are.
  private static long key(double x) {
    long bits = Double.doubleToLongBits(x);
    return bits < 0 ? ~bits : (bits ^ Long.MIN_VALUE);
  }
}
