package nnrun.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// An input column as training saw it, and the features it becomes.
sealed interface Field {
  /// Stands for a missing text.
  String MISSING = "(missing)";

  String name();

  /// Its features, named.
  List<String> features();

  /// One feature.
  record Number(String name) implements Field {
    @Override
    public List<String> features() {
      return List.of(name);
    }
  }

  /// One feature a category: 1 for the row's own, 0 for the others.
  record Category(String name, List<String> categories) implements Field {
    @Override
    public List<String> features() {
      return categories.stream().map(category -> name + "=" + category).toList();
    }
  }

  /// One feature a pixel, row by row.
  record Image(String name, List<Integer> dims) implements Field {
    @Override
    public List<String> features() {
      List<String> features = new ArrayList<>();
      for (int row = 0; row < dims.get(0); row++) {
        for (int column = 0; column < dims.get(1); column++) {
          features.add(name + "_" + row + "_" + column);
        }
      }
      return features;
    }

    int size() {
      return dims.get(0) * dims.get(1);
    }
  }

  /// `numeric`, `categorical` or `28x28`; [#of] reads it back.
  default String kind() {
    return switch (this) {
      case Number _ -> "numeric";
      case Category _ -> "categorical";
      case Image image -> image.dims.stream().map(String::valueOf).collect(Collectors.joining("x"));
    };
  }

  static Field of(String name, String kind, List<String> categories) {
    return switch (kind) {
      case "numeric" -> new Number(name);
      case "categorical" -> new Category(name, categories);
      default -> new Image(name, Arrays.stream(kind.split("x")).map(Integer::valueOf).toList());
    };
  }

  /// Categories and classes in the order of their numbers: ascending if all are numbers, else by code point.
  static List<String> sorted(Collection<String> names) {
    Comparator<String> byCodePoint = (a, b) -> Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));
    boolean numbers = names.stream().noneMatch(name -> Double.isNaN(Numbers.parse(name)));
    Comparator<String> order =
        numbers ? Comparator.<String>comparingDouble(Numbers::parse).thenComparing(byCodePoint) : byCodePoint;
    return names.stream().sorted(order).toList();
  }
}
