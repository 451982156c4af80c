package nnrun.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import nnrun.state.Parameter;
import nnrun.tensor.Matrix;

/// How the numbers of a parameter are distributed: counts in bins of one width from the least to the greatest. A bin
/// holds its lower end, the last both ends. A parameter of equal numbers has one bin of no width.
///
/// @param parameter such as `dense_1.weight`
/// @param from its least number, the lower end of the first bin
/// @param to its greatest number, the upper end of the last bin
public record WeightHistogram(String parameter, double from, double to, List<Integer> counts) {
  private static final int BINS = 30;

  /// The headings of histograms.csv, which has a row a bin.
  public static final List<String> COLUMNS = List.of("epoch", "parameter", "from", "to", "count");

  public WeightHistogram {
    counts = List.copyOf(counts);
  }

  /// Rows under [#COLUMNS].
  public List<List<Object>> rows(int epoch) {
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < counts.size(); i++) {
      rows.add(List.of(epoch, parameter, edge(i), edge(i + 1), counts.get(i)));
    }
    return rows;
  }

  private double edge(int i) {
    double share = (double) i / counts.size();
    return from * (1 - share) + to * share;
  }

  /// Of each parameter as it is now, but for one with an infinite number or a NaN.
  public static List<WeightHistogram> of(Network network) {
    List<WeightHistogram> all = new ArrayList<>();
    for (Parameter parameter : network.parameters()) {
      if (parameter.value().firstNonFinite() < 0) {
        all.add(of(parameter.name(), parameter.value()));
      }
    }
    return all;
  }

  static WeightHistogram of(String name, Matrix p) {
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < p.size(); i++) {
      least = Math.min(least, p.at(i));
      greatest = Math.max(greatest, p.at(i));
    }
    int[] counts = new int[least == greatest ? 1 : BINS];
    for (int i = 0; i < p.size(); i++) {
      double share = least == greatest ? 0 : (p.at(i) / 2 - least / 2) / (greatest / 2 - least / 2);
      counts[Math.min(counts.length - 1, (int) (share * counts.length))]++;
    }
    return new WeightHistogram(name, least, greatest, Arrays.stream(counts).boxed().toList());
  }
}
