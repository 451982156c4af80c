package nnrun.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import nnrun.config.Place;
import nnrun.config.Problem;
import nnrun.config.Setting;
import nnrun.config.Value;

/// All that a sweep varies. A point is a coordinate for each dimension, NaN for one whose condition does not hold
/// there.
public final class Space {
  /// Tells what a config has where some values are laid on it.
  public interface Conditions {
    /// Whether it has all these values, its defaults included.
    boolean hold(Map<String, Value> wanted, List<Setting> settings);
  }

  private static final int MOST_COMBINATIONS = 100_000;

  private final List<Dimension> dimensions;
  private final Conditions conditions;

  private Space(List<Dimension> dimensions, Conditions conditions) {
    this.dimensions = List.copyOf(dimensions);
    this.conditions = conditions;
  }

  /// @param places where a path of the sweep stands: `parameters.optimizer.lr`
  /// @param problems takes what is wrong with the sweep as a whole
  public static Space of(
      SweepSpec spec, Function<String, Place> places, Conditions conditions, List<Problem> problems) {
    List<Dimension> dimensions = new ArrayList<>();
    spec.parameters()
        .forEach((path, axis) -> dimensions.add(Dimension.of(path, places.apply("parameters." + path), axis, null)));
    for (int i = 0; i < spec.together().size(); i++) {
      dimensions.add(together(spec.together().get(i), "together." + i, places, problems));
    }
    once(dimensions, problems);
    for (int i = 0; i < spec.when().size(); i++) {
      When when = spec.when().get(i);
      String place = "when." + i + ".vary.";
      when.vary().forEach((path, axis) -> dimensions.add(Dimension.of(path, places.apply(place + path), axis, when)));
    }
    for (Dimension dimension : dimensions) {
      if (spec.search().countsValues() && !dimension.countable()) {
        problems.add(
            dimension
                .places()
                .getFirst()
                .problem(
                    "",
                    dimension.paths().getFirst() + ": a grid needs to know which values; add points: 5 to the range"));
      }
    }
    if (dimensions.size() > spec.search().mostDimensions()) {
      problems.add(
          places
              .apply("search")
              .problem(
                  "",
                  "at most "
                      + spec.search().mostDimensions()
                      + " parameters, and there are "
                      + dimensions.size()
                      + "; take random"));
    }
    double combinations = 1;
    for (Dimension dimension : dimensions) {
      combinations *= spec.search().countsValues() ? Math.max(1, dimension.grid().length) : 1;
    }
    if (combinations > MOST_COMBINATIONS) {
      problems.add(
          places
              .apply("parameters")
              .problem("", (long) combinations + " combinations are more than a grid takes; take random"));
    }
    return new Space(dimensions, conditions);
  }

  private static Dimension together(
      Map<String, List<Value>> group, String at, Function<String, Place> places, List<Problem> problems) {
    List<Place> all = new ArrayList<>();
    int rows = group.values().stream().mapToInt(List::size).min().orElse(0);
    int most = group.values().stream().mapToInt(List::size).max().orElse(0);
    group.forEach((path, values) -> {
      Place place = places.apply(at + "." + path);
      all.add(place);
      if (values.size() < most || values.isEmpty()) {
        problems.add(
            place.problem(
                "",
                path
                    + " has "
                    + values.size()
                    + " values, and a neighbour "
                    + most
                    + "; what goes together is equally long"));
      }
    });
    List<List<Value>> paired = new ArrayList<>();
    for (int r = 0; r < rows; r++) {
      int row = r;
      paired.add(group.values().stream().map(values -> values.get(row)).toList());
    }
    return new Dimension(List.copyOf(group.keySet()), all, paired, null, null);
  }

  private static void once(List<Dimension> dimensions, List<Problem> problems) {
    List<String> seen = new ArrayList<>();
    for (Dimension dimension : dimensions) {
      for (int i = 0; i < dimension.paths().size(); i++) {
        String path = dimension.paths().get(i);
        if (seen.contains(path)) {
          problems.add(dimension.places().get(i).problem("", path + " is varied above already; keep one of the two"));
        }
        seen.add(path);
      }
    }
  }

  public List<Dimension> dimensions() {
    return dimensions;
  }

  /// Every path that is varied, in order, each once.
  public List<String> paths() {
    return dimensions.stream().flatMap(d -> d.paths().stream()).distinct().toList();
  }

  /// A point of these coordinates; those of dimensions whose condition does not hold do not count.
  ///
  /// @param u in [0, 1]
  public double[] at(double[] u) {
    double[] point = u.clone();
    Map<String, Setting> settings = new LinkedHashMap<>();
    for (int d = 0; d < point.length; d++) {
      if (varies(d, settings)) {
        dimensions.get(d).settings(u[d]).forEach(s -> settings.put(s.path(), s));
      } else {
        point[d] = Double.NaN;
      }
    }
    return point;
  }

  private boolean varies(int d, Map<String, Setting> before) {
    When when = dimensions.get(d).when();
    return when == null || conditions.hold(when.if_(), List.copyOf(before.values()));
  }

  /// What is laid on the config at a point. A condition's value takes the place of another for the same path.
  public List<Setting> settings(double[] point) {
    Map<String, Setting> settings = new LinkedHashMap<>();
    for (int d = 0; d < point.length; d++) {
      if (!Double.isNaN(point[d])) {
        dimensions.get(d).settings(point[d]).forEach(s -> settings.put(s.path(), s));
      }
    }
    return List.copyOf(settings.values());
  }

  /// Points that between them take every listed value, and both ends of every range.
  public List<double[]> corners() {
    int most = 2;
    for (Dimension dimension : dimensions) {
      most = Math.max(most, dimension.choices());
    }
    List<double[]> corners = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      double[] u = new double[dimensions.size()];
      for (int d = 0; d < u.length; d++) {
        int n = dimensions.get(d).choices();
        u[d] = n == 0 ? i % 2 : (i % n + 0.5) / n;
      }
      corners.add(at(u));
    }
    return corners;
  }

  /// All combinations; the last dimension changes fastest.
  List<double[]> grid() {
    List<double[]> points = new ArrayList<>();
    double[] point = new double[dimensions.size()];
    Arrays.fill(point, Double.NaN);
    grid(0, point, points);
    return points;
  }

  private void grid(int d, double[] point, List<double[]> points) {
    if (d == point.length) {
      points.add(point.clone());
      return;
    }
    Map<String, Setting> before = new LinkedHashMap<>();
    settings(point).forEach(s -> before.put(s.path(), s));
    if (!varies(d, before)) {
      grid(d + 1, point, points);
      return;
    }
    for (double u : dimensions.get(d).grid()) {
      point[d] = u;
      grid(d + 1, point, points);
    }
    point[d] = Double.NaN;
  }
}
