package nnrun.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import nnrun.spec.Nearest;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/// Makes numbers of the columns of a table, some rows at a time, so that it does not matter where either lie.
final class Encoders {
  /// Makes the numbers of one column.
  private interface Encoder {
    /// @param rows of the table, of which those from `from` on become the rows of the block, which is full of zeros
    void encode(int[] rows, int from, Matrix block);
  }

  private final Table table;
  private final List<Encoder> encoders = new ArrayList<>();
  private int width;

  Encoders(Table table) {
    this.table = table;
  }

  /// Columns of what is made so far.
  int width() {
    return width;
  }

  /// All rows in parts.
  ///
  /// @param then takes (some rows, width) and may change them
  Rows rows(int[] rows, Engine engine, Consumer<Matrix> then) {
    Rows.Writer writer = new Rows.Writer(table.store(), width, engine.precision().bytes());
    Matrix block = engine.matrix(Math.min(rows.length, writer.rowsOfPart()), width);
    for (int from = 0; from < rows.length; from += block.capacityRows()) {
      block.rows(Math.min(block.capacityRows(), rows.length - from));
      encode(rows, from, block);
      then.accept(block);
      writer.add(block.segment(), block.rows());
    }
    return writer.done();
  }

  /// A few rows.
  Matrix block(int[] rows, Engine engine) {
    Matrix block = engine.matrix(rows.length, width);
    encode(rows, 0, block);
    return block;
  }

  private void encode(int[] rows, int from, Matrix block) {
    block.fill(0);
    for (Encoder encoder : encoders) {
      encoder.encode(rows, from, block);
    }
  }

  // Inputs. What is fitted is (1, features); `fill` is null where a missing number is an error.

  void pixels(Column.Pixels pixels, Matrix offset, Matrix factor) {
    int feature = width;
    width += pixels.size();
    double[] offsets = new double[pixels.size()];
    double[] factors = new double[pixels.size()];
    for (int k = 0; k < offsets.length; k++) {
      offsets[k] = offset.get(0, feature + k);
      factors[k] = factor.get(0, feature + k);
    }
    byte[] image = new byte[pixels.size()];
    encoders.add((rows, from, block) -> {
      for (int i = 0; i < block.rows(); i++) {
        pixels.values().copy(rows[from + i], image);
        encode(image, offsets, factors, block, i * block.columns() + feature);
      }
    });
  }

  /// One image; a method of its own is compiled after a few rows.
  private static void encode(byte[] values, double[] offsets, double[] factors, Matrix block, int to) {
    for (int k = 0; k < offsets.length; k++) {
      block.put(to + k, ((values[k] & 0xff) - offsets[k]) * factors[k]);
    }
  }

  /// @param gaps whether a feature behind the number tells where it is missing
  void numbers(Column.Numeric column, boolean gaps, Matrix offset, Matrix factor, @Nullable Matrix fill) {
    int feature = width;
    width += gaps ? 2 : 1;
    double shift = offset.get(0, feature);
    double scale = factor.get(0, feature);
    encoders.add((rows, from, block) -> {
      for (int i = 0; i < block.rows(); i++) {
        double x = column.values().at(rows[from + i]);
        if (Double.isNaN(x)) {
          if (fill == null) {
            throw Preprocessing.missingCell(table, rows[from + i], column.name());
          }
          x = fill.get(0, feature);
          if (gaps) {
            block.set(i, feature + 1, 1);
          }
        }
        block.set(i, feature, (x - shift) * scale);
      }
    });
  }

  void documents(Column.Texts column, Field.Document field, @Nullable Matrix fill) {
    int feature = width;
    double[] values = new double[field.features().size()];
    width += values.length;
    Map<String, Integer> places = field.places();
    encoders.add((rows, from, block) -> {
      for (int i = 0; i < block.rows(); i++) {
        int row = rows[from + i];
        if (column.isMissing(row) && fill == null) {
          throw Preprocessing.missingCell(table, row, column.name());
        }
        List<String> words = column.isMissing(row) ? List.of() : Vocabulary.words(column.text(row));
        field.encode(words, places, values, 0, values.length);
        for (int k = 0; k < values.length; k++) {
          block.set(i, feature + k, values[k]);
        }
      }
    });
  }

  void categories(Column.Texts column, List<String> categories, Unknown unknown, @Nullable Matrix fill) {
    int feature = width;
    width += categories.size();
    int[] categoryOf = indices(column.levels(), categories);
    int missing = categories.indexOf(Field.MISSING);
    encoders.add((rows, from, block) -> {
      for (int i = 0; i < block.rows(); i++) {
        int code = column.code(rows[from + i]);
        int category = code < 0 ? missing : categoryOf[code];
        if (category >= 0) {
          block.set(i, feature + category, 1);
        } else if (code < 0 && fill == null) {
          throw Preprocessing.missingCell(table, rows[from + i], column.name());
        } else if (unknown == Unknown.ERROR) {
          String text = code < 0 ? Field.MISSING : column.text(rows[from + i]);
          throw new DataException(
              table.where(rows[from + i], column.name())
                  + ": '"
                  + text
                  + "' is in no training row"
                  + known(text, categories)
                  + "; with unknown: other such a cell counts as none of them");
        }
      }
    });
  }

  // Targets.

  /// @param classes what the texts may be; empty for numbers
  void target(Column column, List<String> classes) {
    int c = width++;
    int[] classOf = column instanceof Column.Texts texts ? indices(texts.levels(), classes) : new int[0];
    encoders.add((rows, from, block) -> {
      for (int i = 0; i < block.rows(); i++) {
        block.set(i, c, target(column, classes, classOf, rows[from + i]));
      }
    });
  }

  private double target(Column column, List<String> classes, int[] classOf, int row) {
    if (column.isMissing(row)) {
      throw new DataException(
          table.where(row, column.name()) + ": the target is missing; leave such rows out with missing: drop");
    }
    if (column instanceof Column.Numeric numbers) {
      return numbers.values().at(row);
    }
    Column.Texts texts = (Column.Texts) column;
    int known = classOf[texts.code(row)];
    if (known < 0) {
      throw new DataException(
          table.where(row, column.name())
              + ": class '"
              + texts.text(row)
              + "' is in no training row"
              + known(texts.text(row), classes)
              + "; with split: {stratify: true} every class has training rows");
    }
    return known;
  }

  private static String known(String text, List<String> known) {
    String nearest = Nearest.of(text, known);
    return (nearest == null ? "" : "; did you mean '" + nearest + "'?") + " (those have " + Nearest.list(known) + ")";
  }

  /// The index of each level among the names, or -1. One that is not there as it is written is looked for as a number.
  private static int[] indices(List<String> levels, List<String> names) {
    Map<String, Integer> index = new LinkedHashMap<>();
    names.forEach(name -> index.put(name, index.size()));
    return levels.stream()
        .mapToInt(level -> index.getOrDefault(level, index.getOrDefault(Numbers.canonical(level), -1)))
        .toArray();
  }
}
