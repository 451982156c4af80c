package nnrun.spec;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;

/// What a config may hold at one place, read from a Java type: one word or number, a list, a table of named values, a
/// record's keys, or one component of a catalogue. Reading, writing, `explain` and the schema all ask this type.
public sealed interface Shape {

  /// One word or number: `int`, `long`, `double`, `boolean`, `String`, an enum, or a class with `@Text`.
  record Scalar(Class<?> type) implements Shape {}

  /// A YAML list, from `List<T>`.
  record Many(Shape element) implements Shape {}

  /// A YAML map with keys of the user's choice, from `Map<String, T>`.
  record Table(Shape value) implements Shape {}

  /// A YAML map with a record's parameters as keys.
  record Fields(Class<? extends Record> type) implements Shape {}

  /// One component of the catalogue that this sealed interface is.
  record Choice(Class<?> catalogue) implements Shape {}

  /// Any YAML, kept as it stands.
  record Any() implements Shape {}

  static Shape of(Type type) {
    return switch (type) {
      case ParameterizedType list when list.getRawType() == List.class ->
          new Many(of(list.getActualTypeArguments()[0]));
      case ParameterizedType map
          when map.getRawType() == Map.class && map.getActualTypeArguments()[0] == String.class ->
          new Table(of(map.getActualTypeArguments()[1]));
      case Class<?> c when isScalar(c) -> new Scalar(unboxed(c));
      case Class<?> c when Anything.class.isAssignableFrom(c) -> new Any();
      case Class<?> c when c.isRecord() -> new Fields(c.asSubclass(Record.class));
      case Class<?> c when c.isInterface() && c.isSealed() -> new Choice(c);
      default -> throw new IllegalArgumentException("a config cannot hold a " + type.getTypeName());
    };
  }

  private static boolean isScalar(Class<?> c) {
    return unboxed(c).isPrimitive() || c == String.class || c.isEnum() || c.isAnnotationPresent(Text.class);
  }

  private static Class<?> unboxed(Class<?> c) {
    if (c == Integer.class) {
      return int.class;
    } else if (c == Long.class) {
      return long.class;
    } else if (c == Double.class) {
      return double.class;
    }
    return c == Boolean.class ? boolean.class : c;
  }

  /// What is wanted here, in the user's words: `a whole number`, `a list of numbers`, `one of mean, sum`.
  default String words() {
    return switch (this) {
      case Scalar(Class<?> c) when c == int.class || c == long.class -> "a whole number";
      case Scalar(Class<?> c) when c == double.class -> "a number";
      case Scalar(Class<?> c) when c == boolean.class -> "true or false";
      case Scalar(Class<?> c) when c == String.class -> "text";
      case Scalar(Class<?> c) when c.isEnum() -> "one of " + String.join(", ", Names.ofEnum(c));
      case Scalar(Class<?> c) -> {
        Text text = c.getAnnotation(Text.class);
        yield text == null ? Names.snake(c.getSimpleName()) : text.value();
      }
      case Many(Shape element) -> "a list, each element " + element.words();
      case Table(Shape value) -> "a map of names, each value " + value.words();
      case Fields(Class<? extends Record> c) -> {
        Catalogue inlined = Parameter.inlineCatalogue(c);
        yield inlined == null
            ? "a map of " + spaced(c.getSimpleName()).replaceFirst(" spec$", "") + " settings"
            : Names.article(spaced(inlined.name()));
      }
      case Choice(Class<?> c) -> Names.article(spaced(c.getSimpleName()));
      case Any() -> "a value";
    };
  }

  private static String spaced(String name) {
    return Names.snake(name).replace('_', ' ');
  }
}
