package nnrun.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The components a sealed interface permits, in the order of its `permits` clause. No second list of them exists:
/// reading a config, `list`, `explain`, the schema and the contract tests all walk this one.
public final class Catalogue {

  /// One component: a record that the sealed interface permits.
  ///
  /// @param name in YAML: the record's name in snake case
  /// @param aliases other names of the same component
  /// @param formula one line of mathematics; empty when the record has no [Component]
  /// @param derivative of an activation; empty for all others
  /// @param doc what it does; empty when the record has no [Component]
  /// @param use when to take it
  /// @param avoid when not
  /// @param source paper or book
  /// @param parameters the keys of its YAML map, inlined records flattened; a lone scalar sets the first
  public record Entry(
      Class<? extends Record> type,
      String name,
      List<String> aliases,
      String formula,
      String derivative,
      String doc,
      String use,
      String avoid,
      String source,
      List<Parameter> parameters) {}

  private static final ClassValue<Catalogue> OF =
      new ClassValue<>() {
        @Override
        protected Catalogue computeValue(Class<?> sealed) {
          return new Catalogue(sealed);
        }
      };

  private final String name;
  private final List<Entry> entries;
  private final Map<String, Entry> byName = new LinkedHashMap<>();
  private final List<String> names;

  private Catalogue(Class<?> sealed) {
    List<Entry> found = new ArrayList<>();
    collect(sealed, found);
    name = Names.snake(sealed.getSimpleName());
    entries = List.copyOf(found);
    for (Entry entry : entries) {
      add(entry.name, entry);
      entry.aliases.forEach(alias -> add(alias, entry));
    }
    names = List.copyOf(byName.keySet());
  }

  /// The catalogue that a sealed interface is; members of sealed interfaces below it included.
  public static Catalogue of(Class<?> sealed) {
    return OF.get(sealed);
  }

  /// The kind of its components, in snake case: `layer`, `optimizer`.
  public String name() {
    return name;
  }

  public List<Entry> entries() {
    return entries;
  }

  /// Every name and alias, in order.
  public List<String> names() {
    return names;
  }

  /// The component of this name or alias, or null.
  public @Nullable Entry find(String nameOrAlias) {
    return byName.get(nameOrAlias);
  }

  /// The entry of a member, or null if the record is none.
  public @Nullable Entry find(Class<?> type) {
    for (Entry entry : entries) {
      if (entry.type == type) {
        return entry;
      }
    }
    return null;
  }

  private void add(String name, Entry entry) {
    if (byName.putIfAbsent(name, entry) != null) {
      throw new IllegalStateException("two components of " + this.name + " are called " + name);
    }
  }

  private static void collect(Class<?> sealed, List<Entry> entries) {
    Class<?>[] permitted = sealed.getPermittedSubclasses();
    if (permitted == null) {
      throw new IllegalArgumentException(sealed.getName() + " is not sealed, so it is no catalogue");
    }
    for (Class<?> member : permitted) {
      if (member.isRecord()) {
        if (entries.stream().noneMatch(entry -> entry.type == member)) {
          entries.add(entry(member.asSubclass(Record.class)));
        }
      } else if (member.isInterface()) {
        collect(member, entries);
      } else {
        throw new IllegalStateException(member.getName() + " is in a catalogue and no record");
      }
    }
  }

  private static Entry entry(Class<? extends Record> type) {
    if (Parameter.inlineCatalogue(type) != null) {
      throw new IllegalStateException(type.getName() + " is a component and inlines another: two keys named type");
    }
    Component texts = type.getAnnotation(Component.class);
    return new Entry(
        type,
        Names.snake(type.getSimpleName()),
        texts == null ? List.of() : List.of(texts.aliases()),
        texts == null ? "" : texts.formula(),
        texts == null ? "" : texts.derivative(),
        texts == null ? "" : texts.doc(),
        texts == null ? "" : texts.use(),
        texts == null ? "" : texts.avoid(),
        texts == null ? "" : texts.source(),
        List.copyOf(Parameter.keys(type)));
  }
}
