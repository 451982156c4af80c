package nnrun.config;

import java.util.List;
import nnrun.spec.Printable;
import org.jspecify.annotations.Nullable;

/// A value of a config, where it comes from, and what it hides.
///
/// @param path `optimizer.lr`, `model[2].rate`
/// @param value as the resolved config writes it; null where nothing is set and nothing need be
/// @param from the place that gives it; null where it is the default, or follows from the rest of the config
/// @param byDefault the value without that place, or null where there is none
/// @param hidden places that would give another value but for `from`, the nearest first
public record Origin(
    String path, @Nullable String value, @Nullable Place from, @Nullable String byDefault, List<Place> hidden) {
  /// A value in a file or an option.
  ///
  /// @param file as the user named it, or the option, `-o optimizer.lr=1`
  /// @param line from 1; 0 in an option
  /// @param column in characters from 1
  /// @param value as it stands there
  /// @param excerpt the line with a caret under it
  public record Place(String file, int line, int column, String value, String excerpt) {
    static Place of(Node node) {
      Source source = node.mark().source();
      int at = node.mark().index();
      String text = Origins.text(node);
      return new Place(source.name, source.line(at), source.column(at), text, source.excerpt(at));
    }

    /// `configs/mnist.yaml:14:5`, or the option.
    @Override
    public String toString() {
      return Printable.of(line == 0 ? file : file + ":" + line + ":" + column);
    }
  }

  /// Whether the config says it, and not just what holds anyway.
  public boolean changed() {
    return from != null && !isDefault();
  }

  /// Whether it is what would stand here if nobody said anything.
  public boolean isDefault() {
    if (value == null || byDefault == null) {
      return false;
    }
    boolean numbers = Numbers.isDecimal(value) && Numbers.isDecimal(byDefault);
    return numbers ? Double.parseDouble(value) == Double.parseDouble(byDefault) : value.equals(byDefault);
  }
}
