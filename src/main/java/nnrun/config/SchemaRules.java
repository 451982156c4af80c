package nnrun.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import nnrun.spec.Catalogue;
import nnrun.spec.Parameter;
import nnrun.spec.Rule;
import nnrun.spec.Shape;
import org.jspecify.annotations.Nullable;

/// [Rule]s as conditions of a JSON Schema (draft-07), on the map that has the parameters.
///
/// What a method of a component says may depend on its parameters, which a schema cannot follow. So a condition is made
/// for certain or for perhaps, and a rule is broken only where that is certain: a config that is valid is never
/// refused.
final class SchemaRules {
  private static final Map<String, Object> NEVER = object("not", new LinkedHashMap<>());

  private SchemaRules() {}

  static List<Object> of(List<Rule> rules, List<Parameter> keys) {
    List<Object> all = new ArrayList<>();
    for (Rule rule : rules) {
      List<Object> wanted = new ArrayList<>();
      List<Map<String, Object>> needs = new ArrayList<>();
      for (String need : rule.needs()) {
        needs.add(holds(Term.parse(need), keys, false));
      }
      if (!needs.isEmpty()) {
        wanted.add(oneOf(needs));
      }
      for (String excluded : rule.excludes()) {
        wanted.add(fails(Term.parse(excluded), keys));
      }
      Map<String, Object> condition = new LinkedHashMap<>();
      condition.put("$comment", rule.says());
      if (rule.when().isEmpty()) {
        condition.put("allOf", wanted);
      } else {
        condition.put("if", holds(Term.parse(rule.when()), keys, true));
        condition.put("then", wanted.size() == 1 ? wanted.getFirst() : object("allOf", wanted));
      }
      all.add(condition);
    }
    return all;
  }

  /// A map of which it holds.
  ///
  /// @param certain whether it must hold for certain, or perhaps
  private static Map<String, Object> holds(Term term, List<Parameter> keys, boolean certain) {
    return new Condition(term, certain).map(keys, 0);
  }

  /// A map of which it does not hold for certain. Says so of the innermost key, as an editor shows it there.
  private static Map<String, Object> fails(Term term, List<Parameter> keys) {
    Parameter p = Form.named(keys, term.steps().getFirst());
    Condition certain = new Condition(term, true);
    if (p == null || certain.holdsByDefault(p, 1)) {
      return object("not", certain.map(keys, 0));
    }
    return object("properties", object(p.name(), certain.fails(p.shape(), p, 1)));
  }

  private static Map<String, Object> object(String key, Object value) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put(key, value);
    return object;
  }

  /// The first, unless one of the others holds: an editor then speaks of the first alone.
  private static Map<String, Object> oneOf(List<Map<String, Object>> needs) {
    if (needs.size() == 1) {
      return needs.getFirst();
    }
    Map<String, Object> others = object("if", object("not", anyOf(needs.subList(1, needs.size()))));
    others.put("then", needs.getFirst());
    return others;
  }

  private static Map<String, Object> anyOf(List<Map<String, Object>> conditions) {
    List<Map<String, Object>> possible = conditions.stream().filter(condition -> condition != NEVER).toList();
    return possible.isEmpty() ? NEVER : possible.size() == 1 ? possible.getFirst() : object("anyOf", possible);
  }

  private record Condition(Term term, boolean certain) {
    boolean holdsByDefault(Parameter p, int step) {
      return p.defaultText() != null && term.holds(Binder.defaultValue(p, p.defaultText()), p, step);
    }

    /// A map with these keys.
    Map<String, Object> map(List<Parameter> keys, int step) {
      Parameter p = Form.named(keys, term.steps().get(step));
      if (p == null) {
        return NEVER;
      }
      Map<String, Object> map = object("type", "object");
      if (!holdsByDefault(p, step + 1)) {
        map.put("required", List.of(p.name()));
      }
      map.put("properties", object(p.name(), value(p.shape(), p, step + 1)));
      return map;
    }

    /// A value of this shape, to which so many steps lead.
    Map<String, Object> value(Shape shape, @Nullable Parameter p, int step) {
      boolean end = step == term.steps().size();
      if (end && term.kind() == Term.Kind.WRITTEN) {
        return new LinkedHashMap<>();
      }
      if (end && term.kind() == Term.Kind.GIVEN) {
        return given(shape, p);
      }
      return switch (shape) {
        case Shape.Many(Shape element) -> {
          Map<String, Object> list = object("type", "array");
          if (!end && Paths.isIndex(term.steps().get(step))) {
            list.put("minItems", Integer.parseInt(term.steps().get(step)) + 1);
          } else {
            list.put("contains", value(element, null, step));
          }
          yield list;
        }
        case Shape.Scalar _ -> end ? word(shape) : NEVER;
        case Shape.Choice(var sealed) -> end ? component(Catalogue.of(sealed)) : parameter(Catalogue.of(sealed), step);
        case Shape.Fields(var type) -> {
          Catalogue inlined = Parameter.inlineCatalogue(type);
          yield inlined == null
              ? end ? NEVER : map(Parameter.keys(type), step)
              : end ? component(inlined) : parameter(inlined, step);
        }
        case Shape.Table _, Shape.Any _ -> NEVER;
      };
    }

    Map<String, Object> fails(Shape shape, @Nullable Parameter p, int step) {
      if (step < term.steps().size() && shape instanceof Shape.Fields(var type)) {
        Parameter next = Form.named(Parameter.keys(type), term.steps().get(step));
        if (next != null && !holdsByDefault(next, step + 1)) {
          return object("properties", object(next.name(), fails(next.shape(), next, step + 1)));
        }
      } else if (step == term.steps().size() && term.kind() == Term.Kind.GIVEN) {
        Map<String, Object> given = given(shape, p);
        return given.get("not") instanceof Map<?, ?>
            ? object("allOf", List.of(given.get("not")))
            : object("not", given);
      }
      Map<String, Object> holds = value(shape, p, step);
      return holds.get("not") instanceof Map<?, ?> not ? object("allOf", List.of(not)) : object("not", holds);
    }

    private static Map<String, Object> given(Shape shape, @Nullable Parameter p) {
      return switch (shape) {
        case Shape.Many _ -> object("minItems", 1);
        case Shape.Table _ -> object("minProperties", 1);
        case Shape.Fields _, Shape.Choice _ -> object("not", object("type", "null"));
        case Shape.Scalar _, Shape.Any _ -> {
          List<@Nullable Object> none = new ArrayList<>();
          none.add(null);
          Node byDefault =
              p == null || p.defaultText() == null ? null : Binder.defaultNode(p, p.defaultText(), new Problems());
          if (byDefault != null) {
            none.add(Tree.of(byDefault));
          }
          yield object("not", object("enum", none));
        }
      };
    }

    private Map<String, Object> word(Shape shape) {
      return switch (term.kind()) {
        case IS -> object("enum", List.of(term.scalar(shape)));
        case IS_NOT -> object("not", object("enum", Arrays.asList(null, term.scalar(shape))));
        case BEGINS -> object("pattern", "^" + term.value().replace(".", "\\."));
        case GIVEN, WRITTEN, SAYS -> NEVER;
      };
    }

    /// Components of which it is true.
    private Map<String, Object> component(Catalogue catalogue) {
      return switch (term.kind()) {
        case IS -> spelt(names(term.named(catalogue)));
        case IS_NOT -> object("not", spelt(names(term.named(catalogue))));
        case SAYS -> {
          List<Catalogue.Entry> always = new ArrayList<>();
          List<Catalogue.Entry> alone = new ArrayList<>();
          for (Catalogue.Entry entry : catalogue.entries()) {
            Variants said = Variants.of(entry, term);
            if (said == Variants.TRUE || (said != Variants.FALSE && !certain)) {
              always.add(entry);
            } else if (said == Variants.TRUE_BY_DEFAULT) {
              alone.add(entry);
            }
          }
          yield anyOf(List.of(spelt(names(always)), words(names(alone))));
        }
        case GIVEN, WRITTEN, BEGINS -> NEVER;
      };
    }

    /// Components with a parameter of which it holds.
    private Map<String, Object> parameter(Catalogue catalogue, int step) {
      List<Map<String, Object>> all = new ArrayList<>();
      for (Catalogue.Entry entry : catalogue.entries()) {
        Parameter p = Form.named(entry.parameters(), term.steps().get(step));
        if (p == null) {
          continue;
        }
        Map<String, Object> typed = map(entry.parameters(), step);
        List<String> names = names(List.of(entry));
        all.add(object("allOf", List.of(typed(names), typed)));
        for (String name : names) {
          Map<String, Object> brief = object("type", "object");
          brief.put("required", List.of(name));
          brief.put("properties", object(name, typed));
          all.add(brief);
        }
        if (holdsByDefault(p, step + 1)) {
          all.add(object("enum", names));
        }
      }
      return anyOf(all);
    }

    private static Map<String, Object> typed(List<String> names) {
      Map<String, Object> typed = object("type", "object");
      typed.put("required", List.of(Form.TYPE));
      typed.put("properties", object(Form.TYPE, object("enum", names)));
      return typed;
    }

    /// One of these components in any of the three spellings.
    private static Map<String, Object> spelt(List<String> names) {
      if (names.isEmpty()) {
        return NEVER;
      }
      Map<String, Object> map = object("if", object("required", List.of(Form.TYPE)));
      map.put("then", typed(names));
      map.put("else", object("propertyNames", object("enum", names)));
      Map<String, Object> spelt = object("if", object("type", "object"));
      spelt.put("then", map);
      spelt.put("else", object("enum", names));
      return spelt;
    }

    private static Map<String, Object> words(List<String> names) {
      return names.isEmpty() ? NEVER : object("enum", names);
    }

    private static List<String> names(List<Catalogue.Entry> entries) {
      Set<String> names = new LinkedHashSet<>();
      for (Catalogue.Entry entry : entries) {
        names.add(entry.name());
        names.addAll(entry.aliases());
      }
      return List.copyOf(names);
    }
  }

  /// What a method of a component says, over its parameters.
  private enum Variants {
    TRUE,
    FALSE,
    TRUE_BY_DEFAULT,
    UNKNOWN;

    /// Asks the component with its defaults, and with every other word or truth value in place of one of them.
    static Variants of(Catalogue.Entry entry, Term term) {
      Record usual = Samples.example(entry, null, "");
      if (usual == null) {
        return UNKNOWN;
      }
      boolean said = term.says(usual);
      for (Parameter p : entry.parameters()) {
        for (String value : Samples.words(p.shape())) {
          Record other = Samples.example(entry, p, value);
          if (other != null && term.says(other) != said) {
            return said ? TRUE_BY_DEFAULT : UNKNOWN;
          }
        }
      }
      return said ? TRUE : FALSE;
    }
  }
}
