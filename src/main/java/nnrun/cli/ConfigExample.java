package nnrun.cli;

import java.util.ArrayList;
import java.util.List;
import nnrun.run.Catalogues;
import nnrun.spec.Catalogue;
import nnrun.spec.Parameter;

/// A component as a config names it, made from what its record says: the short spelling, and where there is more to
/// set, all parameters with their defaults.
final class ConfigExample {
  private ConfigExample() {}

  /// One or two spellings in YAML.
  static List<String> texts(Catalogues.Found component) {
    List<String> texts = new ArrayList<>();
    texts.add(place(component.kind(), List.of(brief(component.entry()))));
    List<String> full = full(component.entry());
    boolean more =
        component.entry().parameters().stream().anyMatch(p -> p.example() == null && p.defaultText() != null);
    if (more) {
      texts.add(place(component.kind(), full));
    }
    return texts;
  }

  /// `relu`, `dense: 128`, or `{type: step, steps: 500}`.
  static String brief(Catalogue.Entry entry) {
    List<Parameter> shown = entry.parameters().stream().filter(p -> p.example() != null).toList();
    if (shown.isEmpty()) {
      return entry.name();
    }
    if (shown.equals(entry.parameters().subList(0, 1))) {
      return entry.name() + ": " + shown.getFirst().example();
    }
    StringBuilder text = new StringBuilder("{type: " + entry.name());
    shown.forEach(p -> text.append(", ").append(p.name()).append(": ").append(p.example()));
    return text.append('}').toString();
  }

  private static List<String> full(Catalogue.Entry entry) {
    List<String> lines = new ArrayList<>(List.of("type: " + entry.name()));
    for (Parameter p : entry.parameters()) {
      String value = p.example() != null ? p.example() : p.defaultText();
      if (value != null) {
        lines.add(p.name() + ": " + value);
      }
    }
    return lines;
  }

  /// The lines under the keys of their kind, and those in the component that takes it.
  private static String place(Catalogues.Kind kind, List<String> lines) {
    String placed = under(kind, lines);
    Catalogues.Found owner = kind.owner();
    if (owner == null) {
      return placed;
    }
    List<String> outer = new ArrayList<>(List.of("type: " + owner.entry().name()));
    outer.addAll(placed.lines().toList());
    return place(owner.kind(), outer);
  }

  private static String under(Catalogues.Kind kind, List<String> lines) {
    StringBuilder text = new StringBuilder();
    List<String> keys = kind.keys();
    for (int i = 0; i < keys.size(); i++) {
      text.append("  ".repeat(i)).append(keys.get(i)).append(':').append(i < keys.size() - 1 ? "\n" : "");
    }
    String indent = "  ".repeat(keys.size());
    if (kind.inList()) {
      text.append('\n').append(indent).append("- ").append(String.join("\n" + indent + "  ", lines));
    } else if (lines.size() > 1) {
      text.append('\n').append(indent).append(String.join("\n" + indent, lines));
    } else {
      String line = lines.getFirst();
      boolean map = line.contains(": ") && !line.startsWith("{");
      text.append(' ').append(map ? "{" + line + "}" : line);
    }
    return text.append('\n').toString();
  }
}
