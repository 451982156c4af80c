package nnrun.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import nnrun.data.Prepared;

/// An input column and the features it became, from the first to before the last.
record Columns(String name, int from, int to) {
  static List<Columns> of(Prepared data) {
    List<Columns> columns = new ArrayList<>();
    int from = 0;
    for (Map.Entry<String, Integer> column : data.preprocessing().columns().entrySet()) {
      columns.add(new Columns(column.getKey(), from, from + column.getValue()));
      from += column.getValue();
    }
    return columns;
  }
}
