package nnrun.report;

import java.util.Locale;
import nnrun.report.LineChart.Color;
import nnrun.spec.Printable;

/// An SVG document of 720 pixels' width in the making, with colours for light and dark paper.
final class Svg {
  private static final String FONT =
      "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

  private final int height;
  private final StringBuilder out = new StringBuilder(1 << 14);

  Svg(int height) {
    this.height = height;
  }

  /// Background, styles, title, and a smaller line under it.
  ///
  /// @param description for those who cannot see it
  void head(String title, String note, String description) {
    out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"nnrun\" role=\"img\" width=\"720\" height=\"")
        .append(height)
        .append("\" viewBox=\"0 0 720 ")
        .append(height)
        .append("\" font-family=\"" + FONT + "\" font-size=\"12\">\n<title>")
        .append(escape(title))
        .append("</title>\n<desc>")
        .append(escape(description))
        .append(
            "</desc>\n<style>@media (prefers-color-scheme:dark){.nnrun .paper{fill:#15181e}.nnrun .ink{fill:#e8eaed}")
        .append(".nnrun .soft{fill:#a3abb5}.nnrun .grid{stroke:#2b3038}.nnrun .axis{stroke:#667080}");
    for (Color color : Color.values()) {
      out.append(String.format(Locale.ROOT, ".nnrun .s-%s{stroke:%s}.nnrun .f-%1$s{fill:%2$s}", color.css, color.dark));
    }
    out.append("}</style>\n<rect class=\"paper\" width=\"720\" height=\"")
        .append(height)
        .append("\" rx=\"8\" fill=\"#ffffff\"/>\n");
    out.append("<text class=\"ink\" x=\"24\" y=\"34\" font-size=\"16\" font-weight=\"600\" fill=\"#1c2128\">")
        .append(escape(title))
        .append("</text>\n");
    if (!note.isEmpty()) {
      text(24, 54, "soft", "start", note);
    }
  }

  /// A straight line of the axes or the grid.
  void rule(String css, double x1, double y1, double x2, double y2) {
    out.append(
        String.format(
            Locale.ROOT,
            "<path class=\"%s\" d=\"M%s %sL%s %s\" stroke=\"%s\"/>\n",
            css,
            px(x1),
            px(y1),
            px(x2),
            px(y2),
            css.equals("grid") ? "#e7e9ed" : "#8b949e"));
  }

  /// Text in the colour of the ink, or `soft`.
  void text(double x, double y, String css, String anchor, String text) {
    out.append(
        String.format(
            Locale.ROOT,
            "<text class=\"%s\" x=\"%s\" y=\"%s\" text-anchor=\"%s\" fill=\"%s\">%s</text>\n",
            css,
            px(x),
            px(y),
            anchor,
            css.equals("soft") ? "#57606a" : "#1c2128",
            escape(text)));
  }

  /// A line of a colour; nothing where the path is empty.
  void path(Color color, int width, CharSequence path) {
    if (!path.isEmpty()) {
      out.append(String.format(Locale.ROOT, "<path class=\"s-%s\" fill=\"none\" stroke=\"%s\"", color.css, color.light))
          .append(
              String.format(
                  Locale.ROOT, " stroke-width=\"%d\" stroke-linejoin=\"round\" stroke-linecap=\"round\"", width))
          .append(" d=\"")
          .append(path)
          .append("\"/>\n");
    }
  }

  /// A ring around a point.
  void ring(Color color, double x, double y) {
    out.append(
        String.format(
            Locale.ROOT,
            "<circle class=\"paper s-%s\" cx=\"%s\" cy=\"%s\" r=\"4.5\" fill=\"#ffffff\" stroke=\"%s\""
                + " stroke-width=\"2\"/>\n",
            color.css,
            px(x),
            px(y),
            color.light));
  }

  /// Elements as they are.
  void add(String elements) {
    out.append(elements);
  }

  /// The complete document.
  String end() {
    return out.append("</svg>\n").toString();
  }

  /// At most one decimal.
  static String px(double pixels) {
    long tenths = Math.round(pixels * 10);
    long rest = Math.abs(tenths % 10);
    String whole = (tenths < 0 && tenths > -10 ? "-" : "") + tenths / 10;
    return rest == 0 ? whole : whole + "." + rest;
  }

  /// Text that XML takes for text, and that nobody takes for other text; what XML cannot hold becomes U+FFFD.
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> escaped.append("&amp;");
            case '<' -> escaped.append("&lt;");
            case '>' -> escaped.append("&gt;");
            case '"' -> escaped.append("&quot;");
            default -> escaped.appendCodePoint(Printable.of(c));
          }
        });
    return escaped.toString();
  }
}
