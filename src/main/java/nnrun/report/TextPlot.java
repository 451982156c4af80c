package nnrun.report;

import java.util.Arrays;

/// A curve in characters: eight dots in each (braille), between an axis of its numbers and one of x.
public final class TextPlot {
  private static final int HEIGHT = 9;
  private static final int DOTS_ACROSS = 2;
  private static final int DOTS_DOWN = 4;

  /// The bit of each dot of a braille character, by row, then by column.
  private static final int[][] DOTS = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};

  private static final char EMPTY = '\u2800';

  private TextPlot() {}

  /// The lines of a picture.
  ///
  /// @param x ascending
  /// @param width of each line in characters, at the most
  public static String of(String title, double[] x, double[] y, int width) {
    double low = Arrays.stream(y).min().orElse(0);
    double high = Arrays.stream(y).max().orElse(1);
    double room = low == high ? Math.max(1, Math.abs(low)) / 2 : 0;
    Ticks ticks = Ticks.linear(low - room, high + room, 4, false);
    int label = ticks.texts().stream().mapToInt(String::length).max().orElse(0);
    int columns = Math.max(8, width - label - 2);
    char[][] cells = drawn(x, y, ticks, columns);
    String[] labels = new String[HEIGHT];
    for (int i = 0; i < ticks.values().size(); i++) {
      labels[dot(ticks.values().get(i).doubleValue(), ticks) / DOTS_DOWN] = ticks.texts().get(i);
    }
    StringBuilder text = new StringBuilder(" ".repeat(label + 2)).append(title).append('\n');
    for (int row = 0; row < HEIGHT; row++) {
      String shown = labels[row] == null ? "" : labels[row];
      text.append(" ".repeat(label - shown.length())).append(shown).append(shown.isEmpty() ? " │" : " ┤");
      text.append(new String(cells[row]).replace(EMPTY, ' ').stripTrailing()).append('\n');
    }
    text.append(" ".repeat(label)).append(" └").append("─".repeat(columns)).append('\n');
    String from = Ticks.shortText(x[0]);
    String to = Ticks.shortText(x[x.length - 1]);
    return text.append(" ".repeat(label + 2))
        .append(from)
        .append(" ".repeat(Math.max(1, columns - from.length() - to.length())))
        .append(to)
        .append('\n')
        .toString();
  }

  /// Counted from the top.
  private static int dot(double value, Ticks ticks) {
    double share = (ticks.high() - value) / (ticks.high() - ticks.low());
    return (int) Math.round(share * (HEIGHT * DOTS_DOWN - 1));
  }

  private static char[][] drawn(double[] x, double[] y, Ticks ticks, int columns) {
    char[][] cells = new char[HEIGHT][columns];
    for (char[] row : cells) {
      Arrays.fill(row, EMPTY);
    }
    int across = columns * DOTS_ACROSS;
    int before = -1;
    for (int i = 0; i < x.length; i++) {
      int column = (int) Math.round((x[i] - x[0]) / (x[x.length - 1] - x[0]) * (across - 1));
      int row = dot(y[i], ticks);
      int from = before < 0 ? row : before;
      for (int r = Math.min(from, row); r <= Math.max(from, row); r++) { // a jump is drawn upright
        cells[r / DOTS_DOWN][column / DOTS_ACROSS] |= (char) DOTS[r % DOTS_DOWN][column % DOTS_ACROSS];
      }
      before = row;
    }
    return cells;
  }
}
