package nnrun.config;

import java.util.stream.Collectors;
import nnrun.spec.Anything;
import org.jspecify.annotations.Nullable;

/// A piece of YAML as it stands, with its place: what it means is told by the place of a config it is laid on. Two are
/// equal when they are written the same on one line.
public final class Value implements Anything {
  private final Node node;

  Value(Node node) {
    this.node = node;
  }

  /// A number or a word that nobody wrote but that follows from what stands at a place.
  public static Value computed(String text, Place place) {
    return new Value(new Node.Scalar(text, false, place.mark()));
  }

  Node node() {
    return node;
  }

  /// On one line, as an option on the command line takes it: `0.01`, `{type: adam, beta2: 0.99}`.
  @Override
  public String toString() {
    return flow(node);
  }

  /// Whether it is this value in whatever spelling: 1e-3 is 0.001, and a component's name stands for the component.
  public boolean matches(Value wanted) {
    if (node instanceof Node.Mapping map && wanted.node instanceof Node.Scalar name) {
      return name.text().equals(Form.type(map));
    }
    String mine = toString();
    String other = wanted.toString();
    boolean numbers = Numbers.isDecimal(mine) && Numbers.isDecimal(other);
    return numbers ? Double.parseDouble(mine) == Double.parseDouble(other) : mine.equals(other);
  }

  private static String flow(Node node) {
    return switch (node) {
      case Node.Scalar scalar -> flow(scalar);
      case Node.Sequence list -> list.items().stream().map(Value::flow).collect(Collectors.joining(", ", "[", "]"));
      case Node.Mapping map ->
          map.entries().stream()
              .map(entry -> flow(entry.key()) + ": " + flow(entry.value()))
              .collect(Collectors.joining(", ", "{", "}"));
      case Node.Refused _ -> "";
    };
  }

  private static String flow(Node.Scalar scalar) {
    boolean plain = scalar.text().chars().allMatch(c -> Character.isLetterOrDigit(c) || "._+-/".indexOf(c) >= 0);
    return scalar.quoted() || !plain ? Json.write(scalar.text()) : scalar.text();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Value value && value.toString().equals(toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }
}
