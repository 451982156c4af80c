package nnrun.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import nnrun.spec.Catalogue;
import nnrun.spec.Interval;
import nnrun.spec.Invalid;
import nnrun.spec.Names;
import nnrun.spec.Nearest;
import nnrun.spec.Parameter;
import nnrun.spec.Shape;
import org.jspecify.annotations.Nullable;

/// Makes records of a canonical tree. Reports everything that does not fit and goes on, so that one reading finds it all.
final class Binder {
  /// Stands for a value that could not be made; the reason is reported already.
  static final Object FAILED = new Object();

  private final Problems problems;

  Binder(Problems problems) {
    this.problems = problems;
  }

  /// A map whose keys are being bound.
  ///
  /// @param at where to point when a key is missing
  /// @param meant valid names that an unknown key of this map is probably a misspelling of: not missing as well
  private record Keys(Node.Mapping map, String path, Mark at, Set<String> meant) {}

  /// @param at where to point when the value itself is empty
  Object bind(Shape shape, Node node, String path, Mark at, @Nullable Interval range) {
    if (node instanceof Node.Refused) {
      return FAILED;
    }
    if (node instanceof Node.Scalar scalar && scalar.isNull()) {
      String came = scalar.text().isEmpty() ? "nothing stands here" : scalar.text() + " stands here";
      return fail(scalar.text().isEmpty() ? at : scalar.mark(), path, came + "; wanted " + shape.words());
    }
    return switch (shape) {
      case Shape.Scalar(var type) ->
          node instanceof Node.Scalar scalar
              ? new Scalars(problems, path, range).read(type, scalar)
              : fail(node.mark(), path, wanted(shape, node));
      case Shape.Many(var element) -> list(element, shape, node, path, range);
      case Shape.Table(var value) -> table(value, shape, node, path, range);
      case Shape.Fields(var type) ->
          node instanceof Node.Mapping map
              ? record(type, keys(Form.of(shape), map, path, at))
              : fail(node.mark(), path, wanted(shape, node) + keysOf(Parameter.keys(type)));
      case Shape.Choice(var sealed) ->
          node instanceof Node.Mapping map
              ? component(Catalogue.of(sealed), keys(Form.of(shape), map, path, at))
              : fail(node.mark(), path, wanted(shape, node) + "; one component stands here, not several");
    };
  }

  private Object list(Shape element, Shape shape, Node node, String path, @Nullable Interval range) {
    if (!(node instanceof Node.Sequence sequence)) {
      String example = node instanceof Node.Scalar scalar ? Source.quoted(scalar.text()) : "...";
      return fail(node.mark(), path, wanted(shape, node) + "; write [" + example + "], or one '- ' line an element");
    }
    List<Object> values = new ArrayList<>();
    boolean failed = false;
    for (Node item : sequence.items()) {
      Object value = bind(element, item, path + "[" + values.size() + "]", item.mark(), range);
      failed |= value == FAILED;
      values.add(value);
    }
    return failed ? FAILED : List.copyOf(values);
  }

  private Object table(Shape shape, Shape whole, Node node, String path, @Nullable Interval range) {
    if (!(node instanceof Node.Mapping map)) {
      return fail(node.mark(), path, wanted(whole, node));
    }
    Map<String, Object> values = new LinkedHashMap<>();
    for (Node.Entry entry : map.entries()) {
      String key = entry.key().text();
      values.put(key, bind(shape, entry.value(), Paths.child(path, key), entry.key().mark(), range));
    }
    return values.containsValue(FAILED) ? FAILED : Collections.unmodifiableMap(values);
  }

  private Keys keys(@Nullable Form form, Node.Mapping map, String path, Mark at) {
    Set<String> meant = new LinkedHashSet<>();
    Node.Entry type = map.entry(Form.TYPE);
    Keys keys = new Keys(map, path, type != null && map.mark() != at ? type.value().mark() : at, meant);
    if (form == null || (form.catalogue() != null && form.component(map) == null)) {
      return keys; // without a known component nobody can say which keys are wrong
    }
    List<String> valid = new ArrayList<>();
    if (form.catalogue() != null) {
      valid.add(Form.TYPE);
    }
    form.parameters(map).forEach(parameter -> valid.add(parameter.name()));
    for (Node.Entry entry : map.entries()) {
      String key = entry.key().text();
      if (!valid.contains(key)) {
        Catalogue.Entry component = form.component(map);
        String of = component == null ? "unknown key" : "unknown parameter of " + component.name();
        problems.addUnknown(entry.key().mark(), Paths.child(path, key), of, valid, key);
        String nearest = Nearest.of(key, valid);
        if (nearest != null) {
          meant.add(nearest);
        }
      }
    }
    return keys;
  }

  private Object component(Catalogue catalogue, Keys keys) {
    Node.Entry type = keys.map.entry(Form.TYPE);
    String kind = catalogue.name().replace('_', ' ');
    if (type == null) {
      return untyped(catalogue, kind, keys);
    }
    if (!(type.value() instanceof Node.Scalar name) || name.isNull()) {
      return fail(type.value().mark(), Paths.child(keys.path, Form.TYPE), "wanted the name of a " + kind);
    }
    Catalogue.Entry component = catalogue.find(name.text());
    if (component == null) {
      problems.addUnknown(
          name.mark(), keys.path, "unknown " + kind + " " + Source.quoted(name.text()), catalogue.names(), name.text());
      return FAILED;
    }
    return record(component.type(), keys);
  }

  private Object untyped(Catalogue catalogue, String kind, Keys keys) {
    for (Node.Entry entry : keys.map.entries()) {
      String key = entry.key().text();
      if (catalogue.find(key) != null) {
        return fail(
            entry.key().mark(),
            keys.path,
            key + " is the name of a " + kind + " and has other keys beside it; write {type: " + key
                + ", ...} with all keys in one map");
      }
      String nearest = Nearest.of(key, List.of(Form.TYPE));
      if (nearest != null) {
        problems.add(entry.key().mark(), Paths.child(keys.path, key), "unknown key", nearest);
        return FAILED;
      }
    }
    if (keys.map.entries().size() == 1) {
      Node.Scalar key = keys.map.entries().getFirst().key();
      problems.addUnknown(
          key.mark(), keys.path, "unknown " + kind + " " + Source.quoted(key.text()), catalogue.names(), key.text());
      return FAILED;
    }
    return fail(
        keys.map.mark(),
        keys.path,
        "which " + kind + "? The key type is missing; valid: " + String.join(", ", catalogue.names()));
  }

  private Object record(Class<? extends Record> type, Keys keys) {
    List<Parameter> parameters = Parameter.declared(type);
    @Nullable Object[] arguments = new Object[parameters.size()];
    boolean failed = false;
    for (int i = 0; i < arguments.length; i++) {
      Parameter p = parameters.get(i);
      arguments[i] =
          switch (p.shape()) {
            case Shape.Fields(var inlined) when p.inline() -> record(inlined, keys);
            case Shape.Choice(var sealed) when p.inline() -> component(Catalogue.of(sealed), keys);
            default -> argument(p, keys);
          };
      failed |= arguments[i] == FAILED;
    }
    return failed ? FAILED : construct(type, parameters, arguments, keys);
  }

  private @Nullable Object argument(Parameter p, Keys keys) {
    Node.Entry entry = keys.map.entry(p.name());
    String path = Paths.child(keys.path, p.name());
    if (entry == null) {
      if (p.defaultText() != null) {
        return defaultValue(p, p.defaultText());
      }
      if (p.nullable()) {
        return null;
      }
      if (!keys.meant.contains(p.name())) {
        String doc = p.doc().isEmpty() ? "" : " (" + p.doc() + ")";
        problems.add(keys.at, path, "missing; wanted " + p.shape().words() + doc);
      }
      return FAILED;
    }
    if (entry.value() instanceof Node.Scalar scalar && scalar.isNull()) {
      if (p.nullable() && !scalar.text().isEmpty()) {
        return null;
      }
      return fail(scalar.text().isEmpty() ? entry.key().mark() : scalar.mark(), path, noValue(p, scalar));
    }
    return bind(p.shape(), entry.value(), path, entry.key().mark(), p.range());
  }

  private static String noValue(Parameter p, Node.Scalar scalar) {
    String came = scalar.text().isEmpty() ? "nothing after the colon" : scalar.text() + " is no value here";
    String wanted = came + "; wanted " + p.shape().words();
    if (p.defaultText() != null) {
      return wanted + ", or no " + p.name() + " at all for the default " + p.defaultText();
    }
    return p.nullable() ? wanted + ", or no " + p.name() + " at all" : wanted;
  }

  /// Defaults stand in the program, so whatever is wrong with one is a bug.
  private static @Nullable Object defaultValue(Parameter p, String text) {
    Problems bugs = new Problems();
    Object value = bindDefault(p, text, bugs);
    if (value == FAILED) {
      throw new IllegalStateException("default of " + p.component() + ": " + bugs.sorted());
    }
    return value;
  }

  private static Object bindDefault(Parameter p, String text, Problems bugs) {
    Node node = defaultNode(p, text, bugs);
    return node == null ? FAILED : new Binder(bugs).bind(p.shape(), node, p.name(), node.mark(), p.range());
  }

  static @Nullable Node defaultNode(Parameter p, String text, Problems bugs) {
    Source source = Source.file("default of " + p.name(), text);
    bugs.reading(source);
    if (p.shape() instanceof Shape.Scalar(var type) && !text.startsWith("\"") && !text.startsWith("'")) {
      return new Node.Scalar(text, type == String.class, new Mark(source, 0));
    }
    Node node = YamlText.read(source, 0, bugs);
    return node == null ? null : new Canonical(bugs).of(p.shape(), node, p.name());
  }

  private Object construct(
      Class<? extends Record> type, List<Parameter> parameters, @Nullable Object[] arguments, Keys keys) {
    try {
      Class<?>[] types = new Class<?>[arguments.length];
      for (int i = 0; i < types.length; i++) {
        types[i] = parameters.get(i).component().getType();
      }
      Constructor<? extends Record> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      return switch (e.getCause()) {
        case Invalid invalid -> invalid(invalid, keys);
        case IllegalArgumentException bad -> fail(keys.at, keys.path, message(bad));
        case RuntimeException bug -> throw bug;
        case Error bug -> throw bug;
        case null, default -> throw new IllegalStateException(e);
      };
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private Object invalid(Invalid invalid, Keys keys) {
    String name = Names.snake(invalid.parameter());
    Node.Entry entry = keys.map.entry(name);
    return fail(entry == null ? keys.at : entry.value().mark(), Paths.child(keys.path, name), message(invalid));
  }

  private static String message(IllegalArgumentException e) {
    return e.getMessage() == null ? "refused without a reason" : e.getMessage();
  }

  private static String keysOf(List<Parameter> parameters) {
    return ": " + String.join(", ", parameters.stream().map(Parameter::name).toList());
  }

  static String wanted(Shape shape, Node came) {
    return "wanted " + shape.words() + ", got " + describe(came);
  }

  static String describe(Node node) {
    return switch (node) {
      case Node.Sequence _ -> "a list";
      case Node.Mapping _ -> "a map";
      case Node.Refused _ -> "something refused";
      case Node.Scalar s when s.quoted() -> "the text \"" + Source.quoted(s.text()) + "\"";
      case Node.Scalar s -> Source.quoted(s.text());
    };
  }

  private Object fail(Mark at, String path, String message) {
    problems.add(at, path, message);
    return FAILED;
  }
}
