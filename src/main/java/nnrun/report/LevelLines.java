package nnrun.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Lines of equal height over a grid of values, by marching squares: between two corners of a cell of which one lies
/// above the level, the line crosses their edge where the linear interpolation says. Where a cell's opposite corners
/// lie on one side its mean decides which of them are joined.
final class LevelLines {
  private static final int NONE = -1;

  private final int columns;
  private final int rows;
  private final double[] values;
  private final int[] next;
  private final int[] other;

  /// @param columns points of the grid along x
  /// @param values row by row; a cell with a corner that is not finite has no line
  LevelLines(int columns, int rows, double[] values) {
    this.columns = columns;
    this.rows = rows;
    this.values = values;
    next = new int[2 * values.length];
    other = new int[2 * values.length];
  }

  /// Levels with as much of the grid's area between one and the next, but for narrower ones at the low end, where what
  /// is looked for lies.
  double[] levels(int count) {
    double[] sorted = Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
    double[] levels = new double[sorted.length == 0 ? 0 : count];
    for (int i = 0; i < levels.length; i++) {
      double share = (i + 1.0) / (count + 1);
      levels[i] = sorted[(int) (share * Math.sqrt(share) * (sorted.length - 1))];
    }
    return Arrays.stream(levels).distinct().toArray();
  }

  /// The lines of a level; each is x, y, x, y ... in steps of the grid.
  List<double[]> at(double level) {
    Arrays.fill(next, NONE);
    Arrays.fill(other, NONE);
    for (int r = 0; r + 1 < rows; r++) {
      for (int c = 0; c + 1 < columns; c++) {
        cell(r * columns + c, level);
      }
    }
    List<double[]> lines = new ArrayList<>();
    for (int edge = 0; edge < next.length; edge++) { // those that end at the rim, then the closed ones
      if (next[edge] != NONE && other[edge] == NONE) {
        lines.add(walk(edge, level));
      }
    }
    for (int edge = 0; edge < next.length; edge++) {
      if (next[edge] != NONE) {
        lines.add(walk(edge, level));
      }
    }
    return lines;
  }

  /// @param corner index of the cell's corner with the least x and y
  private void cell(int corner, double level) {
    double a = values[corner];
    double b = values[corner + 1];
    double c = values[corner + columns + 1];
    double d = values[corner + columns];
    if (!Double.isFinite(a + b + c + d)) {
      return;
    }
    int below = 2 * corner;
    int left = 2 * corner + 1;
    int above = 2 * (corner + columns);
    int right = 2 * (corner + 1) + 1;
    int high = (a > level ? 1 : 0) + (b > level ? 2 : 0) + (c > level ? 4 : 0) + (d > level ? 8 : 0);
    switch (high > 7 ? 15 - high : high) {
      case 1 -> join(below, left);
      case 2 -> join(below, right);
      case 3 -> join(left, right);
      case 4 -> join(right, above);
      case 6 -> join(below, above);
      case 7 -> join(left, above);
      case 5 -> {
        boolean aWithC = (a + b + c + d) / 4 > level == a > level;
        join(below, aWithC ? right : left);
        join(above, aWithC ? left : right);
      }
      default -> {}
    }
  }

  /// An edge is even where it leads along x from its point of the grid, odd along y.
  private void join(int a, int b) {
    link(a, b);
    link(b, a);
  }

  private void link(int from, int to) {
    if (next[from] == NONE) {
      next[from] = to;
    } else {
      other[from] = to;
    }
  }

  private double[] walk(int start, double level) {
    List<Integer> edges = new ArrayList<>(List.of(start));
    int at = start;
    while (next[at] != NONE) {
      int to = next[at];
      unlink(at, to);
      unlink(to, at);
      edges.add(to);
      at = to;
    }
    double[] line = new double[2 * edges.size()];
    for (int i = 0; i < edges.size(); i++) {
      int edge = edges.get(i);
      int from = edge / 2;
      boolean alongX = edge % 2 == 0;
      double low = values[from];
      double share = (level - low) / (values[alongX ? from + 1 : from + columns] - low);
      int column = from % columns;
      int row = from / columns;
      line[2 * i] = alongX ? column + share : column;
      line[2 * i + 1] = alongX ? row : row + share;
    }
    return line;
  }

  private void unlink(int from, int to) {
    if (next[from] == to) {
      next[from] = other[from];
    }
    other[from] = NONE;
  }
}
