package nnrun.data;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import nnrun.tensor.Stream;

/// Measures the reading of CSV, of all shapes or of the one named. Not a test; its figures are in docs/PERFORMANCE.md:
/// `java -Xmx2g --add-modules jdk.incubator.vector -cp target/classes:target/test-classes:... nnrun.data.CsvBench`
public final class CsvBench {
  private static final int BYTES = 200_000_000;
  private static final int REPETITIONS = 7;

  private CsvBench() {}

  private static final byte[][] WORDS =
      List.of(
              "Private",
              "Bachelors",
              "Never-married",
              "Adm-clerical",
              "Own-child",
              "White",
              "Male",
              "United-States",
              "?")
          .stream()
          .map(word -> word.getBytes(StandardCharsets.US_ASCII))
          .toArray(byte[][]::new);

  private enum Shape {
    SHORT("20 columns as -1.234", 20) {
      @Override
      String cell(double x) {
        return String.format(Locale.ROOT, "%.3f", 4 * x - 2);
      }
    },
    BYTES("785 columns as 0..255", 785) {
      @Override
      String cell(double x) {
        return Integer.toString(x < 0.8 ? 0 : (int) (256 * x));
      }
    },
    MIXED("14 columns, of which 8 are words", 14) {
      @Override
      String cell(double x) {
        return Integer.toString((int) (100_000 * x));
      }
    },
    SHORTEST("20 columns as 0.49671415301123267", 20) {
      @Override
      String cell(double x) {
        return Double.toString(x);
      }
    },
    SCIENTIFIC("20 columns as 4.967141530112326709e-01", 20) {
      @Override
      String cell(double x) {
        return String.format(Locale.ROOT, "%.18e", x);
      }
    };

    final String text;
    final int width;

    Shape(String text, int width) {
      this.text = text;
      this.width = width;
    }

    abstract String cell(double x);
  }

  public static void main(String[] args) {
    System.out.println(
        "200 MB of numbers, MB/s, median of " + REPETITIONS + " (min .. max): wall; processor time of the thread");
    for (Shape shape : args.length == 0 ? Shape.values() : new Shape[] {Shape.valueOf(args[0])}) {
      byte[] csv = csv(shape);
      Csv rules = Given.csv(Header.FALSE, ",", 0);
      print(
          shape.text + ", fast",
          () -> CsvReader.read(Content.of("bench.csv", csv), rules, List.of(), true),
          REPETITIONS);
      print(shape.text + ", strict", () -> CsvReader.read(Content.of("bench.csv", csv), rules, List.of(), false), 1);
    }
  }

  /// Ten thousand different cells, in rows that begin anywhere among them.
  private static byte[] csv(Shape shape) {
    Stream stream = Stream.of(11);
    byte[][] cells = new byte[10_000][];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = shape.cell(stream.below(1 << 30, i) / (double) (1 << 30)).getBytes(StandardCharsets.US_ASCII);
    }
    byte[] csv = new byte[BYTES];
    int at = 0;
    for (int row = 0; ; row++) {
      int rowStart = at;
      int first = stream.at(1).below(cells.length, row);
      for (int c = 0; c < shape.width; c++) {
        boolean word = shape == Shape.MIXED && c < 8;
        byte[] cell = word ? WORDS[(first + c) % WORDS.length] : cells[(first + c) % cells.length];
        if (at + cell.length + 1 > BYTES) {
          return Arrays.copyOf(csv, rowStart);
        }
        System.arraycopy(cell, 0, csv, at, cell.length);
        at += cell.length;
        csv[at++] = (byte) (c + 1 < shape.width ? ',' : '\n');
      }
    }
  }

  private static void print(String what, Supplier<?> read, int repetitions) {
    double[] rates = new double[repetitions];
    double[] busy = new double[repetitions];
    for (int i = repetitions == 1 ? 0 : -2; i < repetitions; i++) { // two to warm up
      long begin = System.nanoTime();
      long busyBegin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      if (read.get() == null) {
        throw new IllegalStateException(what + ": not read");
      }
      if (i >= 0) {
        rates[i] = BYTES * 1e3 / (System.nanoTime() - begin);
        busy[i] = BYTES * 1e3 / (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - busyBegin);
      }
    }
    System.out.println(what + ": " + spread(rates) + "; " + spread(busy));
  }

  private static String spread(double[] rates) {
    Arrays.sort(rates);
    return String.format(
        Locale.ROOT, "%.0f (%.0f .. %.0f)", rates[rates.length / 2], rates[0], rates[rates.length - 1]);
  }
}
