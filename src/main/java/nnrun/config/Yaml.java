package nnrun.config;

import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;
import tools.jackson.dataformat.yaml.util.StringQuotingChecker;

/// Writes a record as the resolved config: every default filled in, components by `type`, absent parameters left out.
/// [Config#parse] reads it back to an equal record.
public final class Yaml {
  private static final YAMLFactory FACTORY =
      YAMLFactory.builder()
          .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
          .disable(YAMLWriteFeature.SPLIT_LINES)
          .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
          .enable(YAMLWriteFeature.INDENT_ARRAYS_WITH_INDICATOR)
          .stringQuotingChecker(new Quoting())
          .build();

  private Yaml() {}

  public static String write(Object record) {
    StringWriter text = new StringWriter();
    try (JsonGenerator yaml = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      Tokens.write(yaml, Tree.of(record));
    }
    return text.toString();
  }

  /// Only a plain word of the simplest kind goes without quotes; everything else is text beyond doubt.
  private static final class Quoting extends StringQuotingChecker {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean needToQuoteName(String name) {
      return needToQuoteValue(name);
    }

    @Override
    public boolean needToQuoteValue(String value) {
      if (value.isEmpty() || !Character.isLetter(value.charAt(0)) || value.endsWith(" ")) {
        return true;
      }
      for (int i = 0; i < value.length(); i++) {
        char c = value.charAt(i);
        boolean simple =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "_-./ ".indexOf(c) >= 0;
        if (!simple) {
          return true;
        }
      }
      return isReservedKeyword(value)
          || Scalars.isTruth(value)
          || Numbers.looksLikeNumber(value)
          || Numbers.isNotFinite(value);
    }
  }

  /// Hands a [Tree] to a generator of any format.
  static final class Tokens {
    private Tokens() {}

    static void write(JsonGenerator out, @Nullable Object tree) {
      switch (tree) {
        case null -> out.writeNull();
        case Tree.Digits(String digits) -> out.writeNumber(digits);
        case Boolean b -> out.writeBoolean(b);
        case Map<?, ?> map -> {
          out.writeStartObject();
          map.forEach((key, value) -> {
            out.writeName((String) key);
            write(out, value);
          });
          out.writeEndObject();
        }
        case List<?> list -> {
          out.writeStartArray();
          list.forEach(value -> write(out, value));
          out.writeEndArray();
        }
        default -> out.writeString((String) tree);
      }
    }
  }
}
