package nnrun.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nnrun.spec.Catalogue;
import nnrun.spec.Parameter;
import nnrun.spec.Shape;
import org.jspecify.annotations.Nullable;

/// Every kind of component that a config can name, found by walking the parameters of [Experiment]; no list of them is
/// kept.
public final class Catalogues {
  /// Marks, at the end of a path, that the components stand in a list.
  private static final String LIST = "[]";

  private final Map<Class<?>, Kind> kinds = new LinkedHashMap<>();

  public Catalogues() {
    visit(new Shape.Fields(Experiment.class), List.of(), null);
    List<Kind> open = kinds();
    while (!open.isEmpty()) { // components of components, such as the schedule after a warm-up
      int before = kinds.size();
      for (Kind kind : open) {
        for (Catalogue.Entry entry : kind.catalogue.entries()) {
          Found owner = new Found(kind, entry);
          entry.parameters().forEach(p -> visit(p.shape(), List.of(p.name()), owner));
        }
      }
      open = kinds().subList(before, kinds.size());
    }
  }

  /// A kind of component.
  ///
  /// @param type the sealed interface
  /// @param path keys to the first place of a config that takes one, or of its owner; the last is `[]` for a list
  /// @param owner the component whose parameter takes it; null where the config itself does
  public record Kind(Class<?> type, Catalogue catalogue, List<String> path, @Nullable Found owner) {
    /// In snake case: `layer`, `optimizer`.
    public String name() {
      return catalogue.name();
    }

    /// Whether a config holds a list of them.
    public boolean inList() {
      return path.getLast().equals(LIST);
    }

    /// The keys that lead to it.
    public List<String> keys() {
      return inList() ? path.subList(0, path.size() - 1) : path;
    }
  }

  /// A component and its kind.
  public record Found(Kind kind, Catalogue.Entry entry) {
    /// Tells it apart from others of its name: `schedule/step`.
    public String fullName() {
      return kind.name() + "/" + entry.name();
    }
  }

  /// In the order of a config's keys. A kind of a kind (an activation is a layer) stands behind it.
  public List<Kind> kinds() {
    return List.copyOf(kinds.values());
  }

  private void visit(Shape shape, List<String> path, @Nullable Found owner) {
    switch (shape) {
      case Shape.Scalar _, Shape.Any _ -> {}
      case Shape.Many(Shape element) -> visit(element, with(path, LIST), owner);
      case Shape.Table(Shape value) -> visit(value, with(path, "column"), owner); // the key is the user's choice
      case Shape.Fields(var type) ->
          Parameter.declared(type).forEach(p -> visit(p.shape(), p.inline() ? path : with(path, p.name()), owner));
      case Shape.Choice(var sealed) -> add(sealed, path, owner);
    }
  }

  private void add(Class<?> sealed, List<String> path, @Nullable Found owner) {
    if (kinds.putIfAbsent(sealed, new Kind(sealed, Catalogue.of(sealed), path, owner)) == null) {
      for (Class<?> member : sealed.getPermittedSubclasses()) {
        if (member.isInterface() && !member.isMemberClass()) {
          add(member, path, owner);
        }
      }
    }
  }

  private static List<String> with(List<String> path, String next) {
    List<String> longer = new ArrayList<>(path);
    longer.add(next);
    return List.copyOf(longer);
  }

  /// The components of a kind that belong to no narrower kind.
  public List<Catalogue.Entry> components(Kind kind) {
    List<Kind> narrower = kinds.values().stream().filter(k -> k != kind && kind.type.isAssignableFrom(k.type)).toList();
    return kind.catalogue.entries().stream()
        .filter(entry -> narrower.stream().noneMatch(k -> k.type.isAssignableFrom(entry.type())))
        .toList();
  }

  /// All components, each once, by kind.
  public List<Found> all() {
    List<Found> all = new ArrayList<>();
    kinds().forEach(kind -> components(kind).forEach(entry -> all.add(new Found(kind, entry))));
    return all;
  }

  /// The kind of this name in singular or plural, or null.
  public @Nullable Kind kind(String name) {
    for (Kind kind : kinds.values()) {
      if (kind.name().equals(name) || plural(kind.name()).equals(name)) {
        return kind;
      }
    }
    return null;
  }

  /// `layers`, `losses`, `searches`, `penalties`; `words` are many already.
  public static String plural(String name) {
    if (name.endsWith("y")) {
      return name.substring(0, name.length() - 1) + "ies";
    }
    if (name.endsWith("ss") || name.endsWith("ch")) {
      return name + "es";
    }
    return name.endsWith("s") ? name : name + "s";
  }

  /// The components of a name or alias, which may say its kind: `step`, `schedule/step`.
  public List<Found> find(String name) {
    int slash = name.indexOf('/');
    Kind kind = slash < 0 ? null : kind(name.substring(0, slash));
    String wanted = name.substring(slash + 1);
    if (slash >= 0 && kind == null) {
      return List.of();
    }
    return all().stream()
        .filter(f -> f.entry.name().equals(wanted) || f.entry.aliases().contains(wanted))
        .filter(f -> kind == null || kind.type.isAssignableFrom(f.entry.type()))
        .toList();
  }
}
