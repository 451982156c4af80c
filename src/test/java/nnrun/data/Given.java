package nnrun.data;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;
import nnrun.tensor.Precision;
import org.jspecify.annotations.Nullable;

/// What the tests of this package are given: tables in memory, files, and `data` sections written briefly.
final class Given {
  static final List<String> MISSING = List.of("?", "NA", "N/A", "nan", "NaN", "null", "NULL");
  static final Engine ENGINE = Engine.plain(Precision.FLOAT64);
  static final DataFiles NO_FILES = new DataFiles(List.of());

  Source source;
  @Nullable Source test;
  @Nullable TargetName target;
  List<String> targets = List.of();
  List<String> columns = List.of();
  List<String> ignore = List.of();
  Map<String, Encoding> types = Map.of();
  String missing = "error";
  boolean indicator;
  Unknown unknown = Unknown.ERROR;
  Split split = split("0", "0", false, false, 0);
  Scaling scale = new None();
  List<Augment> augment = List.of();

  Given(Source source) {
    this.source = source;
  }

  Given target(String name) {
    target = TargetName.parse(name);
    return this;
  }

  Given split(Split split) {
    this.split = split;
    return this;
  }

  Given scale(Scaling scale) {
    this.scale = scale;
    return this;
  }

  Given missing(String missing) {
    this.missing = missing;
    return this;
  }

  static Split split(String val, String test, boolean stratify, boolean inOrder, long seed) {
    return new Split(Share.parse(val), Share.parse(test), stratify, inOrder, null, null, 0, 1, seed);
  }

  DataSpec spec() {
    return new DataSpec(
        source,
        test,
        target,
        targets,
        columns,
        ignore,
        types,
        Missing.parse(missing),
        indicator,
        unknown,
        split,
        scale,
        augment);
  }

  Prepared prepare(DataFiles files, boolean wantClasses) {
    return spec().prepare(files, ENGINE, wantClasses);
  }

  static Csv csv(String path) {
    return new Csv(path, Header.AUTO, new Delimiter(','), 0, MISSING);
  }

  static Csv csv(Header header, String delimiter, int skip) {
    return new Csv("t.csv", header, Delimiter.parse(delimiter), skip, MISSING);
  }

  /// A table of a file `t.csv` with this content.
  static Table table(String content) {
    return table(content.getBytes(StandardCharsets.UTF_8), csv("t.csv"));
  }

  static Table table(byte[] content, Csv rules) {
    return CsvReader.read(Content.of("t.csv", content), rules, List.of());
  }

  /// Writes `t.csv` into a folder and prepares it.
  static Given file(Path folder, String content) {
    write(folder.resolve("t.csv"), content.getBytes(StandardCharsets.UTF_8));
    return new Given(csv("t.csv"));
  }

  static void write(Path file, byte[] bytes) {
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  static double[] numbers(Table table, String column) {
    return array(((Column.Numeric) Preprocessing.named(table, column, "is asked for")).values());
  }

  static double[] array(Values values) {
    double[] numbers = new double[values.rows()];
    Arrays.setAll(numbers, values::at);
    return numbers;
  }

  /// The index of each row's text, -1 where it is missing.
  static int[] codes(Table table, int column) {
    Column.Texts texts = (Column.Texts) table.columns().get(column);
    return IntStream.range(0, texts.rows()).map(texts::code).toArray();
  }

  /// The line on which each row begins.
  static int[] lines(Table table) {
    Lines lines = Objects.requireNonNull(table.lines());
    return IntStream.range(0, table.rows()).map(lines::of).toArray();
  }

  static byte[] bytes(Rows rows) {
    byte[] bytes = new byte[rows.rows() * rows.columns()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) rows.get(i / rows.columns(), i % rows.columns());
    }
    return bytes;
  }

  static double[] row(Matrix matrix, int row) {
    return row(Rows.of(matrix), row);
  }

  static double[] row(Rows matrix, int row) {
    double[] values = new double[matrix.columns()];
    for (int c = 0; c < values.length; c++) {
      values[c] = matrix.get(row, c);
    }
    return values;
  }

  static double[] column(Rows matrix, int column) {
    double[] values = new double[matrix.rows()];
    for (int r = 0; r < values.length; r++) {
      values[r] = matrix.get(r, column);
    }
    return values;
  }

  /// The folder of real data sets; the test is skipped where it is absent.
  static DataFiles realData() {
    String folder = System.getenv("NNRUN_DATA");
    assumeTrue(folder != null, "NNRUN_DATA names no folder of real data sets");
    return new DataFiles(List.of(Path.of(folder)));
  }
}
