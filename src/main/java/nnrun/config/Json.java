package nnrun.config;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;

/// JSON text of maps, lists, records, text, numbers, truth values and null, and back.
///
/// JSON has no NaN and no infinities: they are written as the strings "NaN", "Infinity", "-Infinity".
public final class Json {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(64)
                  .maxDocumentLength(64L << 20)
                  .maxTokenCount(4_000_000)
                  .maxStringLength(4 << 20)
                  .maxNameLength(1 << 16)
                  .maxNumberLength(400)
                  .build())
          .build();

  private Json() {}

  /// On one line, without spaces.
  public static String write(@Nullable Object value) {
    return write(value, ObjectWriteContext.empty());
  }

  /// Indented by two, with a line break at the end.
  public static String pretty(@Nullable Object value) {
    return write(value, new Pretty()) + "\n";
  }

  /// As [#pretty], but what fits the rest of a line stays on it: for long texts that few read.
  ///
  /// @param columns characters a line; one value or key alone may need more
  public static String filled(@Nullable Object value, int columns) {
    StringBuilder text = new StringBuilder();
    fill(text, "", "", Tree.of(value), columns);
    return text.append("\n").toString();
  }

  private static void fill(StringBuilder text, String indent, String key, @Nullable Object value, int columns) {
    String line = key + write(value);
    String deeper = indent + "  ";
    text.append(indent);
    if (indent.length() + line.length() + 1 <= columns) { // a comma follows
      text.append(line);
    } else if (value instanceof Map<?, ?> map) {
      text.append(key).append('{');
      String before = "\n";
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        text.append(before);
        fill(text, deeper, write(entry.getKey()) + ": ", entry.getValue(), columns);
        before = ",\n";
      }
      text.append("\n").append(indent).append('}');
    } else if (value instanceof List<?> list) {
      text.append(key).append('[');
      String before = "\n";
      for (Object element : list) {
        text.append(before);
        fill(text, deeper, "", element, columns);
        before = ",\n";
      }
      text.append("\n").append(indent).append(']');
    } else {
      text.append(line);
    }
  }

  /// A record on one line without the parameters that have their defaults.
  public static String differing(Record record) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      Yaml.Tokens.write(json, Tree.differing(record));
    }
    return text.toString();
  }

  private static String write(@Nullable Object value, ObjectWriteContext context) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(context, text)) {
      Yaml.Tokens.write(json, Tree.of(value));
    }
    return text.toString();
  }

  private static final class Pretty extends ObjectWriteContext.Base {
    @Override
    public PrettyPrinter getPrettyPrinter() {
      DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
      DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
      printer.indentObjectsWith(indenter);
      printer.indentArraysWith(indenter);
      return printer;
    }

    @Override
    public boolean hasPrettyPrinter() {
      return true;
    }
  }

  /// Reads one JSON value: LinkedHashMap, List, String, Long (a whole number), Double, Boolean or null.
  ///
  /// @throws IllegalArgumentException with a sentence that names line and column, for anything else than one value, a
  ///   doubled key, a number no long or double holds, or nesting deeper than 64
  public static @Nullable Object parse(String text) {
    try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      JsonToken first = json.nextToken();
      if (first == null) {
        throw new IllegalArgumentException("empty JSON");
      }
      Object value = value(json, first);
      if (json.nextToken() != null) {
        throw new IllegalArgumentException("more than one JSON value" + at(json.currentTokenLocation()));
      }
      return value;
    } catch (JacksonException e) {
      String why = e.getOriginalMessage().replaceFirst("(?s) \\(start marker at .*", ""); // it shows no source
      throw new IllegalArgumentException("broken JSON" + at(e.getLocation()) + ": " + why, e);
    }
  }

  private static String at(tools.jackson.core.@Nullable TokenStreamLocation place) {
    return place == null ? "" : " at line " + place.getLineNr() + ", column " + place.getColumnNr();
  }

  private static @Nullable Object value(JsonParser json, JsonToken token) {
    return switch (token) {
      case START_OBJECT -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
          String key = json.currentName();
          map.put(key, value(json, json.nextToken()));
        }
        yield map;
      }
      case START_ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        for (JsonToken next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
          list.add(value(json, next));
        }
        yield list;
      }
      case VALUE_STRING -> json.getString();
      case VALUE_NUMBER_INT -> json.getLongValue();
      case VALUE_NUMBER_FLOAT -> finite(json);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalArgumentException("broken JSON" + at(json.currentTokenLocation()));
    };
  }

  private static double finite(JsonParser json) {
    double x = json.getDoubleValue();
    if (Double.isInfinite(x)) {
      throw new IllegalArgumentException("a JSON number too large for 64 bits" + at(json.currentTokenLocation()));
    }
    return x;
  }
}
