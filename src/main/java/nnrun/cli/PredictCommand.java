package nnrun.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import nnrun.run.Disk;
import nnrun.run.LocalDisk;
import nnrun.run.SavedRun;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    description = {
      "Predicts for each row of a CSV file: the class and a probability each, or the numbers.",
      "Columns are found by their names; more than needed may be there. A run on images also takes an idx file.",
      "With --split the rows are the run's own, in the order of the source."
    },
    footer = {
      "",
      "Examples:",
      "  nnrun predict runs/latest --input new-flowers.csv --output answers.csv",
      "  zcat flowers.csv.gz | nnrun predict runs/latest | head",
      "  nnrun predict runs/latest --input t10k-images-idx3-ubyte.gz --layer dense_2",
      "  nnrun predict runs/latest --input new-flowers.csv --samples 100",
      "  nnrun predict runs/latest --split test --layer code > codes.csv"
    })
final class PredictCommand implements Callable<Integer> {
  @Mixin private RunOptions run = new RunOptions();

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description = "Rows to predict, plain or gzip; - (the default) is stdin.")
  private @Nullable String input;

  @Mixin private SplitOptions split = new SplitOptions();

  @Option(names = "--output", paramLabel = "FILE", description = "Where predictions go; - (the default) is stdout.")
  private String output = "-";

  @Option(names = "--layer", paramLabel = "NAME", description = "Write the outputs of this layer: NAME.0, NAME.1, ...")
  private @Nullable String layer;

  @Option(
      names = "--samples",
      paramLabel = "N",
      description = "Write mean and sd of N predictions with dropout and noise layers on.")
  private @Nullable Integer samples;

  @Option(names = "--seed", paramLabel = "S", description = "Seed of the samples; 0 by default.")
  private @Nullable Long seed;

  private final Terminal terminal;

  PredictCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    checkOptions();
    Disk disk = new LocalDisk();
    Path file = output.equals("-") ? null : writable(disk, output);
    SavedRun saved = run.open();
    try (SavedRun.Model model = run.load(saved)) {
      SavedRun.Inputs rows =
          split.given()
              ? model.inputs(split.of(saved, model).data())
              : model.inputs(Input.once(input == null ? "-" : input, terminal));
      if (file == null) {
        predict(model, rows, this::print);
      } else {
        disk.replace(file, out -> predict(model, rows, lines -> write(out, lines)));
      }
    }
    return ExitCode.DONE.code();
  }

  private void checkOptions() {
    if (!split.given() || input != null) {
      split.refuseBeside(input == null ? "rows from standard input" : "--input");
    }
    if (seed != null && samples == null) {
      throw new UserError("--seed " + seed + ": nothing is drawn at random; give --samples as well, or leave it out");
    }
    if (samples != null && samples < 2) {
      throw new UserError("--samples " + samples + ": a standard deviation needs at least 2");
    }
    if (samples != null && layer != null) {
      throw new UserError("--samples and --layer are both given; keep one of them");
    }
  }

  private void predict(SavedRun.Model model, SavedRun.Inputs rows, Consumer<String> csv) {
    if (samples == null) {
      model.predict(rows, layer, csv);
    } else {
      model.sample(rows, samples, seed == null ? 0 : seed, csv);
    }
  }

  private void print(String lines) {
    terminal.out(lines);
    if (!terminal.outIsOpen()) {
      throw new OutputClosed();
    }
  }

  private static void write(java.io.OutputStream out, String lines) {
    try {
      out.write(lines.getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Known before the work is done.
  private static Path writable(Disk disk, String name) {
    Path file = Path.of(name);
    Path folder = file.toAbsolutePath().getParent();
    if (disk.isFolder(file)) {
      throw new UserError("--output " + name + ": a folder; name a file in it");
    }
    if (folder != null && !disk.isFolder(folder)) {
      throw new UserError("--output " + name + ": there is no folder " + folder);
    }
    return file;
  }
}
