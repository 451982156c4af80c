package nnrun.spec;

/// A name that may become part of a path or a file name: of a run, a layer, a trial. It cannot leave its folder, hide,
/// or pass for an option, whatever a config says.
@Text(
    value = "a name of 1 to 64 letters a-z A-Z, digits, '.', '_' or '-', not starting with '.' or '-'",
    schema = "{\"type\": [\"string\", \"number\", \"boolean\"], \"pattern\": \"^[A-Za-z0-9_][A-Za-z0-9._-]{0,63}$\"}")
public record Name(String value) {
  public Name {
    if (value.isEmpty() || value.length() > 64) {
      throw new IllegalArgumentException("a name has 1 to 64 characters; this one has " + value.length());
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!letterOrDigit && c != '.' && c != '_' && c != '-') {
        throw new IllegalArgumentException(
            "a name holds only letters a-z and A-Z, digits, '.', '_' and '-'; the character at place "
                + (i + 1)
                + " is none of them");
      }
    }
    if (value.charAt(0) == '.' || value.charAt(0) == '-') {
      throw new IllegalArgumentException(
          "a name starts with a letter, a digit or '_', not with '" + value.charAt(0) + "'");
    }
  }

  public static Name parse(String text) {
    return new Name(text);
  }

  @Override
  public String toString() {
    return value;
  }
}
