package nnrun.data;

import java.util.ArrayList;
import java.util.List;

/// Builds the table of a generator: rows of coordinates and one target each.
final class Generated {
  private final String place;
  private final List<String> names;
  private final double[][] columns; // the last is the target

  /// @param names of the columns, the target last
  Generated(String place, List<String> names, int rows) {
    Heap.require(8L * rows * names.size(), place + ": " + rows + " rows of " + names.size() + " columns");
    this.place = place;
    this.names = names;
    columns = new double[names.size()][rows];
  }

  /// `x1`, `x2`, ... and `class`.
  static Generated points(String place, int coordinates, int rows) {
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= coordinates; i++) {
      names.add("x" + i);
    }
    names.add("class");
    return new Generated(place, names, rows);
  }

  void set(int row, int column, double value) {
    columns[column][row] = value;
  }

  /// A row of two coordinates and its class.
  void set(int row, double x1, double x2, int type) {
    columns[0][row] = x1;
    columns[1][row] = x2;
    columns[2][row] = type;
  }

  /// @param store where what is made of it shall lie
  Table table(Store store) {
    List<Column> all = new ArrayList<>();
    for (int c = 0; c < columns.length; c++) {
      all.add(new Column.Numeric(names.get(c), Values.of(columns[c])));
    }
    return new Table(place, List.copyOf(all), true, List.of(names.getLast()), null, store);
  }
}
