package nnrun.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How the elements of a list are called in a path: by their number from 0, by their `name`, and a component without
/// one by its type and count among its type from 1: `dense_2`.
final class Elements {
  private final List<String> names = new ArrayList<>();

  Elements(Node.Sequence list) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (Node item : list.items()) {
      String name = "";
      if (item instanceof Node.Mapping map) {
        String type = Form.type(map);
        String counted = type == null ? "" : type + "_" + counts.merge(type, 1, Integer::sum);
        Node.Entry given = map.entry("name");
        name = given != null && given.value() instanceof Node.Scalar scalar ? scalar.text() : counted;
      }
      names.add(name);
    }
  }

  /// The number of an element, or -1.
  int find(String numberOrName) {
    if (Paths.isIndex(numberOrName)) {
      int index = Integer.parseInt(numberOrName);
      return index < names.size() ? index : -1;
    }
    return numberOrName.isEmpty() ? -1 : names.indexOf(numberOrName);
  }

  List<String> names() {
    return names.stream().filter(name -> !name.isEmpty()).toList();
  }

  String describe() {
    if (names.isEmpty()) {
      return "it is empty";
    }
    String numbers = names.size() == 1 ? "it has only 0" : "it has 0 to " + (names.size() - 1);
    List<String> named = names();
    return named.isEmpty() ? numbers : numbers + ": " + Source.quotedList(named);
  }
}
