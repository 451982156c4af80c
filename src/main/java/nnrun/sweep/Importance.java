package nnrun.sweep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How much of the variance of the objective goes with what: the main effects of an analysis of variance over all
/// trials (Fisher 1925; for settings of learners Hutter et al. 2014).
///
/// With y of N trials and ȳ their mean, the share of a parameter is Σ over its values v of n_v·(ȳ_v - ȳ)², over Σ(y -
/// ȳ)². The share of chance is Σ(y - ȳ_point)² over the same: what differs between seeds and folds of one point. The
/// rest is interaction: what values do together and not alone. On a full grid all shares add up to 1; where values were
/// drawn together, those of parameters overlap.
public final class Importance {
  /// Values of a number that each stand for few trials are brought together in so many classes of equal size.
  private static final int CLASSES = 4;

  private static final String TO = "..";

  /// @param shares of each parameter, in the order given
  /// @param interaction what no parameter does alone; never below 0
  /// @param chance what differs between trials of one point
  public record Shares(Map<String, Double> shares, double interaction, double chance) {}

  private Importance() {}

  /// @param values of each parameter, one a trial
  /// @param points of which each trial is one
  /// @param y the objective of each trial
  public static Shares of(Map<String, List<String>> values, List<String> points, double[] y) {
    double all = squares(y);
    Map<String, Double> shares = new LinkedHashMap<>();
    double explained = 0;
    for (Map.Entry<String, List<String>> parameter : values.entrySet()) {
      double share = share(between(classes(parameter.getValue()), y), all);
      shares.put(parameter.getKey(), share);
      explained += share;
    }
    double ofPoints = share(between(points, y), all);
    return new Shares(shares, Math.max(0, ofPoints - explained), all > 0 ? 1 - ofPoints : 0);
  }

  private static double share(double part, double all) {
    return all > 0 ? part / all : 0;
  }

  private static double squares(double[] y) {
    Sample sample = Sample.of(y);
    return sample.n() < 2 ? 0 : sample.sd() * sample.sd() * (sample.n() - 1);
  }

  /// Σ over groups of n·(mean of the group - mean of all)².
  private static double between(List<String> groups, double[] y) {
    Map<String, List<Double>> members = new LinkedHashMap<>();
    for (int i = 0; i < y.length; i++) {
      members.computeIfAbsent(groups.get(i), _ -> new ArrayList<>()).add(y[i]);
    }
    double mean = Sample.of(y).mean();
    double sum = 0;
    for (List<Double> group : members.values()) {
      double away = Sample.of(group.stream().mapToDouble(Double::doubleValue).toArray()).mean() - mean;
      sum += group.size() * away * away;
    }
    return sum;
  }

  /// The values themselves, or, of numbers of which hardly one comes twice, the classes they fall into, `0.01..0.03`.
  static List<String> classes(List<String> values) {
    List<String> distinct = values.stream().distinct().sorted(Comparator.comparingDouble(Importance::number)).toList();
    boolean numbers = distinct.stream().noneMatch(value -> Double.isNaN(number(value)));
    if (2 * distinct.size() <= values.size() || !numbers || distinct.size() <= CLASSES) {
      return values;
    }
    int n = distinct.size();
    return values.stream()
        .map(value -> {
          int of = distinct.indexOf(value) * CLASSES / n;
          return distinct.get((of * n + CLASSES - 1) / CLASSES) + TO + distinct.get(((of + 1) * n - 1) / CLASSES);
        })
        .toList();
  }

  /// The number a value is, or its class begins with; infinite for texts, which come last.
  static double start(String value) {
    double start = number(value.contains(TO) ? value.substring(0, value.indexOf(TO)) : value);
    return Double.isNaN(start) ? Double.POSITIVE_INFINITY : start;
  }

  /// NaN for a text that is none.
  static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException _) {
      return Double.NaN;
    }
  }
}
