package nnrun.config;

import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
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
      case Value written -> of(written.node());
      case Record record -> record(record, Layout.of(record).component);
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

  /// YAML as it stands.
  static @Nullable Object of(Node node) {
    return switch (node) {
      case Node.Sequence list -> {
        List<@Nullable Object> items = new ArrayList<>();
        list.items().forEach(item -> items.add(of(item)));
        yield items;
      }
      case Node.Mapping map -> {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        map.entries().forEach(entry -> values.put(entry.key().text(), of(entry.value())));
        yield values;
      }
      case Node.Scalar s when s.isNull() -> null;
      case Node.Scalar s when !s.quoted() && Numbers.isDecimal(s.text()) -> new Digits(s.text());
      case Node.Scalar s when !s.quoted() && Scalars.isTruth(s.text()) -> Boolean.valueOf(s.text());
      case Node.Scalar s -> s.text();
      case Node.Refused _ -> throw new IllegalStateException("what was refused cannot be written: " + node);
    };
  }

  private static Object text(String text) {
    return Numbers.isDecimal(text) ? new Digits(text) : text;
  }

  /// What is written of a record of some class, looked up once: reflection makes its answers anew each time.
  ///
  /// @param type its name as a component
  /// @param component whether it is one, so that its type is written wherever it stands
  private record Layout(String type, boolean component, List<Field> fields) {
    private static final ClassValue<Layout> OF =
        new ClassValue<>() {
          @Override
          protected Layout computeValue(Class<?> type) {
            boolean component = Stream.of(type.getInterfaces()).anyMatch(Class::isSealed);
            List<Field> fields = Stream.of(type.getRecordComponents()).map(Field::of).toList();
            return new Layout(Names.snake(type.getSimpleName()), component, fields);
          }
        };

    static Layout of(Record record) {
      return OF.get(record.getClass());
    }
  }

  /// @param choice whether the one component of a catalogue stands here
  private record Field(RecordComponent component, String name, boolean choice, boolean inline, boolean hasDefault) {
    static Field of(RecordComponent component) {
      return new Field(
          component,
          Names.snake(component.getName()),
          component.getType().isSealed(),
          component.isAnnotationPresent(Inline.class),
          component.isAnnotationPresent(Default.class));
    }
  }

  /// As [#of], without parameters that have their defaults; a component keeps its type.
  static @Nullable Object differing(@Nullable Object value) {
    return switch (value) {
      case Record record when !record.getClass().isAnnotationPresent(Text.class) ->
          differing(record, Layout.of(record).component);
      case List<?> list -> {
        List<@Nullable Object> tree = new ArrayList<>();
        list.forEach(child -> tree.add(differing(child)));
        yield tree;
      }
      case null, default -> of(value);
    };
  }

  private static Map<String, @Nullable Object> differing(Record record, boolean typed) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    if (typed) {
      tree.put(Form.TYPE, Layout.of(record).type);
    }
    for (Parameter p : Parameter.declared(record.getClass())) {
      Object value = Parameter.value(p.component(), record);
      if (p.inline() && value instanceof Record inner) {
        tree.putAll(differing(inner, p.component().getType().isSealed()));
      } else if (p.defaultText() == null
          ? value != null
          : !Objects.equals(value, Binder.defaultValue(p, p.defaultText()))) {
        tree.put(p.name(), differing(value));
      }
    }
    return tree;
  }

  /// A tree as if it had been read.
  static Node node(@Nullable Object tree, Mark mark) {
    return switch (tree) {
      case Map<?, ?> map -> {
        List<Node.Entry> entries = new ArrayList<>();
        map.forEach((key, value) -> entries.add(new Node.Entry((Node.Scalar) node(key, mark), node(value, mark))));
        yield new Node.Mapping(entries, mark);
      }
      case List<?> list -> new Node.Sequence(list.stream().map(item -> node(item, mark)).toList(), mark);
      case Digits(String digits) -> new Node.Scalar(digits, false, mark);
      case String text -> new Node.Scalar(text, Numbers.looksLikeNumber(text) || Scalars.isTruth(text), mark);
      case null, default -> new Node.Scalar(String.valueOf(tree), false, mark);
    };
  }

  private static Map<String, @Nullable Object> record(Record record, boolean typed) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    if (typed) {
      tree.put(Form.TYPE, Layout.of(record).type);
    }
    for (Field field : Layout.of(record).fields) {
      Object value = Parameter.value(field.component, record);
      if (value instanceof Record inner && field.inline) {
        tree.putAll(record(inner, field.choice));
      } else if (value instanceof Record inner && !inner.getClass().isAnnotationPresent(Text.class)) {
        tree.put(field.name, record(inner, field.choice));
      } else if (value != null) {
        tree.put(field.name, of(value));
      } else if (field.hasDefault) {
        tree.put(field.name, null); // left out it would become the default
      }
    }
    return tree;
  }
}
