package nnrun.cli;

import java.util.ArrayList;
import java.util.List;

/// Breaks prose into lines at its spaces; a word longer than a line is cut.
final class Words {
  private Words() {}

  static List<String> wrapped(String prose, int width) {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String word : prose.split(" ", -1)) {
      String longer = line.isEmpty() ? word : line + " " + word;
      if (length(longer) <= width) {
        line = longer;
        continue;
      }
      if (!line.isEmpty()) {
        lines.add(line);
      }
      line = word;
      while (length(line) > width) {
        int cut = line.offsetByCodePoints(0, width);
        lines.add(line.substring(0, cut));
        line = line.substring(cut);
      }
    }
    lines.add(line);
    return lines;
  }

  /// The lines below one another, those after the first indented as well as they are asked to.
  static String indented(String label, String prose, int width) {
    String indent = " ".repeat(length(label));
    return label + String.join("\n" + indent, wrapped(prose, width - length(label))) + "\n";
  }

  /// Places on a terminal: an accent stands above the letter before it.
  static int length(String text) {
    return (int) text.codePoints().filter(c -> Character.getType(c) != Character.NON_SPACING_MARK).count();
  }
}
