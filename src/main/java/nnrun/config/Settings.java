package nnrun.config;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The values of a config by their paths, as they stand there: for questions about resolved configs, which need no
/// records.
public final class Settings {
  private final Node root;

  private Settings(Node root) {
    this.root = root;
  }

  /// @param place for messages
  public static Settings of(String yaml, String place) throws ConfigException {
    Node plain = PlainText.read(yaml);
    if (plain != null) {
      return new Settings(plain);
    }
    Problems problems = new Problems();
    Source source = Source.file(place, yaml);
    problems.reading(source);
    Node node = YamlText.read(source, 0, problems);
    problems.throwIfAny();
    return new Settings(node == null ? new Node.Mapping(List.of(), new Mark(source, 0)) : node);
  }

  /// The word or number at a path (`optimizer.lr`, `model.0.units`, `model.logits.units`), the type of a component
  /// there; null where there is none.
  public @Nullable String at(String path) {
    return switch (Places.find(root, path)) {
      case Node.Scalar scalar -> scalar.text();
      case Node.Mapping map -> Form.type(map);
      case null, default -> null;
    };
  }

  /// Every word and number by its path, `model.0.units`, in the order of the paths.
  public Map<String, String> all() {
    Map<String, String> all = new TreeMap<>();
    collect("", root, all);
    return all;
  }

  private static void collect(String path, Node node, Map<String, String> all) {
    switch (node) {
      case Node.Scalar scalar -> all.put(path, scalar.text());
      case Node.Sequence list -> {
        for (int i = 0; i < list.items().size(); i++) {
          collect(Paths.child(path, Integer.toString(i)), list.items().get(i), all);
        }
      }
      case Node.Mapping map ->
          map.entries().forEach(entry -> collect(Paths.child(path, entry.key().text()), entry.value(), all));
      case Node.Refused _ -> {}
    }
  }
}
