package nnrun.config;

import java.util.ArrayList;
import java.util.List;
import nnrun.spec.Catalogue;
import nnrun.spec.Parameter;
import nnrun.spec.Shape;
import nnrun.spec.Short;
import org.jspecify.annotations.Nullable;

/// Brings the three spellings of a component to one, `{type: dropout, rate: 0.5}`, and merges trees in that form. What
/// fits no spelling stays as it is, for [Binder] to report.
final class Canonical {
  private final Problems problems;

  Canonical(Problems problems) {
    this.problems = problems;
  }

  Node of(Shape shape, Node written, String path) {
    Node node = shape instanceof Shape.Fields(var type) ? spelledOut(type, written) : written;
    Form form = Form.of(shape);
    if (form != null) {
      return map(form, node, path);
    }
    return switch (shape) {
      case Shape.Many(var element) when node instanceof Node.Sequence list -> {
        List<Node> items = new ArrayList<>();
        for (Node item : list.items()) {
          items.add(of(element, item, path + "[" + items.size() + "]"));
        }
        yield new Node.Sequence(items, list.mark());
      }
      case Shape.Table(var value) when node instanceof Node.Mapping map -> {
        List<Node.Entry> entries = new ArrayList<>();
        for (Node.Entry entry : map.entries()) {
          entries.add(new Node.Entry(entry.key(), of(value, entry.value(), Paths.child(path, entry.key().text()))));
        }
        yield new Node.Mapping(entries, map.mark());
      }
      default -> node;
    };
  }

  /// `seeds: 5` as `seeds: {n: 5}`.
  private static Node spelledOut(Class<? extends Record> type, Node node) {
    Short key = type.getAnnotation(Short.class);
    if (key == null || node instanceof Node.Mapping || (node instanceof Node.Scalar scalar && scalar.isNull())) {
      return node;
    }
    Node.Scalar name = new Node.Scalar(key.value(), false, node.mark());
    return new Node.Mapping(List.of(new Node.Entry(name, node)), node.mark());
  }

  private Node map(Form form, Node node, String path) {
    if (form.catalogue() != null && node instanceof Node.Scalar name && !name.isNull()) {
      return typed(form.catalogue(), name, List.of(), name.mark());
    }
    if (!(node instanceof Node.Mapping map)) {
      return node;
    }
    Node.Mapping typed = form.catalogue() == null ? map : component(form, form.catalogue(), map, path);
    List<Parameter> parameters = form.parameters(typed);
    List<Node.Entry> entries = new ArrayList<>();
    for (Node.Entry entry : typed.entries()) {
      Parameter parameter = Form.named(parameters, entry.key().text());
      Node value = entry.value();
      entries.add(
          parameter == null
              ? entry
              : new Node.Entry(entry.key(), of(parameter.shape(), value, Paths.child(path, parameter.name()))));
    }
    return new Node.Mapping(entries, typed.mark());
  }

  private Node.Mapping component(Form form, Catalogue catalogue, Node.Mapping map, String path) {
    Node.Entry type = map.entry(Form.TYPE);
    if (type != null) {
      return type.value() instanceof Node.Scalar name
          ? map.with(new Node.Entry(type.key(), canonicalName(catalogue, name)))
          : map;
    }
    if (map.entries().size() != 1) {
      return map;
    }
    Node.Entry only = map.entries().getFirst();
    Catalogue.Entry component = catalogue.find(only.key().text());
    if (component == null || Form.named(form.own(), only.key().text()) != null) {
      return map;
    }
    return typed(catalogue, only.key(), arguments(component, only, path), map.mark());
  }

  /// The parameters behind `dropout:`, be they a map of them or the first one alone.
  private List<Node.Entry> arguments(Catalogue.Entry component, Node.Entry shorthand, String path) {
    Node value = shorthand.value();
    Node.Scalar name = shorthand.key();
    if (value instanceof Node.Mapping map) {
      Node.Entry type = map.entry(Form.TYPE);
      if (type != null) {
        problems.add(
            type.key().mark(),
            Paths.child(path, Form.TYPE),
            "the type stands before the colon already: " + component.name() + "; remove this one");
      }
      return map.without(Form.TYPE).entries();
    }
    if (value instanceof Node.Scalar scalar && !scalar.quoted() && scalar.text().isEmpty()) {
      problems.add(
          name.mark(),
          path,
          "nothing after '" + name.text() + ":'; for all defaults write " + name.text() + " without the colon");
      return List.of();
    }
    if (component.parameters().isEmpty()) {
      problems.add(value.mark(), path, component.name() + " has no parameters; write only " + component.name());
      return List.of();
    }
    String first = component.parameters().getFirst().name();
    return List.of(new Node.Entry(new Node.Scalar(first, false, value.mark()), value));
  }

  private static Node.Mapping typed(Catalogue catalogue, Node.Scalar name, List<Node.Entry> arguments, Mark mark) {
    List<Node.Entry> entries = new ArrayList<>();
    entries.add(new Node.Entry(new Node.Scalar(Form.TYPE, false, name.mark()), canonicalName(catalogue, name)));
    entries.addAll(arguments);
    return new Node.Mapping(entries, mark);
  }

  private static Node.Scalar canonicalName(Catalogue catalogue, Node.Scalar name) {
    Catalogue.Entry entry = catalogue.find(name.text());
    return entry == null ? name : new Node.Scalar(entry.name(), name.quoted(), name.mark());
  }

  /// `over` laid on `base`, both canonical: maps key by key, a component of another type and anything else whole.
  static Node merge(Shape shape, @Nullable Node base, Node over) {
    if (!(base instanceof Node.Mapping below) || !(over instanceof Node.Mapping above)) {
      return over;
    }
    Form form = Form.of(shape);
    if (form == null && !(shape instanceof Shape.Table)) {
      return over;
    }
    String newType = form == null || form.catalogue() == null ? null : Form.type(above);
    if (newType != null && !newType.equals(Form.type(below))) {
      return over;
    }
    Node.Mapping merged = new Node.Mapping(below.entries(), above.mark());
    for (Node.Entry entry : above.entries()) {
      Node.Entry old = below.entry(entry.key().text());
      Shape child = child(shape, form, merged, entry.key().text());
      Node value = old == null || child == null ? entry.value() : merge(child, old.value(), entry.value());
      merged = merged.with(new Node.Entry(entry.key(), value));
    }
    return merged;
  }

  private static @Nullable Shape child(Shape shape, @Nullable Form form, Node.Mapping map, String key) {
    if (form == null) {
      return shape instanceof Shape.Table(var value) ? value : null;
    }
    Parameter parameter = form.parameter(map, key);
    return parameter == null ? null : parameter.shape();
  }
}
