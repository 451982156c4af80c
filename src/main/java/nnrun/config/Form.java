package nnrun.config;

import java.util.ArrayList;
import java.util.List;
import nnrun.spec.Catalogue;
import nnrun.spec.Parameter;
import nnrun.spec.Shape;
import org.jspecify.annotations.Nullable;

/// The keys of a YAML map that stands for a record, for a component (`type` and its parameters), or for both at once
/// when a record inlines a catalogue.
///
/// @param catalogue whose component the map names by `type`, or null
/// @param own the record's own keys
record Form(@Nullable Catalogue catalogue, List<Parameter> own) {
  static final String TYPE = "type";

  /// Null when the shape is no map with known keys.
  static @Nullable Form of(Shape shape) {
    return switch (shape) {
      case Shape.Fields(var type) -> new Form(Parameter.inlineCatalogue(type), Parameter.keys(type));
      case Shape.Choice(var sealed) -> new Form(Catalogue.of(sealed), List.of());
      case Shape.Scalar _, Shape.Many _, Shape.Table _, Shape.Any _ -> null;
    };
  }

  /// The component that the map's `type` names; null when it names none.
  Catalogue.@Nullable Entry component(Node.Mapping map) {
    String type = type(map);
    return catalogue == null || type == null ? null : catalogue.find(type);
  }

  static @Nullable String type(Node.Mapping map) {
    Node.Entry type = map.entry(TYPE);
    return type != null && type.value() instanceof Node.Scalar scalar ? scalar.text() : null;
  }

  /// The parameters that this map may hold beside `type`.
  List<Parameter> parameters(Node.Mapping map) {
    Catalogue.Entry component = component(map);
    if (component == null) {
      return own;
    }
    List<Parameter> all = new ArrayList<>(own);
    all.addAll(component.parameters());
    return all;
  }

  @Nullable Parameter parameter(Node.Mapping map, String key) {
    return named(parameters(map), key);
  }

  static @Nullable Parameter named(List<Parameter> parameters, String key) {
    for (Parameter parameter : parameters) {
      if (parameter.name().equals(key)) {
        return parameter;
      }
    }
    return null;
  }
}
