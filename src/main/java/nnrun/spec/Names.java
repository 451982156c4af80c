package nnrun.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How Java names become YAML names; the same under every language of the machine.
public final class Names {
  private Names() {}

  /// `LeakyRelu` is `leaky_relu`, `labelSmoothing` is `label_smoothing`, `Conv2d` is `conv2d`; `if_`, which Java keeps
  /// for itself without the line, is `if`.
  public static String snake(String javaName) {
    StringBuilder snake = new StringBuilder(javaName.length() + 4);
    int end = javaName.endsWith("_") ? javaName.length() - 1 : javaName.length();
    for (int i = 0; i < end; i++) {
      char c = javaName.charAt(i);
      boolean upper = c >= 'A' && c <= 'Z';
      if (upper && i > 0) {
        snake.append('_');
      }
      snake.append(upper ? (char) (c - 'A' + 'a') : c);
    }
    return snake.toString();
  }

  /// `PER_IMAGE` is `per_image`.
  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /// `a layer`, `an optimizer`.
  public static String article(String noun) {
    return ("aeiou".indexOf(noun.charAt(0)) >= 0 ? "an " : "a ") + noun;
  }

  /// The names of an enum's constants, in their order.
  public static List<String> ofEnum(Class<?> type) {
    List<String> names = new ArrayList<>();
    for (Object constant : type.getEnumConstants()) {
      names.add(of((Enum<?>) constant));
    }
    return names;
  }
}
