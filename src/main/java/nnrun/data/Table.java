package nnrun.data;

import java.util.ArrayList;
import java.util.List;
import nnrun.spec.Nearest;
import org.jspecify.annotations.Nullable;

/// What a source gives: columns of equal length, not yet encoded or scaled.
///
/// @param place the file or the generator, for messages
/// @param columns with different names
/// @param named whether the names are the source's own; otherwise they are `c1`, `c2`, ... by position
/// @param targets the columns a source means to be predicted; empty when it does not say (then it is the last)
/// @param lines the line of the file on which each row begins; null when there is no text file
/// @param store where it lies
public record Table(
    String place, List<Column> columns, boolean named, List<String> targets, @Nullable Lines lines, Store store) {

  /// A table that was read whole.
  Table(String place, List<Column> columns, boolean named, List<String> targets, int @Nullable [] lines) {
    this(place, columns, named, targets, lines == null ? null : Lines.of(lines), Store.ofProcess());
  }

  public int rows() {
    return columns.getFirst().rows();
  }

  /// The column of that name, or null.
  public @Nullable Column find(String name) {
    for (Column column : columns) {
      if (column.name().equals(name)) {
        return column;
      }
    }
    return null;
  }

  List<String> names() {
    List<String> names = new ArrayList<>();
    columns.forEach(column -> names.add(column.name()));
    return names;
  }

  /// `iris.csv, line 17, column 'petal'`; without a text file rows are counted from 1.
  String where(int row, String column) {
    String line = lines == null ? "row " + (row + 1) : "line " + lines.of(row);
    return place + ", " + line + ", column '" + column + "'";
  }

  DataException missing(String column, String wantedBy) {
    String nearest = Nearest.of(column, names());
    String hint = nearest == null ? "" : "; did you mean '" + nearest + "'?";
    return new DataException(
        place + ": no column '" + column + "', which " + wantedBy + "; there are " + Nearest.list(names()) + hint);
  }
}
