package nnrun.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nnrun.config.Config;
import nnrun.config.ConfigException;
import nnrun.config.Json;
import nnrun.spec.Catalogue;
import nnrun.spec.Names;
import nnrun.spec.Parameter;
import nnrun.spec.Shape;

/// Instances of the components of a catalogue, read from YAML: each with only what a config must give, and once more
/// for every other value of every parameter that the value maker below knows. So a new component, or a new parameter of
/// an old one, is under test without being written down anywhere.
final class Variants {
  /// Classes of a classifier, outputs of a loss: the length of lists of numbers.
  static final int LIST_LENGTH = 5;

  record Variant<T>(T component, String yaml) {
    @Override
    public String toString() {
      return yaml;
    }
  }

  private Variants() {}

  static <T> List<Variant<T>> of(Class<T> sealed) {
    List<Variant<T>> variants = new ArrayList<>();
    for (Catalogue.Entry entry : Catalogue.of(sealed).entries()) {
      new OfEntry<>(sealed, entry, variants).addAll();
    }
    return variants;
  }

  private enum Outcome {
    NEW,
    KNOWN,
    REFUSED
  }

  /// The variants of one component.
  private record OfEntry<T>(Class<T> sealed, Catalogue.Entry entry, List<Variant<T>> variants) {
    void addAll() {
      Map<String, Object> least = least();
      for (Parameter parameter : entry.parameters()) {
        boolean covered = least.containsKey(parameter.name());
        for (Object value : values(parameter)) {
          if (!covered || wantsAllValues(parameter.shape())) {
            Map<String, Object> varied = with(least, parameter.name(), value);
            covered |= addBesideOthers(varied, parameter.name()) == Outcome.NEW;
          }
        }
        if (!covered) {
          throw new AssertionError("no value of " + entry.name() + "." + parameter.name() + " is accepted");
        }
      }
    }

    /// What a config must give: required parameters, and one more where the record asks for one of several.
    @SuppressWarnings("unchecked")
    private Map<String, Object> least() {
      if (addBesideOthers(minimal(entry), "") != Outcome.NEW) {
        throw new AssertionError("no instance of " + entry.name() + " can be made");
      }
      return (Map<String, Object>) Json.parse(variants.getLast().yaml());
    }

    /// Some values are only allowed beside another, or without another.
    private Outcome addBesideOthers(Map<String, Object> map, String varied) {
      Outcome outcome = add(map);
      for (Parameter other : entry.parameters()) {
        if (outcome == Outcome.REFUSED && map.containsKey(other.name()) && !other.name().equals(varied)) {
          outcome = add(without(map, other.name()));
        }
        for (Object value : map.containsKey(other.name()) ? List.of() : values(other)) {
          outcome = outcome == Outcome.REFUSED ? add(with(map, other.name(), value)) : outcome;
        }
      }
      return outcome;
    }

    private Outcome add(Map<String, Object> map) {
      String yaml = Json.write(map).replace(",", ", ");
      try {
        T component = Config.parse(sealed, yaml, "variant").value();
        if (variants.stream().anyMatch(variant -> variant.component().equals(component))) {
          return Outcome.KNOWN;
        }
        variants.add(new Variant<>(component, yaml));
        return Outcome.NEW;
      } catch (ConfigException _) {
        return Outcome.REFUSED;
      }
    }
  }

  private static Map<String, Object> without(Map<String, Object> map, String name) {
    Map<String, Object> less = new LinkedHashMap<>(map);
    less.remove(name);
    return less;
  }

  private static Map<String, Object> with(Map<String, Object> map, String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(map);
    more.put(name, value);
    return more;
  }

  private static Map<String, Object> minimal(Catalogue.Entry entry) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("type", entry.name());
    for (Parameter parameter : entry.parameters()) {
      if (parameter.required()) {
        map.put(parameter.name(), values(parameter).getFirst());
      }
    }
    return map;
  }

  /// Values other than the default; some may be refused.
  private static List<Object> values(Parameter parameter) {
    List<Object> values = new ArrayList<>();
    for (Object value : values(parameter.shape())) {
      boolean inRange =
          !(value instanceof Number number)
              || parameter.range() == null
              || parameter.range().contains(number.doubleValue());
      if (inRange && !String.valueOf(value).equals(parameter.defaultText())) {
        values.add(value);
      }
    }
    return values;
  }

  private static List<Object> values(Shape shape) {
    return switch (shape) {
      case Shape.Scalar(Class<?> type) when type == boolean.class -> List.of(true, false);
      case Shape.Scalar(Class<?> type) when type == int.class || type == long.class -> List.of(17, 3);
      case Shape.Scalar(Class<?> type) when type == double.class -> List.of(0.3, 1.7, 0.07, 12.5, -1.5);
      case Shape.Scalar(Class<?> type) when type == String.class -> List.of("dense_1");
      case Shape.Scalar(Class<?> type) when type.isEnum() -> List.copyOf(Names.ofEnum(type));
      case Shape.Scalar(_) -> List.of("auto", 1.25); // a class with @Text
      case Shape.Any() -> List.of("anything");
      case Shape.Many(Shape element) -> List.of(list(element));
      case Shape.Table(Shape value) -> List.of(Map.of("a", values(value).getFirst()));
      case Shape.Fields(Class<? extends Record> type) -> {
        List<Object> maps = new ArrayList<>();
        for (Parameter parameter : Parameter.keys(type)) {
          maps.add(Map.of(parameter.name(), values(parameter).getFirst()));
        }
        yield maps;
      }
      case Shape.Choice(Class<?> catalogue) ->
          Catalogue.of(catalogue).entries().stream().map(entry -> (Object) minimal(entry)).toList();
    };
  }

  private static List<Object> list(Shape element) {
    List<Object> list = new ArrayList<>();
    if (element instanceof Shape.Scalar(Class<?> type) && isNumber(type)) {
      for (int i = 0; i < LIST_LENGTH; i++) {
        list.add(type == double.class ? (Object) (0.5 + 0.25 * i) : (Object) (i + 1));
      }
    } else {
      list.add(values(element).getFirst());
    }
    return list;
  }

  /// One other number or component will do; of words and truth values every one is another way to compute.
  private static boolean wantsAllValues(Shape shape) {
    return !(shape instanceof Shape.Choice) && !(shape instanceof Shape.Scalar(var type) && isNumber(type));
  }

  private static boolean isNumber(Class<?> type) {
    return type == int.class || type == long.class || type == double.class;
  }
}
