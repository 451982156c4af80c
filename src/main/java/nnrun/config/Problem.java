package nnrun.config;

import nnrun.spec.Printable;
import org.jspecify.annotations.Nullable;

/// One thing wrong with a config.
///
/// @param file the file as the user named it, or the option, `-o optimizer.lrr=1`
/// @param line from 1; 0 in an option, and when the file as a whole is meant
/// @param column in characters from 1; 0 when the file as a whole is meant
/// @param path where it is in the config, `model[2].rate`; empty when the file as a whole is meant
/// @param message what came, what was wanted, a way out
/// @param suggestion the nearest valid name, or null
/// @param excerpt the line with a caret under it; empty when the file as a whole is meant
public record Problem(
    String file, int line, int column, String path, String message, @Nullable String suggestion, String excerpt) {

  static Problem at(Mark mark, String path, String message, @Nullable String suggestion) {
    Source source = mark.source();
    return new Problem(
        source.name,
        source.line(mark.index()),
        source.column(mark.index()),
        path,
        message,
        suggestion,
        source.excerpt(mark.index()));
  }

  static Problem ofFile(String file, String message) {
    return new Problem(file, 0, 0, "", message, null, "");
  }

  /// As a compiler prints it: place, path, message, then the line with a caret.
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(Printable.of(file));
    if (line > 0) {
      text.append(':').append(line).append(':').append(column);
    }
    text.append(": ");
    if (!path.isEmpty() && !file.startsWith(path + "=", file.indexOf(' ') + 1)) {
      text.append(path).append(": ");
    }
    text.append(Printable.of(message));
    if (suggestion != null) {
      text.append("; did you mean ").append(suggestion).append('?');
    }
    return excerpt.isEmpty() ? text.toString() : text.append('\n').append(excerpt).toString();
  }
}
