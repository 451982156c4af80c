package nnrun.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A few curves as an SVG picture of 720 by 400 pixels: round ticks, each line labelled at its end, light and dark
/// colours by the reader's own setting (light where a viewer knows no such setting). Equal input gives equal bytes on
/// every machine.
public final class LineChart {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 400;
  private static final int TOP = 72;
  private static final int BOTTOM = HEIGHT - 52;
  private static final int EDGE = 24;
  private static final int LABEL_HEIGHT = 17;

  /// A generous guess, since the reader's font is unknown.
  private static final double LETTER_WIDTH = 6.9;

  private static final int LONGEST_LABEL = 24;

  /// Colours of lines and their labels, with enough contrast for text on the light and on the dark paper.
  public enum Color {
    BLUE("blue", "#1d5fd1", "#7db1ff"),
    ORANGE("orange", "#c2410c", "#ff9a5a"),
    GREEN("green", "#1a7f37", "#6fd58b"),
    PURPLE("purple", "#8250df", "#c4a3ff"),
    TEAL("teal", "#0e7490", "#5fd4e8"),
    PINK("pink", "#bf3989", "#ff9bce");

    final String css;
    final String light;
    final String dark;

    Color(String css, String light, String dark) {
      this.css = css;
      this.light = light;
      this.dark = dark;
    }
  }

  private static final class Line {
    private final String name;
    private final Color color;
    private final double[] x;
    private final double[] y;

    Line(String name, Color color, double[] x, double[] y) {
      this.name = name;
      this.color = color;
      this.x = x;
      this.y = y;
    }
  }

  private record Mark(Color color, double x, double y) {}

  private final String title;
  private final String xLabel;
  private final List<Line> lines = new ArrayList<>();
  private String note = "";
  private boolean logX;
  private boolean logY;
  private boolean wholeX;
  private @Nullable Mark mark;

  public LineChart(String title, String xLabel) {
    this.title = title;
    this.xLabel = xLabel;
  }

  /// A second, smaller line under the title.
  public LineChart note(String note) {
    this.note = note;
    return this;
  }

  /// Numbers that are not positive cannot be drawn then.
  public LineChart logX() {
    logX = true;
    return this;
  }

  /// Numbers that are not positive cannot be drawn then.
  public LineChart logY() {
    logY = true;
    return this;
  }

  /// x counts something: no ticks between whole numbers.
  public LineChart wholeX() {
    wholeX = true;
    return this;
  }

  /// A curve through points with ascending x; it has a gap where y is NaN or infinite.
  ///
  /// @param name its label, before its last value; may be empty
  public LineChart line(String name, Color color, double[] x, double[] y) {
    if (x.length != y.length) {
      throw new IllegalArgumentException(x.length + " x and " + y.length + " y");
    }
    lines.add(new Line(name, color, x.clone(), y.clone()));
    return this;
  }

  /// A ring around one point, and a thin line from it to the x axis.
  public LineChart mark(Color color, double x, double y) {
    mark = new Mark(color, x, y);
    return this;
  }

  /// A complete document.
  public String svg() {
    return new Drawing().svg();
  }

  private boolean drawn(Line line, int i) {
    return drawn(line.x[i], logX) && drawn(line.y[i], logY);
  }

  private static boolean drawn(double value, boolean log) {
    return Double.isFinite(value) && (!log || value > 0);
  }

  /// An axis that maps numbers to pixels.
  private record Scale(boolean log, double low, double high, double from, double to, Ticks ticks) {
    double pixel(double value) {
      return from + (to - from) * (place(value) - place(low)) / (place(high) - place(low));
    }

    private double place(double value) {
      return log ? StrictMath.log(value) : value;
    }

    boolean holds(double value) {
      return low <= value && value <= high;
    }
  }

  /// One picture in the making.
  private final class Drawing {
    private final Svg svg = new Svg(HEIGHT);
    private final boolean empty;
    private final Scale x;
    private final Scale y;
    private final List<String> labels = lines.stream().map(this::label).toList();

    Drawing() {
      double[] rangeX = range(true);
      double[] rangeY = range(false);
      empty = rangeY[0] > rangeY[1];
      Ticks ticksY = ticks(logY, false, empty ? new double[] {1, 10} : padded(rangeY), 6);
      double left = EDGE + 12 + LETTER_WIDTH * longest(ticksY.texts());
      double right = WIDTH - EDGE - 12 - LETTER_WIDTH * longest(labels);
      y = new Scale(logY, ticksY.low(), ticksY.high(), BOTTOM, TOP, ticksY);
      x = xScale(rangeX[0] > rangeX[1] ? new double[] {1, 10} : rangeX, left, right);
    }

    /// The x axis ends where the data ends; only a single x is given some room.
    private Scale xScale(double[] range, double left, double right) {
      boolean single = range[0] == range[1];
      double[] room = single ? padded(range) : range;
      Ticks ticks = single ? Ticks.single(range[0], room[0], room[1]) : ticks(logX, wholeX, range, 10);
      return new Scale(logX, room[0], room[1], left, right, ticks);
    }

    private static Ticks ticks(boolean log, boolean whole, double[] range, int atMost) {
      return log ? Ticks.logarithmic(range[0], range[1], atMost) : Ticks.linear(range[0], range[1], atMost, whole);
    }

    /// Of x: all of them, so that a curve that ends in NaN is seen to end early. Of y: what is drawn.
    private double[] range(boolean ofX) {
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      for (Line line : lines) {
        for (int i = 0; i < line.x.length; i++) {
          if (ofX ? drawn(line.x[i], logX) : drawn(line, i)) {
            low = Math.min(low, ofX ? line.x[i] : line.y[i]);
            high = Math.max(high, ofX ? line.x[i] : line.y[i]);
          }
        }
      }
      return new double[] {low, high};
    }

    /// Room around a single value, so that a constant curve runs through the middle.
    private static double[] padded(double[] range) {
      if (range[0] < range[1]) {
        return range;
      }
      double room = range[0] == 0 ? 1 : Math.abs(range[0]) * 0.5;
      return new double[] {range[0] - room, range[1] + room};
    }

    private String label(Line line) {
      String name = line.name.length() <= LONGEST_LABEL ? line.name : line.name.substring(0, LONGEST_LABEL - 1) + "…";
      int last = lastDrawn(line);
      return last < 0 ? name : (name + " " + Ticks.shortText(line.y[last])).strip();
    }

    private int lastDrawn(Line line) {
      return IntStream.range(0, line.x.length).filter(i -> drawn(line, i)).max().orElse(-1);
    }

    private static int longest(List<String> texts) {
      return texts.stream().mapToInt(String::length).max().orElse(0);
    }

    String svg() {
      String ends = String.join(", ", labels);
      svg.head(title, note, note.isEmpty() ? ends : note + ". " + ends);
      axes();
      marked();
      lines.forEach(this::curve);
      ring();
      endLabels();
      if (empty) {
        svg.text((x.from + x.to) / 2, (TOP + BOTTOM) / 2.0, "soft", "middle", "no finite values");
      }
      return svg.end();
    }

    private void axes() {
      for (int i = 0; i < y.ticks.values().size(); i++) {
        double at = y.pixel(y.ticks.values().get(i).doubleValue());
        svg.rule("grid", x.from, at, x.to, at);
        svg.text(x.from - 8, at + 4, "soft", "end", y.ticks.texts().get(i));
      }
      svg.rule("axis", x.from, BOTTOM, x.to, BOTTOM);
      for (int i = 0; i < x.ticks.values().size(); i++) {
        double value = x.ticks.values().get(i).doubleValue();
        if (x.holds(value)) {
          double at = x.pixel(value);
          svg.rule("axis", at, BOTTOM, at, BOTTOM + 4);
          svg.text(at, BOTTOM + 18, "soft", "middle", x.ticks.texts().get(i));
        }
      }
      svg.text((x.from + x.to) / 2, BOTTOM + 38, "soft", "middle", xLabel);
    }

    private void marked() {
      if (mark != null) {
        svg.add(
            String.format(
                Locale.ROOT,
                "<path class=\"axis\" d=\"M%s %sV%s\" stroke=\"#8b949e\" stroke-dasharray=\"2 3\"/>\n",
                Svg.px(x.pixel(mark.x)),
                Svg.px(y.pixel(mark.y)),
                Svg.px(BOTTOM)));
      }
    }

    private void ring() {
      if (mark != null) {
        svg.ring(mark.color, x.pixel(mark.x), y.pixel(mark.y));
      }
    }

    private void curve(Line line) {
      StringBuilder path = new StringBuilder();
      StringBuilder dots = new StringBuilder();
      for (int i = 0; i < line.x.length; i++) {
        int from = i;
        while (i < line.x.length && drawn(line, i)) {
          i++;
        }
        if (i == from + 1) { // a point alone: the round cap of a line without length is a dot
          dots.append(
              String.format(Locale.ROOT, "M%s %sh0", Svg.px(x.pixel(line.x[from])), Svg.px(y.pixel(line.y[from]))));
        } else if (i > from) {
          segment(line, from, i, path);
        }
      }
      svg.path(line.color, 2, path);
      svg.path(line.color, 6, dots);
    }

    /// The points `from..to`. Of those in one column of pixels at most four are kept, the first, the lowest, the
    /// highest and the last: the picture is the same and its size bounded.
    private void segment(Line line, int from, int to, StringBuilder path) {
      char command = 'M';
      for (int i = from; i < to; ) {
        long column = Math.round(x.pixel(line.x[i]));
        int low = i;
        int high = i;
        int end = i;
        for (; end < to && Math.round(x.pixel(line.x[end])) == column; end++) {
          low = line.y[end] < line.y[low] ? end : low;
          high = line.y[end] > line.y[high] ? end : high;
        }
        for (int kept : IntStream.of(i, low, high, end - 1).sorted().distinct().toArray()) {
          path.append(command).append(Svg.px(x.pixel(line.x[kept]))).append(' ').append(Svg.px(y.pixel(line.y[kept])));
          command = 'L';
        }
        i = end;
      }
    }

    private record EndLabel(String text, Color color, double y) {}

    /// Each line's name and last value beside its end, moved apart where they would touch.
    private void endLabels() {
      List<EndLabel> ends = new ArrayList<>();
      double right = x.from;
      for (int i = 0; i < lines.size(); i++) {
        Line line = lines.get(i);
        int last = lastDrawn(line);
        if (last >= 0) {
          ends.add(new EndLabel(labels.get(i), line.color, y.pixel(line.y[last])));
          right = Math.max(right, x.pixel(line.x[last]));
        }
      }
      ends.sort(Comparator.comparingDouble(EndLabel::y));
      double[] at = ends.stream().mapToDouble(EndLabel::y).toArray();
      for (int i = 1; i < at.length; i++) {
        at[i] = Math.max(at[i], at[i - 1] + LABEL_HEIGHT);
      }
      for (int i = at.length - 1; i >= 0; i--) {
        at[i] = Math.min(at[i], i == at.length - 1 ? BOTTOM - 6 : at[i + 1] - LABEL_HEIGHT);
      }
      for (int i = 0; i < at.length; i++) {
        EndLabel end = ends.get(i);
        svg.add(
            String.format(
                Locale.ROOT,
                "<text class=\"f-%s\" x=\"%s\" y=\"%s\" font-weight=\"600\" fill=\"%s\">%s</text>\n",
                end.color.css,
                Svg.px(right + 10),
                Svg.px(at[i] + 4),
                end.color.light,
                Svg.escape(end.text)));
      }
    }
  }
}
