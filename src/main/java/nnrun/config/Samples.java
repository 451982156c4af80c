package nnrun.config;

import java.util.ArrayList;
import java.util.List;
import nnrun.spec.Catalogue;
import nnrun.spec.Names;
import nnrun.spec.Parameter;
import nnrun.spec.Shape;
import org.jspecify.annotations.Nullable;

/// Components made of what they declare, to ask what a method of theirs says.
final class Samples {
  private Samples() {}

  /// What a component's name alone stands for; null where it needs more.
  static @Nullable Record alone(Catalogue.Entry entry) {
    return entry.parameters().stream().anyMatch(Parameter::required) ? null : example(entry, null, "");
  }

  /// A component with its defaults, and examples where it has none; null where that is no valid one.
  ///
  /// @param changed the parameter that has another value, or null
  static @Nullable Record example(Catalogue.Entry entry, @Nullable Parameter changed, String value) {
    Problems problems = new Problems();
    Source source = Source.file(entry.name(), "");
    problems.reading(source);
    Mark mark = new Mark(source, 0);
    List<Node.Entry> keys = new ArrayList<>();
    for (Parameter p : entry.parameters()) {
      String text = p.equals(changed) ? value : p.required() ? p.example() : null;
      Node node = text == null ? null : Binder.defaultNode(p, text, problems);
      if (node != null) {
        keys.add(new Node.Entry(new Node.Scalar(p.name(), false, mark), node));
      }
    }
    Shape shape = new Shape.Fields(entry.type());
    Object made = new Binder(problems, shape).bind(shape, new Node.Mapping(keys, mark), entry.name(), mark, null);
    return made instanceof Record record ? record : null;
  }

  /// Every value of a parameter that is a word or a truth value.
  static List<String> words(Shape shape) {
    if (shape instanceof Shape.Scalar(var type)) {
      return type == boolean.class ? List.of("false", "true") : type.isEnum() ? Names.ofEnum(type) : List.of();
    }
    return List.of();
  }
}
