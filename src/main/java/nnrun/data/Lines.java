package nnrun.data;

import java.util.Arrays;

/// The line of a file on which each row begins. Rows on lines one after the other, as nearly all are, take no memory.
final class Lines {
  private int[] firstRows = new int[4];
  private int[] firstLines = new int[4];
  private int runs;
  private int rows;
  private int next; // the line that goes on the last run

  static Lines of(int... lines) {
    Lines all = new Lines();
    for (int line : lines) {
      all.add(line);
    }
    return all;
  }

  /// Adds a row.
  void add(int line) {
    if (line != next || rows == 0) {
      if (runs == firstRows.length) {
        firstRows = Arrays.copyOf(firstRows, 2 * runs);
        firstLines = Arrays.copyOf(firstLines, 2 * runs);
      }
      firstRows[runs] = rows;
      firstLines[runs++] = line;
    }
    rows++;
    next = line + 1;
  }

  int of(int row) {
    int found = Arrays.binarySearch(firstRows, 0, runs, row);
    int run = found >= 0 ? found : -found - 2;
    return firstLines[run] + row - firstRows[run];
  }
}
