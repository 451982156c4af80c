package nnrun.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import nnrun.data.Dataset;
import nnrun.data.Preprocessing;
import nnrun.data.Targets;
import nnrun.metric.Classes;
import nnrun.metric.Confusion;
import nnrun.tensor.Matrix;
import nnrun.tensor.Precision;
import nnrun.train.Evaluation;
import org.jspecify.annotations.Nullable;

/// Predictions as CSV: for classes the most probable one and a probability each, for numbers one column a target.
/// Beside a data set also the row of the source and what was right.
public final class Predictions implements Evaluation.Sink {
  private final Preprocessing preprocessing;
  private final Targets targets;
  private final @Nullable Dataset data;
  private final StringBuilder csv = new StringBuilder();

  /// @param data with known targets, or null
  public Predictions(Preprocessing preprocessing, @Nullable Dataset data) {
    this.preprocessing = preprocessing;
    this.data = data;
    targets = preprocessing.targets();
    List<String> header = new ArrayList<>();
    if (data != null) {
      header.add("row");
    }
    List<String> names = preprocessing.outputs();
    if (targets.kind() == Targets.Kind.CLASSES) {
      if (data != null) {
        header.add("target");
      }
      header.add("prediction");
      names.forEach(name -> header.add("p." + name));
    } else {
      if (data != null && targets.kind() == Targets.Kind.NUMBERS) {
        names.forEach(name -> header.add("target." + name));
      }
      names.forEach(name -> header.add("prediction." + name));
    }
    csv.append(Csv.line(header));
  }

  @Override
  public void batch(int firstRow, Matrix predictions) {
    for (int r = 0; r < predictions.rows(); r++) {
      List<Object> cells = new ArrayList<>();
      int row = firstRow + r;
      if (data != null) {
        cells.add(data.sourceRow(row));
      }
      if (targets.kind() == Targets.Kind.CLASSES) {
        if (data != null) {
          cells.add(targets.classes().get((int) data.targets().get(row, 0)));
        }
        cells.add(targets.classes().get(Classes.of(predictions, r)));
        if (predictions.columns() == 1) {
          cells.add(number(predictions.precision(), 1 - predictions.get(r, 0)));
        }
      } else if (data != null && targets.kind() == Targets.Kind.NUMBERS) {
        for (int c = 0; c < data.targets().columns(); c++) {
          cells.add(number(data.targets().precision(), data.targets().get(row, c)));
        }
      }
      for (int c = 0; c < predictions.columns(); c++) {
        cells.add(number(predictions.precision(), predictions.get(r, c)));
      }
      csv.append(Csv.line(cells));
    }
  }

  /// The shortest decimals.
  static String number(Precision precision, double value) {
    return switch (precision) {
      case FLOAT32 -> Float.toString((float) value);
      case FLOAT64 -> Double.toString(value);
    };
  }

  /// Writes each batch as it comes.
  Evaluation.Sink streamedTo(OutputStream out) {
    return (firstRow, predictions) -> {
      batch(firstRow, predictions);
      try {
        out.write(drain().getBytes(UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  /// The lines since the last call.
  public String drain() {
    String lines = csv.toString();
    csv.setLength(0);
    return lines;
  }

  /// The names of the outputs.
  public List<String> names() {
    return preprocessing.outputs();
  }

  /// The table (true class, predicted class), rows true.
  public static String confusion(Confusion.Counts counts, List<String> classes) {
    StringBuilder csv = new StringBuilder();
    List<Object> header = new ArrayList<>(List.of("true \\ predicted"));
    header.addAll(classes);
    csv.append(Csv.line(header));
    for (int t = 0; t < counts.classes(); t++) {
      List<Object> row = new ArrayList<>(List.of(classes.get(t)));
      for (int p = 0; p < counts.classes(); p++) {
        row.add(counts.count(t, p));
      }
      csv.append(Csv.line(row));
    }
    return csv.toString();
  }
}
