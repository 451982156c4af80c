package nnrun.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import nnrun.config.ConfigException;
import nnrun.data.DataFiles;
import nnrun.data.Prepared;
import org.jspecify.annotations.Nullable;

/// A run of one of the configs in `configs/lectures/`, and what a student sees of it.
record Lecture(Path run, Map<String, ?> summary) {
  private static final AtomicInteger RUNS = new AtomicInteger();

  /// Nothing of a lecture may be warned of.
  private static final class Unwarned implements Progress {
    @Override
    public void warning(String text) {
      throw new AssertionError(text);
    }
  }

  /// @param name below `configs/lectures`, without its ending
  /// @param overrides each `path=value`
  static Lecture train(Path folder, String name, String... overrides) throws ConfigException {
    Path run = folder.resolve("run-" + RUNS.incrementAndGet());
    Path config = Path.of("configs/lectures", name + ".yaml");
    List<String> all = new ArrayList<>(List.of(overrides));
    all.add("train.checkpoint.every_epochs=1000000"); // writing to the device takes longer than most of these epochs
    return new Lecture(run, Runs.train(config, all, run, 1, new Unwarned()).summary());
  }

  /// A column of metrics.csv, epoch by epoch.
  double[] column(String heading) {
    return Runs.column(run, heading).stream().mapToDouble(Double::parseDouble).toArray();
  }

  double last(String heading) {
    double[] column = column(heading);
    return column[column.length - 1];
  }

  /// A measure on the test rows at the end, from summary.json.
  double test(String measure) {
    return (Double) ((Map<?, ?>) summary.get("test")).get(measure);
  }

  /// gradient.sd in layers.csv of the layers of a kind in the first epoch, first to last.
  double[] gradients(String kind) {
    return Runs.text(run.resolve("layers.csv"))
        .lines()
        .map(line -> line.split(",", -1))
        .filter(cells -> cells[0].equals("1") && cells[1].startsWith(kind + "_"))
        .mapToDouble(cells -> Double.parseDouble(cells[5]))
        .toArray();
  }

  /// The trained network.
  SavedRun.Model model() throws ConfigException {
    return SavedRun.open(new LocalDisk(), run).load(false, 256, 1);
  }

  /// The data of a run that reads no file.
  static Prepared data(SavedRun.Model model) {
    return model.prepare(new DataFiles(List.of()));
  }

  /// What `nnrun predict` writes for the test rows, cell by cell, without the header.
  ///
  /// @param layer of which, or null for predictions
  static List<List<String>> predicted(SavedRun.Model model, @Nullable String layer) {
    StringBuilder csv = new StringBuilder();
    model.predict(model.inputs(data(model).test()), layer, csv::append);
    return cells(csv);
  }

  /// What `nnrun predict --samples` writes for them.
  static List<List<String>> sampled(SavedRun.Model model, int samples) {
    StringBuilder csv = new StringBuilder();
    model.sample(model.inputs(data(model).test()), samples, 0, csv::append);
    return cells(csv);
  }

  private static List<List<String>> cells(StringBuilder csv) {
    return csv.toString().lines().skip(1).map(line -> Stream.of(line.split(",", -1)).toList()).toList();
  }
}
