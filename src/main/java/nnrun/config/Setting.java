package nnrun.config;

import java.util.Objects;

/// A value to be laid on a place of a config, written somewhere else.
///
/// @param path in the config it is laid on: `optimizer.lr`, `model.0.units`
/// @param place where the path is written
public record Setting(String path, Place place, Value value) {
  /// From the command line.
  ///
  /// @param flag as typed, `-p`
  /// @param value YAML
  public static Setting option(String flag, String path, String value) throws ConfigException {
    Source source = Source.option(flag, path + "=" + value);
    Problems problems = new Problems();
    problems.reading(source);
    Node node = YamlText.read(source, source.text.codePointCount(0, path.length() + 1), problems);
    problems.throwIfAny();
    return new Setting(path, new Place(new Mark(source, 0)), new Value(Objects.requireNonNull(node)));
  }

  /// As an option on the command line writes it.
  @Override
  public String toString() {
    return path + "=" + value;
  }
}
