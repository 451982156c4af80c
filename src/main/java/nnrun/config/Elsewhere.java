package nnrun.config;

import java.util.List;
import nnrun.spec.Catalogue;
import nnrun.spec.Names;
import nnrun.spec.Parameter;
import nnrun.spec.Shape;
import org.jspecify.annotations.Nullable;

/// Tells where in a config a key or a component's name would have been right.
final class Elsewhere {
  private static final int DEEPEST = 4;

  private final Shape whole;

  Elsewhere(Shape whole) {
    this.whole = whole;
  }

  /// `it belongs in train, as train: {epochs: ...}`; null when no part of a config has such a key.
  @Nullable String ofKey(String key) {
    for (boolean ofComponents : new boolean[] {false, true}) {
      for (int depth = 1; depth <= DEEPEST; depth++) { // the nearest to the top first
        String spelt = spelt(whole, key, depth, ofComponents);
        if (spelt != null) {
          String section = spelt.substring(0, spelt.indexOf(':'));
          return depth == 1 ? "it belongs at the top of the config" : "it belongs in " + section + ", as " + spelt;
        }
      }
    }
    return null;
  }

  /// The key with `depth - 1` maps around it, the innermost a record's or a component's.
  private static @Nullable String spelt(Shape shape, String key, int depth, boolean ofComponents) {
    if (depth == 1 && ofComponents && shape instanceof Shape.Choice(var sealed)) {
      for (Catalogue.Entry component : Catalogue.of(sealed).entries()) {
        if (Form.named(component.parameters(), key) != null) {
          return "type: " + component.name() + ", " + key + ": ...";
        }
      }
    } else if (depth == 1 && !ofComponents && Form.named(keys(shape), key) != null) {
      return key + ": ...";
    } else if (depth > 1) {
      for (Parameter parameter : keys(shape)) {
        String inside = spelt(parameter.shape(), key, depth - 1, ofComponents);
        if (inside != null) {
          return parameter.name() + ": {" + inside + "}";
        }
      }
    }
    return null;
  }

  private static List<Parameter> keys(Shape shape) {
    return shape instanceof Shape.Fields(var type) ? Parameter.keys(type) : List.of();
  }

  /// `adam is an optimizer`; null when no catalogue that a config takes from has such a name.
  @Nullable String ofName(String name) {
    String kind = kind(whole, name, DEEPEST);
    return kind == null ? null : name + " is " + Names.article(kind.replace('_', ' '));
  }

  private static @Nullable String kind(Shape shape, String name, int depth) {
    if (depth == 0) {
      return null;
    }
    Form form = Form.of(shape);
    Catalogue catalogue = form == null ? null : form.catalogue();
    if (catalogue != null && catalogue.find(name) != null) {
      return catalogue.name();
    }
    if (shape instanceof Shape.Many(var element)) {
      return kind(element, name, depth - 1);
    }
    for (Parameter parameter : keys(shape)) {
      String kind = kind(parameter.shape(), name, depth - 1);
      if (kind != null) {
        return kind;
      }
    }
    return null;
  }
}
