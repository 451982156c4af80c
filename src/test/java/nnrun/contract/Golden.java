package nnrun.contract;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nnrun.config.Config;
import nnrun.config.ConfigException;
import nnrun.config.Json;
import nnrun.spec.Catalogue;
import nnrun.spec.Parameter;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;

/// One file of reference numbers under `src/test/resources/golden`; MANIFEST.csv there lists them.
///
/// @param file below that folder
/// @param kind what it is about, in the file's own words: `adam`
public record Golden(String file, String kind, Map<String, Object> fields) {
  private static final String FOLDER = "/golden/";

  /// The files of a folder.
  public static List<Golden> of(String folder) {
    return all().stream().filter(golden -> golden.file.startsWith(folder + "/")).toList();
  }

  public static List<Golden> all() {
    return text("MANIFEST.csv").lines().skip(1).map(row -> row.split(",")[0]).map(Golden::read).toList();
  }

  private static Golden read(String file) {
    Map<String, Object> fields = map(Json.parse(text(file)));
    String component = (String) fields.get("component");
    return new Golden(file, component.substring(component.indexOf('/') + 1), fields);
  }

  private static String text(String file) {
    try (InputStream in = Golden.class.getResourceAsStream(FOLDER + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(file, e);
    }
  }

  @Override
  public String toString() {
    return file;
  }

  public String name() {
    return (String) fields.get("case");
  }

  public Map<String, Object> params() {
    return map(fields.get("params"));
  }

  public Object get(String field) {
    return fields.get(field);
  }

  public boolean has(String field) {
    return fields.containsKey(field);
  }

  public double number(String field) {
    return ((Number) fields.get(field)).doubleValue();
  }

  public double[] numbers(String field) {
    return numbers(fields.get(field));
  }

  public Matrix matrix(Engine engine, String field) {
    return matrix(engine, fields.get(field));
  }

  @SuppressWarnings("unchecked")
  public static Map<String, Object> map(Object json) {
    return (Map<String, Object>) json;
  }

  @SuppressWarnings("unchecked")
  public static List<Object> list(Object json) {
    return (List<Object>) json;
  }

  /// All numbers of nested lists in row-major order; a number alone is one.
  public static double[] numbers(Object json) {
    List<Double> flat = new ArrayList<>();
    flatten(json, flat);
    return flat.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static void flatten(Object json, List<Double> flat) {
    if (json instanceof List<?> list) {
      list.forEach(item -> flatten(item, flat));
    } else {
      flat.add(((Number) json).doubleValue());
    }
  }

  /// (rows, everything else); one list of numbers is one row.
  public static Matrix matrix(Engine engine, Object json) {
    double[] numbers = numbers(json);
    List<?> list = (List<?>) json;
    int rows = list.getFirst() instanceof List<?> ? list.size() : 1;
    Matrix matrix = engine.matrix(rows, numbers.length / rows);
    Numbers.fill(matrix, numbers);
    return matrix;
  }

  /// The transpose of a two-dimensional list: the files keep weights as (out, in).
  public static double[] transposed(Object json) {
    List<Object> rows = list(json);
    int columns = list(rows.getFirst()).size();
    double[] numbers = numbers(json);
    double[] turned = new double[numbers.length];
    for (int r = 0; r < rows.size(); r++) {
      for (int c = 0; c < columns; c++) {
        turned[c * rows.size() + r] = numbers[r * columns + c];
      }
    }
    return turned;
  }

  /// Reads a component from the file's parameters.
  ///
  /// @param name of the component, or an alias
  /// @param names what our parameters are called in the file, where it differs
  /// @param more parameters that the file does not name
  public static <T> T component(
      Class<T> sealed, String name, Map<String, Object> params, Map<String, String> names, Map<String, Object> more) {
    Catalogue.Entry entry = Catalogue.of(sealed).find(name);
    if (entry == null) {
      throw new AssertionError("no " + Catalogue.of(sealed).name() + " is called " + name);
    }
    Map<String, Object> yaml = new LinkedHashMap<>();
    yaml.put("type", entry.name());
    for (Parameter parameter : entry.parameters()) {
      Object value = params.get(names.getOrDefault(parameter.name(), parameter.name()));
      if (value != null) {
        yaml.put(parameter.name(), value);
      }
    }
    yaml.putAll(more);
    try {
      return Config.parse(sealed, Json.write(yaml), "golden").value();
    } catch (ConfigException e) {
      throw new AssertionError(yaml + ": " + e.getMessage(), e);
    }
  }
}
