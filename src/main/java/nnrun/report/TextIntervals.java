package nnrun.report;

import java.util.ArrayList;
import java.util.List;

/// Means and their intervals in characters, a line each, above one axis:
///
/// ```
/// 0.001      ├──●──┤
/// 0.01                ├●┤
///       └────┴────┴────┴────┘
///        0.8  0.85 0.9  0.95
/// ```
public final class TextIntervals {
  private TextIntervals() {}

  /// A line.
  ///
  /// @param half of the interval's width; NaN for none
  public record Line(String label, double mean, double half) {
    private double low() {
      return Double.isNaN(half) ? mean : mean - half;
    }

    private double high() {
      return Double.isNaN(half) ? mean : mean + half;
    }
  }

  /// @param width of each line in characters, at the most
  public static String of(List<Line> lines, int width) {
    double low = lines.stream().mapToDouble(Line::mean).min().orElse(0);
    double high = lines.stream().mapToDouble(Line::mean).max().orElse(1);
    // An interval of two trials may be ten times as wide as the others; it is cut at the picture's edge.
    double[] halves = lines.stream().mapToDouble(Line::half).filter(Double::isFinite).sorted().toArray();
    double usual = Math.max(high - low, halves.length == 0 ? 0 : halves[halves.length / 2]);
    double room = usual > 0 ? 2 * usual : Math.max(Math.abs(low), 1e-3) / 10;
    double from = Math.max(low - room, lines.stream().mapToDouble(Line::low).min().orElse(0));
    double to = Math.min(high + room, lines.stream().mapToDouble(Line::high).max().orElse(1));
    Ticks ticks = Ticks.linear(from, to > from ? to : from + room, 4, false);
    int label = lines.stream().mapToInt(line -> line.label.length()).max().orElse(0);
    int columns = Math.max(20, width - label - 3);
    StringBuilder text = new StringBuilder();
    for (Line line : lines) {
      text.append(line.label).append(" ".repeat(label - line.label.length() + 2)).append(drawn(line, ticks, columns));
      text.append('\n');
    }
    char[] axis = "─".repeat(columns).toCharArray();
    List<Integer> places = new ArrayList<>();
    ticks.values().forEach(value -> places.add(place(value.doubleValue(), ticks, columns)));
    places.forEach(place -> axis[place] = '┴');
    text.append(" ".repeat(label + 2)).append(axis).append('\n');
    StringBuilder below = new StringBuilder();
    for (int i = 0; i < places.size(); i++) {
      String number = ticks.texts().get(i);
      int start = Math.max(0, Math.min(places.get(i) - number.length() / 2, columns - number.length()));
      if (below.isEmpty() || start > below.length()) {
        below.append(" ".repeat(start - below.length())).append(number);
      }
    }
    return text.append(" ".repeat(label + 2)).append(below).append('\n').toString();
  }

  private static String drawn(Line line, Ticks ticks, int columns) {
    char[] cells = " ".repeat(columns).toCharArray();
    if (!Double.isNaN(line.half)) {
      int start = place(line.low(), ticks, columns);
      int end = place(line.high(), ticks, columns);
      for (int i = start; i <= end; i++) {
        cells[i] = '─';
      }
      cells[start] = line.low() < ticks.low() ? '◂' : '├';
      cells[end] = line.high() > ticks.high() ? '▸' : '┤';
    }
    cells[place(line.mean, ticks, columns)] = '●';
    return new String(cells).stripTrailing();
  }

  private static int place(double value, Ticks ticks, int columns) {
    double share = (value - ticks.low()) / (ticks.high() - ticks.low());
    return (int) Math.round(Math.clamp(share, 0, 1) * (columns - 1));
  }
}
