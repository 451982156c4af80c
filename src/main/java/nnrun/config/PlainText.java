package nnrun.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the plainest YAML, which is what [Yaml] writes of most experiments: a key, a list element or a word a line,
/// words unquoted or in double quotes without escapes, nothing else in brackets than nothing. In a tenth of the time of
/// [YamlText], for questions to ten thousand runs.
final class PlainText {
  private static final int DEEPEST = 64;

  private final List<String> lines;
  private final Mark nowhere;
  private int at;

  private PlainText(String text, Mark nowhere) {
    lines = text.lines().toList();
    this.nowhere = nowhere;
  }

  /// Something that is not as plain as that; [YamlText] knows what it is.
  private static final class NotPlain extends Exception {
    private static final long serialVersionUID = 1L;

    NotPlain() {
      super("", null, false, false);
    }
  }

  /// The same as [YamlText] reads, without places; null where it takes more to read it.
  static @Nullable Node read(String text) {
    try {
      PlainText all = new PlainText(text, new Mark(Source.file("", ""), 0));
      Node root = all.lines.isEmpty() ? all.refuse() : all.block(0, 0);
      return all.at == all.lines.size() ? root : null;
    } catch (NotPlain _) {
      return null;
    }
  }

  private Node refuse() throws NotPlain {
    throw new NotPlain();
  }

  private String line() {
    return at < lines.size() ? lines.get(at) : "";
  }

  private static int indent(String line) {
    int indent = 0;
    while (indent < line.length() && line.charAt(indent) == ' ') {
      indent++;
    }
    return indent;
  }

  private static boolean isElement(String line, int indent) {
    return line.startsWith("- ", indent);
  }

  /// The lines from here on that begin at this column.
  private Node block(int indent, int depth) throws NotPlain {
    if (depth > DEEPEST || indent(line()) != indent) {
      return refuse();
    }
    return isElement(line(), indent) ? list(indent, depth) : map(indent, depth);
  }

  private Node list(int indent, int depth) throws NotPlain {
    List<Node> items = new ArrayList<>();
    while (at < lines.size() && indent(line()) == indent && isElement(line(), indent)) {
      int start = indent + 2;
      if (keyEnd(line(), start) > 0) {
        items.add(map(start, depth + 1));
      } else {
        items.add(value(line().substring(start)));
        at++;
      }
    }
    return new Node.Sequence(items, nowhere);
  }

  /// The first line may begin with the dash of the element that this map is.
  private Node map(int indent, int depth) throws NotPlain {
    List<Node.Entry> entries = new ArrayList<>();
    Set<String> keys = new LinkedHashSet<>();
    for (int first = at; at < lines.size() && (at == first || indent(line()) == indent); ) {
      String line = line();
      int end = keyEnd(line, indent);
      if (end < 0 || (at > first && isElement(line, indent))) {
        return refuse();
      }
      Node.Scalar key = word(line.substring(indent, end));
      if (!keys.add(key.text())) {
        return refuse();
      }
      at++;
      boolean block = end + 1 == line.length();
      int below = indent(line());
      Node value = !block ? value(line.substring(end + 2)) : below > indent ? block(below, depth + 1) : refuse();
      entries.add(new Node.Entry(key, value));
    }
    return new Node.Mapping(entries, nowhere);
  }

  /// Where the colon behind a key stands; negative where there is none.
  private static int keyEnd(String line, int from) {
    int colon = line.indexOf(": ", from);
    return colon >= 0 ? colon : line.endsWith(":") ? line.length() - 1 : -1;
  }

  private Node value(String text) throws NotPlain {
    return switch (text) {
      case "[]" -> new Node.Sequence(List.of(), nowhere);
      case "{}" -> new Node.Mapping(List.of(), nowhere);
      default -> word(text);
    };
  }

  private Node.Scalar word(String text) throws NotPlain {
    int last = text.length() - 1;
    boolean quoted = last > 0 && text.charAt(0) == '"' && text.charAt(last) == '"';
    String word = quoted ? text.substring(1, last) : text;
    boolean plain = quoted || isPlain(text);
    for (int i = 0; i < word.length() && plain; i++) {
      char c = word.charAt(i);
      plain = quoted ? c >= ' ' && c < 0x7f && c != '"' && c != '\\' : isSimple(c) || c == ' ';
    }
    if (!plain) {
      throw new NotPlain();
    }
    return new Node.Scalar(word, quoted, nowhere);
  }

  private static boolean isPlain(String text) {
    boolean dash = text.startsWith("-") && (text.length() == 1 || !isSimple(text.charAt(1)));
    return !text.isEmpty() && !dash && !text.startsWith(" ") && !text.endsWith(" ") && !text.startsWith("---");
  }

  private static boolean isSimple(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "_-./+".indexOf(c) >= 0;
  }
}
