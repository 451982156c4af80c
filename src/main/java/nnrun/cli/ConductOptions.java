package nnrun.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import nnrun.report.Plots;
import nnrun.report.TrajectoryPlot;
import nnrun.run.Checked;
import nnrun.run.LocalDisk;
import nnrun.run.TrainingRun;
import nnrun.surface.Surface;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How a training is carried out; nothing here changes a number.
final class ConductOptions {
  @Option(
      names = "--threads",
      paramLabel = "T",
      description = "Threads; all cores by default. The results do not depend on it.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = {"-q", "--quiet"},
      description = "Print nothing but the run's folder.")
  boolean quiet;

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Write a JUnit report for CI servers: a case for the training and one for each expect.")
  private @Nullable Path junit;

  /// @throws UserError when a report could not be written at the end
  TrainingRun.Conduct conduct(LiveProgress progress) {
    Path folder = junit == null ? null : junit.toAbsolutePath().getParent();
    if (junit != null && (folder == null || !Files.isWritable(folder) || Files.isDirectory(junit))) {
      throw new UserError("--junit " + junit + ": no file can be written there; make its folder first");
    }
    return new TrainingRun.Conduct(threads(), progress, new Drawn(progress));
  }

  int threads() {
    return checked(threads);
  }

  private record Drawn(LiveProgress progress) implements TrainingRun.Pictures {
    @Override
    public Map<String, String> ofMetrics(String csv) {
      return Plots.fromMetrics(csv, progress::largerIsBetter);
    }

    @Override
    public Map<String, String> ofTrajectory(String csv, @Nullable Surface surface) {
      String svg =
          surface != null && surface.takes(2)
              ? TrajectoryPlot.svg(csv, (x, y) -> surface.value(new double[] {x, y}), surface.minima(2))
              : TrajectoryPlot.svg(csv, null, List.of());
      return svg == null ? Collections.emptyMap() : Collections.singletonMap("trajectory.svg", svg);
    }
  }

  /// Writes the report, if one is wanted and the run came so far.
  ///
  /// @return the exit code
  ExitCode report(@Nullable Checked checked) {
    if (checked == null) {
      return ExitCode.DONE;
    }
    if (junit != null) {
      new LocalDisk().replace(junit, checked.junit().getBytes(UTF_8));
    }
    return checked.met() ? ExitCode.DONE : ExitCode.EXPECTATION_NOT_MET;
  }

  static int checked(int threads) {
    if (threads < 1 || threads > 1024) {
      throw new UserError("--threads " + threads + ": between 1 and 1024");
    }
    return threads;
  }
}
