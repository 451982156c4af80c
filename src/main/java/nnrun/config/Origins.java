package nnrun.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import nnrun.spec.Parameter;
import nnrun.spec.Shape;
import org.jspecify.annotations.Nullable;

/// Finds where each value of a resolved config comes from, by looking for its path in the trees that were laid on one
/// another.
final class Origins {
  private final List<Node> stages;
  private final Node resolved;
  private final List<Origin> all = new ArrayList<>();

  Origins(Shape shape, List<Node> stages, Object value) {
    this.stages = stages;
    Source text = Source.file("the resolved config", Yaml.write(value));
    resolved = Objects.requireNonNull(YamlText.read(text, 0, new Problems()), "what is written can be read");
    visit(shape, resolved, "", null);
  }

  List<Origin> all() {
    return all;
  }

  List<Origin> below(String path) {
    String found = Places.shown(resolved, path);
    String shown = found == null ? path : found;
    return all.stream()
        .filter(o -> o.path().equals(shown) || o.path().startsWith(shown + ".") || o.path().startsWith(shown + "["))
        .toList();
  }

  /// @param byDefault what would stand here without the config, or null
  private void visit(Shape shape, Node node, String path, @Nullable Node byDefault) {
    switch (node) {
      case Node.Mapping map when !map.entries().isEmpty() -> map(shape, map, path, byDefault);
      case Node.Sequence list when list.items().stream().anyMatch(Node.Mapping.class::isInstance) -> {
        Shape element = shape instanceof Shape.Many(var each) ? each : shape;
        for (int i = 0; i < list.items().size(); i++) {
          visit(element, list.items().get(i), path + "[" + i + "]", null);
        }
      }
      default -> value(path, text(node), byDefault);
    }
  }

  private void map(Shape shape, Node.Mapping map, String path, @Nullable Node byDefault) {
    Form form = Form.of(shape);
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    if (form != null) {
      form.parameters(map).forEach(p -> parameters.put(p.name(), p));
    }
    Node.Mapping defaults = byDefault instanceof Node.Mapping other && sameType(map, other) ? other : null;
    for (Node.Entry entry : map.entries()) {
      String key = entry.key().text();
      Parameter parameter = parameters.remove(key);
      Node.Entry given = defaults == null ? null : defaults.entry(key);
      Node below = given != null ? given.value() : parameter == null ? null : byDefault(parameter);
      if (key.equals(Form.TYPE) && parameter == null && byDefault instanceof Node.Mapping other) {
        Node.Entry type = other.entry(Form.TYPE);
        below = type == null ? null : type.value();
      }
      Shape child = parameter != null ? parameter.shape() : shape instanceof Shape.Table(var each) ? each : shape;
      visit(child, entry.value(), Paths.child(path, key), below);
    }
    for (Parameter open : parameters.values()) {
      value(Paths.child(path, open.name()), null, null);
    }
  }

  private static boolean sameType(Node.Mapping a, Node.Mapping b) {
    return String.valueOf(Form.type(a)).equals(String.valueOf(Form.type(b)));
  }

  private static @Nullable Node byDefault(Parameter parameter) {
    return parameter.defaultText() == null
        ? null
        : Binder.defaultNode(parameter, parameter.defaultText(), new Problems());
  }

  private void value(String path, @Nullable String value, @Nullable Node byDefault) {
    Node from = given(stages.getLast(), path);
    List<Node> hidden = new ArrayList<>();
    for (Node stage : stages.reversed()) {
      Node other = given(stage, path);
      Node above = hidden.isEmpty() ? from : hidden.getLast();
      if (other != null && (above == null || !other.mark().equals(above.mark()))) {
        hidden.add(other);
      }
    }
    all.add(
        new Origin(
            path,
            value,
            from == null ? null : Origin.Place.of(from),
            byDefault == null ? null : text(byDefault),
            hidden.stream().map(Origin.Place::of).toList()));
  }

  /// What somebody wrote there: an option for a part of a default brings the rest of it into the tree.
  private static @Nullable Node given(Node stage, String path) {
    Node node = Places.find(stage, path);
    return node == null || node.mark().source().name.startsWith(Binder.DEFAULT_OF) ? null : node;
  }

  /// On one line.
  static String text(Node node) {
    return switch (node) {
      case Node.Scalar scalar -> scalar.text();
      case Node.Sequence list -> list.items().stream().map(Origins::text).collect(Collectors.joining(", ", "[", "]"));
      case Node.Mapping map ->
          map.entries().stream()
              .map(e -> e.key().text() + ": " + text(e.value()))
              .collect(Collectors.joining(", ", "{", "}"));
      case Node.Refused _ -> "";
    };
  }
}
