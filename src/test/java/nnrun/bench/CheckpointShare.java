package nnrun.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import nnrun.run.Disk;
import nnrun.run.Experiment;
import nnrun.run.Experiments;
import nnrun.run.Progress;
import nnrun.run.TrainingRun;
import nnrun.run.WatchedDisk;
import nnrun.tensor.VectorModule;
import nnrun.train.EpochResult;

/// What share of a training's processor time goes into its files, on one thread and with checkpoints as they are by
/// default: the time of the training's thread inside the file layer, in which checkpoints are put together, summed,
/// written and forced, over that of all epochs but the first ones. Adding rows to files is counted apart. Other
/// programs that run beside it do not count. `CheckpointShare FOLDER CONFIG...`
final class CheckpointShare {
  /// Epochs in which the compilers are still at work.
  private static final int WARM_UP = 10;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private int depth;
  private long inFiles;
  private long inRows;

  private CheckpointShare() {}

  static void main(String[] args) throws Exception {
    VectorModule.load();
    for (String config : List.of(args).subList(1, args.length)) {
      new CheckpointShare().measure(Path.of(config), Files.createTempDirectory(Path.of(args[0]), "run"));
    }
  }

  private void measure(Path config, Path folder) throws Exception {
    Disk disk =
        WatchedDisk.around((name, _, operation) -> {
          long start = THREADS.getCurrentThreadCpuTime();
          depth++;
          try {
            return operation.call();
          } finally {
            depth--;
            long spent = depth == 0 ? THREADS.getCurrentThreadCpuTime() - start : 0;
            inRows += name.equals("append") ? spent : 0;
            inFiles += name.equals("append") ? 0 : spent;
          }
        });
    Epochs epochs = new Epochs();
    TrainingRun.begin(
        new TrainingRun.Request(
            Experiments.read(config, List.of()),
            List.of(),
            List.of(),
            Experiments.dataPlaces(config, null),
            TrainingRun.folderIn(disk, folder, folder, Clock.systemUTC()),
            "bench"),
        new TrainingRun.Conduct(1, epochs, new TrainingRun.Pictures() {}));
    System.out.printf(
        Locale.ROOT,
        "%s: %d epochs of %.3f ms, %.4f ms (%.2f %%) of them in checkpoints, %.4f ms in rows; %d the best so far%n",
        config.getFileName(),
        epochs.counted,
        epochs.all / 1e6 / epochs.counted,
        epochs.files / 1e6 / epochs.counted,
        100.0 * epochs.files / epochs.all,
        epochs.rows / 1e6 / epochs.counted,
        epochs.best);
  }

  private final class Epochs implements Progress {
    private long start;
    private long filesAtStart;
    private long rowsAtStart;
    private long all;
    private long files;
    private long rows;
    private int counted;
    private int best;

    @Override
    public void started(Path folder, Experiment experiment, long parameters, int rows, Consumer<String> log) {}

    @Override
    public void epoch(EpochResult result, boolean isBest, double seconds, double samplesPerSecond) {
      long now = THREADS.getCurrentThreadCpuTime();
      if (result.epoch() > WARM_UP) {
        all += now - start;
        files += inFiles - filesAtStart;
        rows += inRows - rowsAtStart;
        counted++;
        best += isBest ? 1 : 0;
      }
      start = now;
      filesAtStart = inFiles;
      rowsAtStart = inRows;
    }
  }
}
