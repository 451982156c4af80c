package nnrun.sweep;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import nnrun.config.ConfigException;
import nnrun.run.Cost;
import nnrun.run.Host;

/// What a sweep will take.
///
/// @param trials of the whole search
/// @param left trials that are not done yet
/// @param seconds of one core for those, estimated
/// @param largest bytes of the largest network
/// @param dataBytes of all data that are kept
/// @param memory bytes that there are for both
public record Plan(int points, int trials, int left, double seconds, long largest, long dataBytes, long memory) {
  private static final int MOST_MEASURED = 4;
  private static final double SECONDS_EACH = 0.8;

  /// Seconds an epoch by floating-point operations an epoch, from a few trials that were measured, the smallest and the
  /// largest among them; in between on the line from one to the next.
  static final class Calibration {
    private final NavigableMap<Double, Double> measured = new TreeMap<>();

    /// @param drafts one of each point
    /// @param costs by the id of a point
    Calibration(List<Trials.Draft> drafts, Map<String, Cost> costs, Host host) throws ConfigException {
      List<Trials.Draft> order =
          drafts.stream()
              .filter(draft -> costs.containsKey(draft.point().id()))
              .sorted((a, b) -> Double.compare(flops(a, costs), flops(b, costs)))
              .toList();
      if (!order.isEmpty()) {
        double _ = Cost.secondsPerEpoch(order.getFirst().config(), host, SECONDS_EACH); // for the compiler
      }
      int count = Math.min(MOST_MEASURED, order.size());
      for (int i = 0; i < count; i++) {
        Trials.Draft draft = order.get(count == 1 ? 0 : i * (order.size() - 1) / (count - 1));
        if (!measured.containsKey(flops(draft, costs))) {
          measured.put(flops(draft, costs), Cost.secondsPerEpoch(draft.config(), host, SECONDS_EACH));
        }
      }
    }

    private static double flops(Trials.Draft draft, Map<String, Cost> costs) {
      Cost cost = costs.get(draft.point().id());
      return cost == null ? 0 : cost.flopsPerEpoch();
    }

    double secondsPerEpoch(double flops) {
      Map.Entry<Double, Double> below = measured.floorEntry(flops);
      Map.Entry<Double, Double> above = measured.ceilingEntry(flops);
      if (below == null || above == null) {
        Map.Entry<Double, Double> end = below == null ? measured.firstEntry() : measured.lastEntry();
        return end == null ? 0 : end.getValue() * flops / end.getKey();
      }
      double span = above.getKey() - below.getKey();
      double share = span == 0 ? 0 : (flops - below.getKey()) / span;
      return below.getValue() + share * (above.getValue() - below.getValue());
    }
  }
}
