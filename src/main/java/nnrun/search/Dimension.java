package nnrun.search;

import java.util.ArrayList;
import java.util.List;
import nnrun.config.Place;
import nnrun.config.Setting;
import nnrun.config.Value;
import org.jspecify.annotations.Nullable;

/// One thing that is varied: a path, or several that go together. Its coordinate is a number u in [0, 1]: the share of
/// a range, or of a list.
///
/// @param rows the values of all paths together; empty where it is a range
/// @param range of the one path; null where values are listed
/// @param when the condition on which it is varied, or null
public record Dimension(
    List<String> paths, List<Place> places, List<List<Value>> rows, @Nullable Axis range, @Nullable When when) {
  static Dimension of(String path, Place place, Axis axis, @Nullable When when) {
    List<Value> values = new ArrayList<>();
    if (axis.choice() != null) {
      values.addAll(axis.choice());
    } else if (axis.points() != null) {
      axis.grid().forEach(text -> values.add(Value.computed(text, place)));
    }
    List<List<Value>> rows = values.stream().map(List::of).toList();
    return new Dimension(List.of(path), List.of(place), rows, axis.continuous() ? axis : null, when);
  }

  /// Whether there is a list of values.
  boolean listed() {
    return range == null;
  }

  /// How many values are listed.
  int choices() {
    return rows.size();
  }

  /// Whether a grid knows which values to take.
  boolean countable() {
    return range == null || range.countable();
  }

  /// The coordinates of a grid.
  double[] grid() {
    int n = range == null ? rows.size() : range.grid().size();
    double[] grid = new double[n];
    for (int i = 0; i < n; i++) {
      grid[i] = (i + 0.5) / n;
    }
    return grid;
  }

  static int index(double u, int n) {
    return Math.min(n - 1, (int) Math.floor(u * n));
  }

  /// What is laid on the config at a coordinate.
  List<Setting> settings(double u) {
    List<Setting> settings = new ArrayList<>();
    for (int i = 0; i < paths.size(); i++) {
      Value value =
          range != null ? Value.computed(range.text(u), places.get(i)) : rows.get(index(u, rows.size())).get(i);
      settings.add(new Setting(paths.get(i), places.get(i), value));
    }
    return settings;
  }
}
