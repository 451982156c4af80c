package nnrun.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import nnrun.data.DataFiles;
import nnrun.report.GradientCurve;
import nnrun.run.Disk;
import nnrun.run.GradientReport;
import nnrun.run.LocalDisk;
import nnrun.train.GradientCheck;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "gradcheck",
    mixinStandardHelpOptions = true,
    description = {
      "Compares back-propagation with finite differences of the loss, in float64 with fixed masks, on the first"
          + " training rows: max |a - n| / max(1e-8, |a| + |n|) must stay below 1e-6.",
      "A parameter at a kink (relu at 0) has no derivative there; it is skipped and counted.",
      "Exit code 9 if a gradient is wrong."
    },
    footer = {
      "",
      "Examples:",
      "  nnrun gradcheck configs/quickstart.yaml",
      "  nnrun gradcheck configs/quickstart.yaml -o loss=mse --per-tensor 1000",
      "  nnrun gradcheck configs/quickstart.yaml --curve=pictures   (gradcheck.csv and gradcheck.svg)"
    })
final class GradcheckCommand implements Callable<Integer> {
  @Mixin private ConfigOptions config = new ConfigOptions();

  @Option(names = "--rows", paramLabel = "N", description = "Training rows in the batch; 16 by default.")
  private int rows = 16;

  @Option(
      names = "--per-tensor",
      paramLabel = "N",
      description = "Elements compared of every parameter matrix, or all where there are fewer; 50 by default.")
  private int perTensor = 50;

  @Option(
      names = "--curve",
      paramLabel = "FOLDER",
      arity = "0..1",
      fallbackValue = ".",
      description =
          "Write the error of the central difference against its step, in float32 and float64, to gradcheck.csv and"
              + " gradcheck.svg in this folder; here by default. As --curve=FOLDER, or after CONFIG.")
  private @Nullable Path curve;

  private final Terminal terminal;

  GradcheckCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    if (rows < 1 || perTensor < 1) {
      throw new UserError("--rows " + rows + " --per-tensor " + perTensor + ": at least 1 each");
    }
    GradientReport.Request request =
        new GradientReport.Request(
            config.read(),
            new DataFiles(config.dataPlaces()),
            rows,
            perTensor,
            Runtime.getRuntime().availableProcessors());
    GradientReport report = GradientReport.of(request);
    Table table = new Table("parameter", "checked", "kinks", "worst error", "verdict");
    report.results().forEach(r -> table.row(r.parameter(), r.checked(), r.kinks(), r.worst(), verdict(r)));
    terminal.out(table.text());
    report.results().stream().filter(r -> !r.passed()).forEach(this::explain);
    terminal.outLine(
        (report.passed() ? "passed" : "failed") + " on " + report.rows() + (report.rows() == 1 ? " row" : " rows"));
    if (curve != null) {
      write(curve, GradientReport.curve(request));
    }
    return (report.passed() ? ExitCode.DONE : ExitCode.EXPECTATION_NOT_MET).code();
  }

  private static String verdict(GradientCheck.Result result) {
    return !result.passed() ? "wrong" : result.checked() == 0 ? "only kinks" : "ok";
  }

  private void explain(GradientCheck.Result r) {
    terminal.outLine(
        r.parameter()
            + "["
            + r.index()
            + "]: "
            + r.analytic()
            + " by back-propagation, "
            + r.numeric()
            + " by differences");
  }

  private void write(Path folder, String csv) {
    Disk disk = new LocalDisk();
    disk.createFolders(folder);
    disk.replace(folder.resolve("gradcheck.csv"), csv.getBytes(UTF_8));
    disk.replace(folder.resolve("gradcheck.svg"), GradientCurve.svg(csv).getBytes(UTF_8));
    terminal.errorLine("wrote " + folder.resolve("gradcheck.csv") + " and " + folder.resolve("gradcheck.svg"));
  }
}
