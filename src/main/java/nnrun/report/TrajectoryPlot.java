package nnrun.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.DoubleStream;
import nnrun.report.LineChart.Color;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/// The picture of a `trajectory.csv`. A path in the plane lies over the level lines of its function, with a ring where
/// it begins, a dot where it ends and crosses at the minima; any other is drawn as a curve a number against the steps.
public final class TrajectoryPlot {
  private static final int HEIGHT = 520;
  private static final double LEFT = 84;
  private static final double RIGHT = 696;
  private static final double TOP = 72;
  private static final double BOTTOM = HEIGHT - 52;
  private static final int COLUMNS = 154;
  private static final int ROWS = 100;
  private static final int LEVELS = 18;

  /// With more steps than these a dot a step would cover the line.
  private static final int MOST_DOTS = 200;

  /// What is left around a path, in parts of its own extent; and around the places of a surface, to see where they lie.
  private static final double MARGIN = 0.12;

  private static final double LANDSCAPE = 0.4;

  /// Of a surface, neither side of the picture is a smaller part of the other: a landscape and no slit of it.
  private static final double NARROWEST = 0.05;

  private final String title;
  private final double margin;
  private final double[][] path; // a column a number
  private final double[] step;
  private final double[] loss;
  private final List<String> names;

  private TrajectoryPlot(List<String> columns, List<CSVRecord> rows) {
    title = "trajectory";
    margin = MARGIN;
    int first = columns.indexOf("step") + 1;
    names = columns.subList(first, columns.indexOf("loss"));
    step = column(rows, "step");
    loss = column(rows, "loss");
    path = names.stream().map(name -> column(rows, name)).toArray(double[][]::new);
  }

  private TrajectoryPlot(String title, DoubleBinaryOperator f, double x, double y) {
    this.title = title;
    margin = LANDSCAPE;
    names = List.of("x1", "x2");
    step = new double[1];
    loss = new double[] {f.applyAsDouble(x, y)};
    path = new double[][] {{x}, {y}};
  }

  private static double[] column(List<CSVRecord> rows, String name) {
    return rows.stream()
        .mapToDouble(row -> row.get(name).isEmpty() ? Double.NaN : Double.parseDouble(row.get(name)))
        .toArray();
  }

  /// Draws.
  ///
  /// @param csv `step`, the numbers, `loss` and more
  /// @param f of the first two numbers, where there are just two; null for a path without a known function
  /// @param minima points of the plane
  /// @return null where there are more numbers than colours to tell them apart
  public static @Nullable String svg(String csv, @Nullable DoubleBinaryOperator f, List<List<Double>> minima) {
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    try (CSVParser parser = CSVParser.parse(csv, format)) {
      TrajectoryPlot plot = new TrajectoryPlot(parser.getHeaderNames(), parser.getRecords());
      if (f != null && plot.path.length == 2) {
        return plot.plane(f, minima);
      }
      return plot.path.length > Color.values().length ? null : plot.curves();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The level lines of a function of the plane around a point, which is a ring, and its minima, which are crosses.
  public static String surface(
      String title, DoubleBinaryOperator f, double startX, double startY, List<List<Double>> minima) {
    return new TrajectoryPlot(title, f, startX, startY).plane(f, minima);
  }

  private String note() {
    if (step.length == 1) {
      return "ring: where a path begins, " + Ticks.shortText(loss[0]) + "; crosses: minima, if any; darker is lower";
    }
    int last = loss.length - 1;
    while (last > 0 && Double.isNaN(loss[last])) { // not known of the last step of a net
      last--;
    }
    String from = "loss " + Ticks.shortText(loss[0]) + " at step 0";
    return last == 0 ? from : from + ", " + Ticks.shortText(loss[last]) + " at step " + Ticks.exactText(step[last]);
  }

  private String curves() {
    LineChart chart = new LineChart("trajectory", "step").wholeX().note(note());
    Color[] colors = Color.values();
    for (int i = 0; i < path.length; i++) {
      chart.line(names.get(i), colors[i], step, path[i]);
    }
    return chart.svg();
  }

  /// One side of the picture: ticks, and numbers to pixels.
  private record Axis(Ticks ticks, double low, double high, double from, double to) {
    double pixel(double value) {
      return from + (to - from) * (value - low) / (high - low);
    }

    double value(double share) {
      return low + (high - low) * share;
    }

    /// As wide as the other, around its middle, where it is too narrow for it.
    Axis beside(Axis other) {
      double width = other.high - other.low;
      double middle = (low + high) / 2;
      return high - low < NARROWEST * width ? of(middle - width / 2, middle + width / 2, from, to) : this;
    }

    static Axis of(double low, double high, double from, double to) {
      return new Axis(Ticks.linear(low, high, 9, false), low, high, from, to);
    }

    boolean holds(double value) {
      return low <= value && value <= high;
    }
  }

  private Axis axis(int number, List<List<Double>> minima, double from, double to) {
    double[] shown =
        DoubleStream.concat(
                Arrays.stream(path[number]).filter(Double::isFinite),
                step.length == 1 && minima.isEmpty()
                    ? DoubleStream.of(-path[number][0]) // a saddle lies between
                    : minima.stream().mapToDouble(minimum -> minimum.get(number)))
            .toArray();
    double low = Arrays.stream(shown).min().orElse(-1);
    double high = Arrays.stream(shown).max().orElse(1);
    double room = high > low ? margin * (high - low) : 1;
    return Axis.of(low - room, high + room, from, to);
  }

  private String plane(DoubleBinaryOperator f, List<List<Double>> minima) {
    Axis x = axis(0, minima, LEFT, RIGHT);
    Axis y = axis(1, minima, BOTTOM, TOP);
    if (step.length == 1) {
      x = x.beside(y);
      y = y.beside(x);
    }
    Svg svg = new Svg(HEIGHT);
    svg.head(title, note(), note());
    levels(svg, f, x, y);
    axes(svg, x, y);
    for (List<Double> minimum : minima) {
      double px = x.pixel(minimum.get(0));
      double py = y.pixel(minimum.get(1));
      String cross = "M" + Svg.px(px - 5) + ' ' + Svg.px(py - 5) + "l10 10m0 -10l-10 10";
      svg.path(Color.GREEN, 2, cross);
    }
    walked(svg, x, y);
    return svg.end();
  }

  /// Darker where it is lower.
  private static void levels(Svg svg, DoubleBinaryOperator f, Axis x, Axis y) {
    double[] values = new double[COLUMNS * ROWS];
    for (int r = 0; r < ROWS; r++) {
      for (int c = 0; c < COLUMNS; c++) {
        values[r * COLUMNS + c] = f.applyAsDouble(x.value(c / (COLUMNS - 1.0)), y.value(r / (ROWS - 1.0)));
      }
    }
    LevelLines lines = new LevelLines(COLUMNS, ROWS, values);
    double[] levels = lines.levels(LEVELS);
    for (int i = 0; i < levels.length; i++) {
      StringBuilder d = new StringBuilder();
      for (double[] line : lines.at(levels[i])) {
        for (int p = 0; p < line.length; p += 2) {
          d.append(p == 0 ? 'M' : 'L')
              .append(Svg.px(x.pixel(x.value(line[p] / (COLUMNS - 1)))))
              .append(' ')
              .append(Svg.px(y.pixel(y.value(line[p + 1] / (ROWS - 1)))));
        }
      }
      String opacity = String.format(Locale.ROOT, "%.2f", 0.9 - 0.6 * i / levels.length);
      svg.add("<g opacity=\"" + opacity + "\"><title>" + Ticks.shortText(levels[i]) + "</title>\n");
      svg.path(Color.TEAL, 1, d);
      svg.add("</g>\n");
    }
  }

  private void axes(Svg svg, Axis x, Axis y) {
    svg.rule("axis", LEFT, BOTTOM, RIGHT, BOTTOM);
    svg.rule("axis", LEFT, TOP, LEFT, BOTTOM);
    for (int i = 0; i < x.ticks.values().size(); i++) {
      double value = x.ticks.values().get(i).doubleValue();
      if (x.holds(value)) {
        svg.rule("axis", x.pixel(value), BOTTOM, x.pixel(value), BOTTOM + 4);
        svg.text(x.pixel(value), BOTTOM + 18, "soft", "middle", x.ticks.texts().get(i));
      }
    }
    for (int i = 0; i < y.ticks.values().size(); i++) {
      double value = y.ticks.values().get(i).doubleValue();
      if (y.holds(value)) {
        svg.rule("axis", LEFT - 4, y.pixel(value), LEFT, y.pixel(value));
        svg.text(LEFT - 8, y.pixel(value) + 4, "soft", "end", y.ticks.texts().get(i));
      }
    }
    svg.text((LEFT + RIGHT) / 2, BOTTOM + 38, "soft", "middle", names.get(0));
    svg.text(24, (TOP + BOTTOM) / 2, "soft", "start", names.get(1));
  }

  /// The line, without steps of less than half a pixel; a dot a step where they are few.
  private void walked(Svg svg, Axis x, Axis y) {
    StringBuilder line = new StringBuilder();
    StringBuilder dots = new StringBuilder();
    double lastX = Double.NaN;
    double lastY = Double.NaN;
    for (int i = 0; i < step.length; i++) {
      double px = x.pixel(path[0][i]);
      double py = y.pixel(path[1][i]);
      if (!Double.isFinite(px + py) || Math.abs(px - lastX) + Math.abs(py - lastY) < 0.5) {
        continue;
      }
      String at = Svg.px(px) + ' ' + Svg.px(py);
      line.append(line.isEmpty() ? 'M' : 'L').append(at);
      dots.append('M').append(at).append("h0");
      lastX = px;
      lastY = py;
    }
    svg.path(Color.ORANGE, 2, line);
    if (step.length > 1 && step.length <= MOST_DOTS) {
      svg.path(Color.ORANGE, 5, dots);
    }
    if (step.length > 1) {
      svg.path(Color.PURPLE, 9, "M" + Svg.px(lastX) + ' ' + Svg.px(lastY) + "h0");
    }
    svg.ring(Color.ORANGE, x.pixel(path[0][0]), y.pixel(path[1][0]));
  }
}
