package nnrun.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import nnrun.data.DataFiles;
import nnrun.data.Inspection;
import nnrun.run.Disk;
import nnrun.run.Experiments;
import nnrun.run.LocalDisk;
import nnrun.run.Starter;
import nnrun.run.Starter.Template;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "new",
    mixinStandardHelpOptions = true,
    description = {
      "Prints a commented config to start with.",
      "TEMPLATE is classification, regression, text, images, autoencoder or function. Without --data it trains on data"
          + " that nnrun makes; with it the columns or images of your files are looked at."
    },
    footer = {
      "",
      "Examples:",
      "  nnrun new classification --data flowers.csv --target species > flowers.yaml",
      "  nnrun new regression --data houses.csv --target price --output houses.yaml",
      "  nnrun new text --data mails.csv --target kind --output mails.yaml",
      "  nnrun new images --data mnist          (a folder with train-images-idx3-ubyte.gz and its kin)",
      "  nnrun new function | tee f.yaml"
    })
final class NewCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "TEMPLATE", description = "What the net is to learn.")
  private Template template = Template.CLASSIFICATION;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description = "A CSV file; for images and autoencoder a folder of idx files.")
  private @Nullable String data;

  @Option(
      names = "--target",
      paramLabel = "COLUMN",
      description = "The column to predict; the last by default, of texts the last that holds none.")
  private @Nullable String target;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Write the config there instead; a file that exists is never overwritten.")
  private @Nullable Path output;

  @Option(names = "--data-dir", paramLabel = "D", description = "Search data files there too, after this folder.")
  private @Nullable Path dataDir;

  private final Terminal terminal;

  NewCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    boolean table =
        switch (template) {
          case CLASSIFICATION, REGRESSION, TEXT -> true;
          case IMAGES, AUTOENCODER, FUNCTION -> false;
        };
    if (template == Template.FUNCTION && data != null) {
      throw new UserError("--data: function makes its own data; for a table take nnrun new regression");
    }
    if (target != null && (data == null || !table)) {
      throw new UserError("--target " + target + ": only a table given with --data has columns to choose from");
    }
    Disk disk = new LocalDisk();
    if (output != null && (disk.isFile(output) || disk.isFolder(output))) {
      throw new UserError("--output " + output + ": exists already; nothing was written");
    }
    String text = data == null ? Starter.generated(template) : table ? ofTable(data) : ofImages(disk, data);
    if (output == null) {
      terminal.out(text);
    } else {
      disk.replace(output, text.getBytes(UTF_8));
      terminal.errorLine("wrote " + output + "; try it with: nnrun train " + output);
    }
    return ExitCode.DONE.code();
  }

  /// Where a file named on the command line is: here, or where configs find theirs.
  private List<Path> places() {
    return Experiments.dataPlaces(Path.of("config.yaml"), dataDir);
  }

  private String ofTable(String file) {
    DataFiles files = new DataFiles(places());
    return Starter.ofTable(template, Inspection.of(file, files), target, named(file));
  }

  private String ofImages(Disk disk, String folder) {
    for (Path place : places()) {
      Path there = place.resolve(folder);
      if (disk.isFile(there)) {
        throw new UserError(
            "--data "
                + folder
                + ": a folder of idx files is wanted, such as mnist, and this is a file; for a table take nnrun new"
                + " classification or regression");
      }
      if (disk.isFolder(there)) {
        List<String> names = disk.list(there).stream().sorted().toList();
        return Starter.ofImages(template, folder, named(folder), names, new DataFiles(places()));
      }
    }
    throw new UserError("--data " + folder + ": no such folder; wanted one with idx files, such as mnist");
  }

  /// A path as the config finds it: relative to its own folder, when the file is here and the config goes elsewhere.
  private String named(String file) {
    Path folder = output == null ? null : output.toAbsolutePath().getParent();
    Path here = Path.of(file).toAbsolutePath();
    Disk disk = new LocalDisk();
    if (folder == null || Path.of(file).isAbsolute() || !(disk.isFile(here) || disk.isFolder(here))) {
      return file;
    }
    return folder.normalize().relativize(here.normalize()).toString();
  }
}
