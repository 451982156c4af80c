package nnrun.data;

import nnrun.spec.Text;

/// What stands between two cells of a line.
@Text(
    value = "one character, tab, or blank for runs of blanks",
    schema = "{\"anyOf\": [{\"enum\": [\"tab\", \"blank\"]}, {\"type\": [\"string\", \"number\"], \"maxLength\": 2}]}")
public record Delimiter(char character) {
  private static final String FORBIDDEN = "\"\r\n\0\uFEFF";

  public static Delimiter parse(String text) {
    return switch (text) {
      case "tab", "\\t" -> new Delimiter('\t');
      case "blank" -> new Delimiter(' ');
      default -> {
        if (text.length() != 1 || FORBIDDEN.contains(text)) {
          throw new IllegalArgumentException(
              "'" + text + "' is not one character (such as ; or |), tab, or blank for runs of blanks");
        }
        yield new Delimiter(text.charAt(0));
      }
    };
  }

  boolean isBlank() {
    return character == ' ';
  }

  @Override
  public String toString() {
    return switch (character) {
      case '\t' -> "tab";
      case ' ' -> "blank";
      default -> String.valueOf(character);
    };
  }
}
