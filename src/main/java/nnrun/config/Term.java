package nnrun.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import nnrun.spec.Catalogue;
import nnrun.spec.Parameter;
import nnrun.spec.Rule;
import nnrun.spec.Shape;
import org.jspecify.annotations.Nullable;

/// One statement of a [Rule] about one parameter.
///
/// @param steps from the record that has the rule
/// @param value the word, number, component, beginning or method; empty for [Kind#GIVEN] and [Kind#WRITTEN]
record Term(List<String> steps, Kind kind, String value) {
  enum Kind {
    GIVEN,
    WRITTEN,
    IS,
    IS_NOT,
    BEGINS,
    SAYS
  }

  static Term parse(String text) {
    for (String between : new String[] {" != ", ": "}) {
      int at = text.indexOf(between);
      if (at > 0) {
        String value = text.substring(at + between.length());
        List<String> steps = List.of(text.substring(0, at).split("\\."));
        if (between.equals(" != ")) {
          return new Term(steps, Kind.IS_NOT, value);
        } else if (value.endsWith("*")) {
          return new Term(steps, Kind.BEGINS, value.substring(0, value.length() - 1));
        } else if (value.endsWith("()")) {
          return new Term(steps, Kind.SAYS, value.substring(0, value.length() - 2));
        }
        return new Term(steps, Kind.IS, value);
      }
    }
    return text.endsWith("?")
        ? new Term(List.of(text.substring(0, text.length() - 1).split("\\.")), Kind.WRITTEN, "")
        : new Term(List.of(text.split("\\.")), Kind.GIVEN, "");
  }

  /// Where it holds in a record, each place as a path from there.
  ///
  /// @param written whether the config itself has a path
  List<String> places(Record record, Predicate<String> written) {
    List<String> found = new ArrayList<>();
    if (kind == Kind.WRITTEN) {
      String path = String.join(".", steps);
      return written.test(path) ? List.of(path) : found;
    }
    walk(record, null, 0, "", found);
    return found;
  }

  /// Whether it holds of a value to which the first so many steps lead.
  ///
  /// @param parameter that has the value; null where it is an element of a list
  boolean holds(@Nullable Object value, @Nullable Parameter parameter, int step) {
    List<String> found = new ArrayList<>();
    walk(value, parameter, step, "", found);
    return !found.isEmpty();
  }

  private void walk(@Nullable Object value, @Nullable Parameter parameter, int step, String path, List<String> found) {
    if (value == null) {
      return;
    }
    if (step == steps.size()) {
      if (kind == Kind.GIVEN) {
        if (isGiven(value, parameter)) {
          found.add(path);
        }
      } else if (value instanceof List<?> list) {
        for (int i = 0; i < list.size(); i++) {
          walk(list.get(i), null, step, path + "." + i, found);
        }
      } else if (isTrue(value)) {
        found.add(path);
      }
      return;
    }
    String key = steps.get(step);
    if (value instanceof List<?> list && Paths.isIndex(key)) {
      int index = Integer.parseInt(key);
      walk(index < list.size() ? list.get(index) : null, null, step + 1, path + "." + key, found);
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        walk(list.get(i), null, step, path + "." + i, found);
      }
    } else if (value instanceof Record record) {
      for (Parameter p : Parameter.declared(record.getClass())) {
        Object child = Parameter.value(p.component(), record);
        if (p.inline()) {
          walk(child, null, step, path, found);
        } else if (p.name().equals(key)) {
          walk(child, p, step + 1, path.isEmpty() ? key : path + "." + key, found);
        }
      }
    }
  }

  private static boolean isGiven(Object value, @Nullable Parameter parameter) {
    boolean empty = value instanceof List<?> list ? list.isEmpty() : value instanceof Map<?, ?> map && map.isEmpty();
    String text = parameter == null ? null : parameter.defaultText();
    return !empty
        && (parameter == null || text == null || !Objects.equals(value, Binder.defaultValue(parameter, text)));
  }

  private boolean isTrue(Object value) {
    return switch (kind) {
      case GIVEN -> true;
      case WRITTEN -> false; // a default is not
      case IS -> is(value);
      case IS_NOT -> !is(value);
      case BEGINS -> String.valueOf(value).startsWith(this.value);
      case SAYS -> says(component(value));
    };
  }

  private boolean is(Object value) {
    Object component = component(value);
    return switch (Tree.of(component)) {
      case Map<?, ?> map -> this.value.equals(map.get(Form.TYPE));
      case Tree.Digits(String digits) -> Double.parseDouble(digits) == number();
      case null -> false;
      case Object word -> this.value.equals(word.toString());
    };
  }

  private double number() {
    return Numbers.isDecimal(value) ? Double.parseDouble(value) : Double.NaN;
  }

  /// What a record inlines, such as the layer of an entry of `model`; else the value itself.
  private static Object component(Object value) {
    if (value instanceof Record record && Parameter.inlineCatalogue(record.getClass()) != null) {
      for (Parameter p : Parameter.declared(record.getClass())) {
        Object child = Parameter.value(p.component(), record);
        if (p.inline() && child != null) {
          return component(child);
        }
      }
    }
    return value;
  }

  /// What the method of this name says of a component.
  boolean says(Object component) {
    try {
      Method method = component.getClass().getMethod(value);
      method.setAccessible(true);
      return (boolean) method.invoke(component);
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("no " + value + " of " + component, e);
    }
  }

  /// The components of a catalogue that this can be about.
  List<Catalogue.Entry> named(Catalogue catalogue) {
    return catalogue.entries().stream().filter(entry -> entry.name().equals(value)).toList();
  }

  /// The value as YAML reads it where such a shape is due.
  Object scalar(Shape shape) {
    return switch (shape) {
      case Shape.Scalar(var type) when type == boolean.class -> Boolean.valueOf(value);
      case Shape.Scalar _ when Numbers.isDecimal(value) -> new Tree.Digits(value);
      default -> value;
    };
  }
}
