package nnrun.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import nnrun.spec.Catalogue;
import nnrun.spec.Distinct;
import nnrun.spec.Interval;
import nnrun.spec.Names;
import nnrun.spec.Parameter;
import nnrun.spec.Rule;
import nnrun.spec.Shape;
import nnrun.spec.Short;
import nnrun.spec.Text;
import org.jspecify.annotations.Nullable;

/// A JSON Schema (draft-07) of a config, made from the records that read it: for editors, which complete and check with
/// it. It takes all three spellings of a component. What depends on several keys at once, on other files or on data,
/// only [Config] and what comes after it can check.
///
/// A config that extends another may leave out what the other says, down to single keys of a component; definitions
/// named `partial. ...` are for those.
public final class Schema {
  private static final String DRAFT_7 = "http://json-schema.org/draft-07/schema#";
  private static final String PARTIAL = "partial.";
  private static final String NAMED_ONCE = "named once";
  private static final int LINE = 120; // characters

  private final Map<String, Object> definitions = new TreeMap<>();

  private final Class<? extends Record> whole;

  private Schema(Class<? extends Record> whole) {
    this.whole = whole;
  }

  /// The schema as JSON.
  ///
  /// @param type of the record that a config is
  public static String json(Class<? extends Record> type, String title) {
    Schema schema = new Schema(type);
    Map<String, Object> extended = object("if", object("required", List.of(Config.EXTENDS)));
    extended.put("then", schema.fields(type, true));
    extended.put("else", schema.fields(type, false));
    Map<String, Object> whole = object("$schema", DRAFT_7);
    whole.put("title", title);
    whole.put("type", "object");
    whole.putAll(extended);
    whole.put("definitions", schema.definitions);
    return Json.filled(whole, LINE);
  }

  private static Map<String, Object> object(String key, Object value) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put(key, value);
    return object;
  }

  private static Map<String, Object> ref(String definition, String... path) {
    String pointer = path.length == 0 ? "" : "/" + String.join("/", path);
    return object("$ref", "#/definitions/" + definition + pointer);
  }

  private static String name(Class<?> type, boolean partial) {
    return (partial ? PARTIAL : "") + Names.snake(type.getSimpleName());
  }

  /// @param partial whether another config may say the rest
  private Map<String, Object> of(Shape shape, @Nullable Interval range, boolean partial) {
    return switch (shape) {
      case Shape.Scalar(var type) -> scalar(type, range);
      case Shape.Any _ -> new LinkedHashMap<>();
      case Shape.Many(var element) -> {
        Map<String, Object> list = object("type", "array");
        list.put("items", of(element, range, false)); // a list replaces that of the other config
        yield list;
      }
      case Shape.Table(var value) -> {
        Map<String, Object> table = object("type", "object");
        table.put("additionalProperties", of(value, range, partial));
        yield table;
      }
      case Shape.Fields(var type) -> {
        Catalogue inlined = Parameter.inlineCatalogue(type);
        yield inlined == null
            ? brief(type, fields(type, partial), partial)
            : choice(name(type, partial), inlined, Parameter.keys(type), partial);
      }
      case Shape.Choice(var sealed) -> choice(name(sealed, partial), Catalogue.of(sealed), List.of(), partial);
    };
  }

  /// The record's map, or what stands for it.
  private Map<String, Object> brief(Class<? extends Record> type, Map<String, Object> map, boolean partial) {
    Short key = type.getAnnotation(Short.class);
    Parameter parameter = key == null ? null : Form.named(Parameter.keys(type), key.value());
    if (parameter == null) {
      return map;
    }
    Map<String, Object> brief = when(object("type", "object"), map);
    brief.put("else", of(parameter.shape(), parameter.range(), partial));
    return brief;
  }

  // One word or number.

  private static Map<String, Object> scalar(Class<?> type, @Nullable Interval range) {
    if (type == int.class) {
      return bounded(object("type", "integer"), range, Integer.MIN_VALUE, Integer.MAX_VALUE);
    } else if (type == long.class) {
      return bounded(object("type", "integer"), range, Long.MIN_VALUE, Long.MAX_VALUE);
    } else if (type == double.class) {
      return range == null ? object("type", "number") : bounded(object("type", "number"), range);
    } else if (type == boolean.class || type == String.class) {
      return object("type", type == String.class ? "string" : "boolean");
    } else if (type.isEnum()) {
      List<Object> names = new ArrayList<>();
      for (String name : Names.ofEnum(type)) {
        names.add(name);
        if (Scalars.isTruth(name)) {
          names.add(Boolean.valueOf(name)); // without quotes YAML takes it for one
        }
      }
      return object("enum", names);
    }
    Text text = type.getAnnotation(Text.class);
    Object given = text == null || text.schema().isEmpty() ? null : Json.parse(text.schema());
    return given instanceof Map<?, ?> map ? copy(map) : object("type", List.of("string", "number", "boolean"));
  }

  private static Map<String, Object> copy(Map<?, ?> map) {
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((key, value) -> copy.put(String.valueOf(key), value));
    return copy;
  }

  private static Map<String, Object> bounded(
      Map<String, Object> number, @Nullable Interval range, long low, long high) {
    if (range != null) {
      return bounded(number, range);
    }
    number.put("minimum", low);
    number.put("maximum", high);
    return number;
  }

  private static Map<String, Object> bounded(Map<String, Object> number, Interval range) {
    if (Double.isFinite(range.low())) {
      number.put(range.lowClosed() ? "minimum" : "exclusiveMinimum", shortest(range.low()));
    }
    if (Double.isFinite(range.high())) {
      number.put(range.highClosed() ? "maximum" : "exclusiveMaximum", shortest(range.high()));
    }
    return number;
  }

  private static Object shortest(double bound) {
    return bound == Math.rint(bound) && Math.abs(bound) < 1e15 ? (Object) (long) bound : (Object) bound;
  }

  // Maps.

  private Map<String, Object> fields(Class<? extends Record> type, boolean partial) {
    String name = name(type, partial);
    if (!definitions.containsKey(name)) {
      Map<String, Object> definition = object("type", "object");
      definitions.put(name, definition); // before its parts, which may hold it
      List<Parameter> keys = Parameter.keys(type);
      Map<String, Object> properties = properties(keys, partial);
      if (partial && type == whole) {
        Map<String, Object> base =
            object("description", "Another config, from which everything is taken that this one does not say");
        base.put("type", "string");
        base.put("pattern", "\\.ya?ml$");
        properties.put(Config.EXTENDS, base);
      }
      definition.put("properties", properties);
      if (!partial) {
        require(definition, required(keys));
        obey(definition, Rules.around(type), keys);
      }
      definition.put("additionalProperties", false);
    }
    return ref(name);
  }

  private Map<String, Object> properties(List<Parameter> parameters, boolean partial) {
    Map<String, Object> properties = new LinkedHashMap<>();
    parameters.forEach(p -> properties.put(p.name(), property(p, partial)));
    return properties;
  }

  private Map<String, Object> property(Parameter p, boolean partial) {
    Map<String, Object> value = of(p.shape(), p.range(), partial);
    if (p.component().isAnnotationPresent(Distinct.class)) {
      value.put("uniqueItems", true);
    }
    Map<String, Object> property = new LinkedHashMap<>();
    if (!p.doc().isEmpty()) {
      property.put("description", p.doc());
    }
    if (p.nullable() && value.get("type") instanceof String type) {
      property.putAll(value);
      property.put("type", List.of(type, "null"));
    } else if (p.nullable()) {
      property.putAll(when(object("not", object("type", "null")), value));
    } else if (value.containsKey("$ref")) {
      property.put("allOf", List.of(value)); // keys beside a $ref say nothing
    } else {
      property.putAll(value);
    }
    Node byDefault = p.defaultText() == null ? null : Binder.defaultNode(p, p.defaultText(), new Problems());
    if (byDefault != null) {
      property.put("default", Tree.of(byDefault));
    }
    return property;
  }

  private static List<String> required(List<Parameter> parameters) {
    return parameters.stream().filter(Parameter::required).map(Parameter::name).toList();
  }

  private static void require(Map<String, Object> definition, List<String> required) {
    if (!required.isEmpty()) { // an empty list is allowed since draft-06 only
      definition.put("required", required);
    }
  }

  private static void obey(Map<String, Object> map, List<Rule> rules, List<Parameter> keys) {
    if (!rules.isEmpty()) {
      map.put("allOf", SchemaRules.of(rules, keys));
    }
  }

  // Components.

  /// @param own keys that stand beside those of any component
  private Map<String, Object> choice(String name, Catalogue catalogue, List<Parameter> own, boolean partial) {
    if (definitions.containsKey(name)) {
      return ref(name);
    }
    Map<String, Object> definition = new LinkedHashMap<>();
    definitions.put(name, definition);
    if (partial) {
      definition.put("if", anyKeys(catalogue, own));
      definition.put("then", new LinkedHashMap<>());
      definition.put("else", choice(name.substring(PARTIAL.length()), catalogue, own, false));
      return ref(name);
    }
    List<String> all = new ArrayList<>();
    List<String> alone = new ArrayList<>();
    List<Object> typed = new ArrayList<>();
    Map<String, Object> brief = new LinkedHashMap<>();
    for (Catalogue.Entry entry : catalogue.entries()) {
      String component = name + "." + entry.name();
      List<Parameter> keys = new ArrayList<>(own);
      keys.addAll(entry.parameters());
      typed.add(
          when(
              object("properties", object(Form.TYPE, object("enum", names(entry)))),
              component(component, entry, keys)));
      all.addAll(names(entry));
      if (Samples.alone(entry) != null && required(own).isEmpty()) {
        alone.addAll(names(entry));
      }
      names(entry).forEach(each -> brief.put(each, ref(component)));
    }
    Map<String, Object> one = object("properties", brief);
    one.put("additionalProperties", false);
    one.put("allOf", List.of(ref(NAMED_ONCE)));
    definitions.putIfAbsent(NAMED_ONCE, namedOnce());
    one.put("minProperties", 1);
    one.put("maxProperties", 1);
    Map<String, Object> byType = object("properties", object(Form.TYPE, object("enum", all)));
    byType.put("allOf", typed);
    Map<String, Object> map = when(object("required", List.of(Form.TYPE)), byType);
    map.put("else", one);
    definition.putAll(when(object("type", "object"), map));
    definition.put("else", alone.isEmpty() ? object("type", "object") : object("enum", alone));
    return ref(name);
  }

  /// A value that goes by one schema if it fits another: what does not fit is then told of the one that was meant, and
  /// not of every spelling.
  private static Map<String, Object> when(Map<String, Object> fits, Map<String, Object> then) {
    Map<String, Object> condition = object("if", fits);
    condition.put("then", then);
    return condition;
  }

  private static List<String> names(Catalogue.Entry entry) {
    List<String> names = new ArrayList<>(List.of(entry.name()));
    names.addAll(entry.aliases());
    return names;
  }

  /// `{type: dropout, rate: 0.5}`, or what stands behind `dropout:`, all parameters or the first alone.
  private Map<String, Object> component(String component, Catalogue.Entry entry, List<Parameter> keys) {
    Map<String, Object> definition = object("description", entry.formula() + "\n" + entry.doc());
    definitions.put(component, definition);
    Map<String, Object> properties = object(Form.TYPE, object("enum", names(entry)));
    properties.putAll(properties(keys, false));
    Map<String, Object> all = object("properties", properties);
    require(all, required(keys));
    obey(all, Rules.around(entry.type()), keys);
    all.put("additionalProperties", false);
    definition.putAll(when(object("type", "object"), all));
    Parameter first = entry.parameters().isEmpty() ? null : entry.parameters().getFirst();
    definition.put(
        "else",
        first != null && required(keys).stream().allMatch(first.name()::equals)
            ? ref(component, "then", "properties", first.name())
            : object("type", "object"));
    return ref(component);
  }

  /// Refuses `{dropout: {type: dropout}}`.
  private static Map<String, Object> namedOnce() {
    Map<String, Object> typed = object("type", "object");
    typed.put("required", List.of(Form.TYPE));
    return object("additionalProperties", object("not", typed));
  }

  /// Some keys of a component that another config names; which component that is cannot be known here.
  private static Map<String, Object> anyKeys(Catalogue catalogue, List<Parameter> own) {
    Map<String, Object> anything = new TreeMap<>();
    own.forEach(p -> anything.put(p.name(), true));
    for (Catalogue.Entry entry : catalogue.entries()) {
      entry.parameters().forEach(p -> anything.put(p.name(), true));
      names(entry).forEach(name -> anything.put(name, true));
    }
    anything.put(Form.TYPE, object("enum", catalogue.names()));
    Map<String, Object> loose = object("type", "object");
    loose.put("properties", anything);
    loose.put("additionalProperties", false);
    return loose;
  }
}
