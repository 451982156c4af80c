package nnrun.config;

import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nnrun.spec.Default;
import nnrun.spec.Inline;
import nnrun.spec.Names;
import nnrun.spec.Parameter;
import nnrun.spec.Text;
import org.jspecify.annotations.Nullable;

/// Records as maps, lists and scalars, in the one canonical spelling that is written.
final class Tree {
  private Tree() {}

  /// A number in the digits that are to be written.
  record Digits(String text) {}

  /// Made of LinkedHashMap, List, String, Boolean, [Digits] and null only.
  static @Nullable Object of(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Boolean b -> b;
      case Double x when Double.isFinite(x) -> new Digits(Numbers.shortest(x));
      case Float x when Float.isFinite(x) -> new Digits(Float.toString(x).replace(".0E", "e").replace('E', 'e'));
      case Double _, Float _ -> value.toString();
      case Number n -> new Digits(n.toString());
      case Enum<?> constant -> Names.of(constant);
      case Object o when o.getClass().isAnnotationPresent(Text.class) -> text(o.toString());
      case Digits digits -> digits;
      case Record record -> record(record, isComponent(record.getClass()));
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        map.forEach((key, child) -> tree.put(String.valueOf(key), of(child)));
        yield tree;
      }
      case Iterable<?> list when !(list instanceof Path) -> {
        List<@Nullable Object> tree = new ArrayList<>();
        list.forEach(child -> tree.add(of(child)));
        yield tree;
      }
      case CharSequence _, Path _ -> value.toString();
      default -> throw new IllegalArgumentException("cannot write a " + value.getClass().getName());
    };
  }

  private static Object text(String text) {
    return Numbers.isDecimal(text) ? new Digits(text) : text;
  }

  private static boolean isComponent(Class<?> type) {
    for (Class<?> parent : type.getInterfaces()) {
      if (parent.isSealed()) {
        return true;
      }
    }
    return false;
  }

  private static Map<String, @Nullable Object> record(Record record, boolean typed) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    if (typed) {
      tree.put(Form.TYPE, Names.snake(record.getClass().getSimpleName()));
    }
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      Object value = Parameter.value(component, record);
      boolean choice = component.getType().isSealed();
      String name = Names.snake(component.getName());
      if (value instanceof Record inner && component.isAnnotationPresent(Inline.class)) {
        tree.putAll(record(inner, choice));
      } else if (value instanceof Record inner && !inner.getClass().isAnnotationPresent(Text.class)) {
        tree.put(name, record(inner, choice));
      } else if (value != null) {
        tree.put(name, of(value));
      } else if (component.isAnnotationPresent(Default.class)) {
        tree.put(name, null); // left out it would become the default
      }
    }
    return tree;
  }
}
