package nnrun.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import nnrun.spec.Catalogue;
import nnrun.spec.Distinct;
import nnrun.spec.Interval;
import nnrun.spec.Invalid;
import nnrun.spec.Names;
import nnrun.spec.Nearest;
import nnrun.spec.Parameter;
import nnrun.spec.Rule;
import nnrun.spec.Shape;
import org.jspecify.annotations.Nullable;

/// Makes records of a canonical tree. Reports everything that does not fit and goes on, so that one reading finds it
/// all.
final class Binder {
  private static final String COMMA = "in braces a comma ends a value; write the number with a point: ";

  /// Stands for a value that could not be made; the reason is reported already.
  enum Failed {
    REPORTED
  }

  private static final Map<Parameter, Object> DEFAULTS = Collections.synchronizedMap(new LinkedHashMap<>());
  private static final ClassValue<Constructor<?>> CONSTRUCTORS =
      new ClassValue<>() {
        @Override
        protected Constructor<?> computeValue(Class<?> type) {
          Class<?>[] types =
              Stream.of(type.getRecordComponents()).map(RecordComponent::getType).toArray(Class<?>[]::new);
          try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor;
          } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
          }
        }
      };

  /// The name of the text that a default is, but for the parameter.
  static final String DEFAULT_OF = "default of ";

  private final Problems problems;
  private final Elsewhere elsewhere;

  /// @param whole of which everything that is bound is a part
  Binder(Problems problems, Shape whole) {
    this.problems = problems;
    elsewhere = new Elsewhere(whole);
  }

  /// A map whose keys are being bound.
  ///
  /// @param at where to point when a key is missing
  /// @param meant valid names that an unknown key of this map is probably a misspelling of: not missing as well
  private record Keys(Node.Mapping map, String path, Mark at, Set<String> meant) {}

  /// @param at where to point when the value itself is empty
  Object bind(Shape shape, Node node, String path, Mark at, @Nullable Interval range) {
    if (node instanceof Node.Refused) {
      return Failed.REPORTED;
    }
    if (node instanceof Node.Scalar scalar
        && scalar.isNull()
        && !(shape instanceof Shape.Any && scalar.text().length() > 0)) {
      String came = scalar.text().isEmpty() ? "nothing" : scalar.text();
      return fail(scalar.text().isEmpty() ? at : scalar.mark(), path, "got " + came + "; wanted " + shape.words());
    }
    return switch (shape) {
      case Shape.Scalar(var type) ->
          switch (node) {
            case Node.Scalar scalar -> new Scalars(problems, path, range).read(type, scalar);
            case Node.Mapping map when !Phrase.keys(type).isEmpty() -> phrase(type, map, path, range);
            default -> fail(node.mark(), path, wanted(shape, node));
          };
      case Shape.Any _ -> new Value(node);
      case Shape.Many(var element) -> list(element, shape, node, path, range);
      case Shape.Table(var value) -> table(value, shape, node, path, range);
      case Shape.Fields(var type) ->
          node instanceof Node.Mapping map
              ? record(type, keys(Form.of(shape), map, path, at))
              : fail(node.mark(), path, wanted(shape, node) + keysOf(type) + spaceAfterColon(node));
      case Shape.Choice(var sealed) ->
          node instanceof Node.Mapping map
              ? component(Catalogue.of(sealed), keys(Form.of(shape), map, path, at))
              : fail(node.mark(), path, wanted(shape, node) + "; one component stands here, not several");
    };
  }

  private Object phrase(Class<?> type, Node.Mapping map, String path, @Nullable Interval range) {
    Phrase phrase = Phrase.of(Phrase.keys(type), map, path, problems);
    return phrase == null ? Failed.REPORTED : new Scalars(problems, path, range).read(type, phrase);
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
      failed |= value instanceof Failed;
      values.add(value);
    }
    return failed ? Failed.REPORTED : List.copyOf(values);
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
    return values.containsValue(Failed.REPORTED) ? Failed.REPORTED : Collections.unmodifiableMap(values);
  }

  private Keys keys(@Nullable Form form, Node.Mapping map, String path, Mark at) {
    Set<String> meant = new LinkedHashSet<>();
    Node.Entry type = map.entry(Form.TYPE);
    Keys keys = new Keys(map, path, type == null ? at : type.value().mark(), meant);
    Catalogue.Entry component = form == null ? null : form.component(map);
    if (form == null || (form.catalogue() != null && component == null)) {
      return keys; // without a known component nobody can say which keys are wrong
    }
    List<String> valid = new ArrayList<>();
    if (form.catalogue() != null) {
      valid.add(Form.TYPE);
    }
    for (Parameter parameter : form.parameters(map)) {
      valid.add(parameter.name());
    }
    if (path.isEmpty()) {
      valid.add(Config.EXTENDS);
    }
    List<String> unset = new ArrayList<>(valid);
    for (Node.Entry entry : map.entries()) {
      unset.remove(entry.key().text());
    }
    Node.Entry before = null;
    for (Node.Entry entry : map.entries()) {
      String key = entry.key().text();
      String decimal = decimalWithComma(before, entry);
      before = entry;
      if (decimal != null) {
        problems.add(entry.key().mark(), path, COMMA + decimal);
      } else if (!valid.contains(key)) {
        String message = component == null ? "unknown key" : "unknown parameter of " + component.name();
        String nearest = problems.isFull() ? null : Nearest.of(key, Nearest.of(key, unset) == null ? valid : unset);
        String right = nearest != null || problems.isFull() ? null : rightPlace(form.catalogue(), entry);
        if (right == null) {
          problems.addUnknown(entry.key().mark(), Paths.child(path, key), message, valid, nearest);
        } else {
          problems.add(entry.key().mark(), Paths.child(path, key), message + "; " + right);
        }
        if (nearest != null) {
          meant.add(nearest);
        }
      }
    }
    return keys;
  }

  /// `{lr: 0,001}` is lr = 0 and a key 001 with nothing after it: the number that was meant, or null.
  private static @Nullable String decimalWithComma(Node.@Nullable Entry before, Node.Entry entry) {
    boolean digits = entry.key().text().chars().allMatch(c -> c >= '0' && c <= '9');
    boolean empty = entry.value() instanceof Node.Scalar value && value.isNull();
    if (before == null || !digits || !empty || !(before.value() instanceof Node.Scalar whole)) {
      return null;
    }
    String decimal = whole.text() + "." + entry.key().text();
    return Numbers.isDecimal(decimal) ? decimal : null;
  }

  /// Where a key that is unknown in its place is known; null when nowhere.
  private @Nullable String rightPlace(@Nullable Catalogue catalogue, Node.Entry entry) {
    String key = entry.key().text();
    if (catalogue != null && entry.value() instanceof Node.Scalar value && catalogue.find(value.text()) != null) {
      return value.text()
          + " is "
          + Names.article(catalogue.name().replace('_', ' '))
          + " of its own; write it in a line of its own: - "
          + value.text();
    }
    String owners = catalogue == null ? "" : owners(catalogue, key);
    return owners.isEmpty() ? elsewhere.ofKey(key) : key + " is a parameter of " + owners;
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
      return unknown(catalogue, kind, keys.path, name);
    }
    return record(component.type(), keys);
  }

  /// A map where a component is wanted, without `type`: says which spelling was probably meant.
  private Object untyped(Catalogue catalogue, String kind, Keys keys) {
    List<Node.Entry> entries = keys.map.entries();
    Node.Entry before = null;
    for (Node.Entry entry : entries) { // {dropout: 0,5} has the keys dropout and 5
      String decimal = decimalWithComma(before, entry);
      if (decimal != null) {
        return fail(entry.key().mark(), keys.path, COMMA + decimal);
      }
      before = entry;
    }
    for (Node.Entry entry : entries) {
      Node.Scalar key = entry.key();
      Catalogue.Entry component = catalogue.find(key.text());
      if (component != null) {
        String spelt = typed(component, entry, entries);
        return fail(
            key.mark(),
            keys.path,
            key.text() + " is the name of " + Names.article(kind) + ", and other keys stand beside it; write " + spelt);
      }
      if (Nearest.of(key.text(), List.of(Form.TYPE)) != null) {
        problems.add(key.mark(), Paths.child(keys.path, key.text()), "unknown key", Form.TYPE);
        return Failed.REPORTED;
      }
    }
    if (entries.size() == 1) {
      Node.Scalar key = entries.getFirst().key();
      if (Nearest.of(key.text(), catalogue.names()) != null || owners(catalogue, key.text()).isEmpty()) {
        return unknown(catalogue, kind, keys.path, key);
      }
    }
    String of = entries.isEmpty() ? "" : owners(catalogue, entries.getFirst().key().text());
    String example = of.isEmpty() ? catalogue.names().getFirst() : of.split(", ", 2)[0];
    return fail(
        keys.map.mark(),
        keys.path,
        "which "
            + kind
            + "? "
            + (of.isEmpty() ? "" : entries.getFirst().key().text() + " is a parameter of " + of + "; ")
            + "write {type: "
            + example
            + ", ...}; valid types: "
            + Source.quotedList(catalogue.names()));
  }

  /// The map again with `type`, as far as it fits a line: `{type: soup, litres: 2, name: first}`.
  private static String typed(Catalogue.Entry component, Node.Entry named, List<Node.Entry> entries) {
    StringBuilder spelt = new StringBuilder("{type: " + component.name());
    for (Node.Entry entry : entries.subList(0, Math.min(5, entries.size()))) {
      String value = entry.value() instanceof Node.Scalar scalar ? Source.quoted(scalar.text()) : "...";
      if (!entry.equals(named)) {
        spelt.append(", ").append(Source.quoted(entry.key().text())).append(": ").append(value);
      } else if (!component.parameters().isEmpty()) {
        spelt.append(", ").append(component.parameters().getFirst().name()).append(": ").append(value);
      }
    }
    return spelt.append(entries.size() > 5 ? ", ...}" : "}").toString();
  }

  /// The components that have a parameter of this name, as a list to read.
  private static String owners(Catalogue catalogue, String key) {
    List<String> owners = new ArrayList<>();
    for (Catalogue.Entry entry : catalogue.entries()) {
      if (Form.named(entry.parameters(), key) != null) {
        owners.add(entry.name());
      }
    }
    return String.join(", ", owners);
  }

  private Object unknown(Catalogue catalogue, String kind, String path, Node.Scalar name) {
    String message = "unknown " + kind + " " + Source.quoted(name.text());
    String nearest = problems.isFull() ? null : Nearest.of(name.text(), catalogue.names());
    String file = nearest != null ? null : ofFile(catalogue, name.text());
    if (file != null) {
      problems.add(name.mark(), path, message + "; " + file);
      return Failed.REPORTED;
    }
    String other = nearest != null || problems.isFull() ? null : elsewhere.ofName(name.text());
    problems.addUnknown(
        name.mark(), path, other == null ? message : message + "; " + other, catalogue.names(), nearest);
    return Failed.REPORTED;
  }

  /// `write {type: csv, path: iris.csv}` where a file stands for the component that its ending names; else null.
  private static @Nullable String ofFile(Catalogue catalogue, String name) {
    String plain = name.endsWith(".gz") ? name.substring(0, name.length() - ".gz".length()) : name;
    Catalogue.Entry component = catalogue.find(plain.substring(plain.lastIndexOf('.') + 1));
    if (plain.indexOf('.') < 1 || component == null || component.parameters().isEmpty()) {
      return null;
    }
    String first = component.parameters().getFirst().name();
    return "write {type: " + component.name() + ", " + first + ": " + Source.quoted(name) + "}";
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
      failed |= arguments[i] instanceof Failed;
    }
    return failed ? Failed.REPORTED : construct(type, parameters, arguments, keys);
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
        String names =
            p.shape() instanceof Shape.Choice(var sealed)
                ? "; valid: " + Source.quotedList(Catalogue.of(sealed).names())
                : "";
        problems.add(keys.at, path, "missing and has no default; wanted " + p.shape().words() + doc + names);
      }
      return Failed.REPORTED;
    }
    if (entry.value() instanceof Node.Scalar scalar && scalar.isNull()) {
      if (p.nullable() && !scalar.text().isEmpty()) {
        return null;
      }
      return fail(scalar.text().isEmpty() ? entry.key().mark() : scalar.mark(), path, noValue(p, scalar));
    }
    Object value = bind(p.shape(), entry.value(), path, entry.key().mark(), p.range());
    boolean distinct = p.component().isAnnotationPresent(Distinct.class);
    return distinct && value instanceof List<?> list ? once(list, entry.value(), path) : value;
  }

  private Object once(List<?> values, Node node, String path) {
    boolean twice = false;
    for (int i = 0; i < values.size(); i++) {
      int first = values.indexOf(values.get(i));
      if (first < i && node instanceof Node.Sequence sequence) {
        String what = values.get(i) instanceof String text ? Source.quoted(text) : "the same";
        String message = what + " stands at " + path + "[" + first + "] already; once is enough";
        problems.add(sequence.items().get(i).mark(), path + "[" + i + "]", message);
        twice = true;
      }
    }
    return twice ? Failed.REPORTED : values;
  }

  private static String noValue(Parameter p, Node.Scalar scalar) {
    String came = scalar.text().isEmpty() ? "nothing after the colon" : scalar.text();
    String wanted = "got " + came + "; wanted " + p.shape().words();
    Optional<Rule> asked = ruleThatAsksFor(p);
    if (asked.isPresent()) {
      return wanted + "; " + asked.get().says().replaceFirst("^missing; ", "");
    }
    if (p.defaultText() != null) {
      return wanted + "; for the default, " + p.defaultText() + ", leave " + p.name() + " out";
    }
    return p.nullable() ? wanted + "; for none leave " + p.name() + " out" : wanted;
  }

  /// Where one may want the key itself, its default is no way out.
  private static Optional<Rule> ruleThatAsksFor(Parameter p) {
    return Arrays.stream(p.component().getDeclaringRecord().getAnnotationsByType(Rule.class))
        .filter(rule -> List.of(rule.needs()).contains(p.name() + "?"))
        .findFirst();
  }

  /// Defaults stand in the program: each is read once, and whatever is wrong with one is a bug.
  static Object defaultValue(Parameter p, String text) {
    Object known = DEFAULTS.get(p);
    if (known == null) {
      known = readDefault(p, text); // reads those of the records in it, too
      DEFAULTS.put(p, known);
    }
    return known;
  }

  private static Object readDefault(Parameter p, String text) {
    Problems bugs = new Problems();
    Object value = bindDefault(p, text, bugs);
    if (value instanceof Failed) {
      throw new IllegalStateException("default of " + p.component() + ": " + bugs.sorted());
    }
    return value;
  }

  private static Object bindDefault(Parameter p, String text, Problems bugs) {
    Node node = defaultNode(p, text, bugs);
    return node == null
        ? Failed.REPORTED
        : new Binder(bugs, p.shape()).bind(p.shape(), node, p.name(), node.mark(), p.range());
  }

  static @Nullable Node defaultNode(Parameter p, String text, Problems bugs) {
    Source source = Source.file(DEFAULT_OF + p.name(), text);
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
      Record made = (Record) CONSTRUCTORS.get(type).newInstance(arguments);
      return keys.path.isEmpty() || areKept(made, keys) ? made : Failed.REPORTED; // see Config.broken for the whole
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException && !keys.meant.isEmpty()) {
        return Failed.REPORTED; // what is wanted stands there misspelt
      }
      return switch (e.getCause()) {
        case Invalid invalid -> invalid(invalid, parameters, keys);
        case IllegalArgumentException bad -> fail(keys.at, keys.path, message(bad));
        case RuntimeException bug -> throw bug;
        case Error bug -> throw bug;
        case null, default -> throw new IllegalStateException(e);
      };
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Reports every rule that a record breaks.
  private boolean areKept(Record record, Keys keys) {
    if (!keys.meant.isEmpty()) {
      return false; // what is wanted may stand there misspelt
    }
    List<Rules.Broken> broken = Rules.broken(record, path -> Places.find(keys.map, path) != null);
    for (Rules.Broken rule : broken) {
      Mark mark = rule.path().isEmpty() ? null : Places.mark(keys.map, rule.path());
      String path = rule.path().isEmpty() ? keys.path : keys.path + "." + Places.shownWhole(keys.map, rule.path());
      problems.add(mark == null ? keys.at : mark, path, rule.says());
    }
    return broken.isEmpty();
  }

  private Object invalid(Invalid invalid, List<Parameter> parameters, Keys keys) {
    String name = Names.snake(invalid.parameter());
    Parameter parameter = Form.named(parameters, name);
    if (parameter != null && parameter.inline()) {
      return fail(keys.at, keys.path, message(invalid)); // its keys stand among these, under no key of its own
    }
    Node.Entry entry = keys.map.entry(name);
    return fail(entry == null ? keys.at : entry.value().mark(), Paths.child(keys.path, name), message(invalid));
  }

  private static String message(IllegalArgumentException e) {
    return e.getMessage() == null ? "refused without a reason" : e.getMessage();
  }

  private static String keysOf(Class<? extends Record> type) {
    boolean component = Parameter.inlineCatalogue(type) != null;
    return component ? "" : ": " + String.join(", ", Parameter.keys(type).stream().map(Parameter::name).toList());
  }

  private static String spaceAfterColon(Node node) {
    boolean glued = node instanceof Node.Scalar scalar && !scalar.quoted() && scalar.text().contains(":");
    return glued ? "; after a key's colon stands a space" : "";
  }

  static String wanted(Shape shape, Node came) {
    return "got " + describe(came) + "; wanted " + shape.words();
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
    return Failed.REPORTED;
  }
}
