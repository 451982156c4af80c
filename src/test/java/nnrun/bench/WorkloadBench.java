package nnrun.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import nnrun.data.Dataset;
import nnrun.data.Prepared;
import nnrun.data.Preprocessing;
import nnrun.data.Shuffle;
import nnrun.data.Targets;
import nnrun.layer.Shape;
import nnrun.schedule.Schedule;
import nnrun.state.State;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;
import nnrun.tensor.Stream;
import nnrun.train.BatchSize;
import nnrun.train.EpochResult;
import nnrun.train.Model;
import nnrun.train.Network;
import nnrun.train.TrainSpec;
import nnrun.train.Trainer;
import nnrun.train.Training;

/// Trains a workload through the real trainer and prints samples a second: `WorkloadBench W3 1 float32`. The inputs are
/// N(0, 1) (W6: uniform) and the learning rates tiny, so that nothing saturates; rows are taken in their order, as the
/// peers take them.
public final class WorkloadBench {
  private static final PrintStream OUT = new PrintStream(System.out, true, UTF_8);

  private WorkloadBench() {}

  public static void main(String[] args) throws Exception {
    Workload w = Workload.valueOf(args[0]);
    int threads = Integer.parseInt(args[1]);
    double warmSeconds = Double.parseDouble(System.getenv().getOrDefault("WARM_S", "6"));
    double repetitionSeconds = Double.parseDouble(System.getenv().getOrDefault("REP_S", "0.5"));
    int repetitions = Integer.parseInt(System.getenv().getOrDefault("REPS", "9"));
    Meter meter = new Meter(w, warmSeconds, repetitionSeconds, repetitions);
    try (Engine engine = Engine.of(Workload.precision(args.length > 2 ? args[2] : "float32"), threads)) {
      Trainer trainer = trainer(w, engine);
      try {
        trainer.run(meter);
      } catch (Meter.Enough _) {
        // every repetition is measured
      }
      meter.print(threads, engine);
    }
  }

  private static Trainer trainer(Workload w, Engine engine) throws Exception {
    Workload.Parts parts = w.parts();
    int inputs = w.widths[0];
    int outputs = w.widths[w.widths.length - 1];
    boolean classes = w != Workload.W1 && w != Workload.W6;
    Matrix x = engine.matrix(w.rows, inputs);
    Matrix t = w == Workload.W6 ? x : engine.matrix(w.rows, 1);
    Stream random = Stream.of(1);
    for (int i = 0; i < x.size(); i++) {
      x.put(i, w == Workload.W6 ? random.uniform(i) : random.normal(i));
    }
    for (int i = 0; i < w.rows && t != x; i++) {
      t.put(i, classes ? random.named("t").below(outputs, i) : 2 * random.named("t").uniform(i) - 1);
    }
    Network network =
        new Network(
            Model.resolved(parts.model(), null), Shape.of(inputs), parts.loss(), engine, random, w.batch, true);
    int steps = w.rows / w.batch;
    TrainSpec spec =
        new TrainSpec(
            1_000_000, new BatchSize(w.batch), Shuffle.NONE, null, null, new TrainSpec.Checkpoints(1_000_000));
    Training training =
        new Training(network, parts.optimizer(), Workload.schedule(), new Schedule.Time(1L << 40, steps), List.of());
    Dataset rows = new Dataset(x, t, new int[w.rows]);
    Dataset none = new Dataset(engine.matrix(0, inputs), engine.matrix(0, t.columns()), new int[0]);
    return new Trainer(training, spec, List.of(), new Prepared(rows, none, none, targets(classes, outputs)), random);
  }

  /// Preprocessing that only says what the targets are, as read from a checkpoint that holds nothing else.
  private static Preprocessing targets(boolean classes, int outputs) {
    return Preprocessing.from(
        new State() {
          @Override
          public void matrix(String name, Matrix matrix) {}

          @Override
          public long whole(String name, long value) {
            return name.equals("outputs") ? outputs : value;
          }

          @Override
          public double real(String name, double value) {
            return value;
          }

          @Override
          public List<String> texts(String name, List<String> value) {
            return name.equals("target_kind") ? List.of(classes ? "classes" : "numbers") : value;
          }
        });
  }

  /// Counts epochs into repetitions of equal work.
  private static final class Meter implements Trainer.Listener {
    /// Every repetition is measured.
    private static final class Enough extends RuntimeException {
      private static final long serialVersionUID = 1L;
    }

    private final Workload w;
    private final double warmSeconds;
    private final double repetitionSeconds;
    private final double[] rates;
    private final double[] shares;
    private final long begin = System.nanoTime();
    private long epochStart = begin;
    private long repetitionStart;
    private long cpuStart;
    private int epochs;
    private int perRepetition;
    private int done;

    Meter(Workload w, double warmSeconds, double repetitionSeconds, int repetitions) {
      this.w = w;
      this.warmSeconds = warmSeconds;
      this.repetitionSeconds = repetitionSeconds;
      rates = new double[repetitions];
      shares = new double[repetitions];
    }

    @Override
    public void epoch(EpochResult result, boolean best) {
      long now = System.nanoTime();
      if (perRepetition == 0) {
        if ((now - begin) / 1e9 > warmSeconds) {
          perRepetition = Math.max(1, (int) (repetitionSeconds * 1e9 / (now - epochStart)));
          start();
        }
        epochStart = now;
        return;
      }
      epochs++;
      if (epochs == perRepetition) {
        double seconds = (now - repetitionStart) / 1e9;
        rates[done] = (double) w.rows * perRepetition / seconds;
        shares[done] = (cpu() - cpuStart) / 1e9 / seconds;
        done++;
        if (done == rates.length) {
          throw new Enough();
        }
        start();
      }
    }

    private void start() {
      epochs = 0;
      repetitionStart = System.nanoTime();
      cpuStart = cpu();
    }

    private static long cpu() {
      return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
          .getProcessCpuTime();
    }

    void print(int threads, Engine engine) {
      double[] sorted = rates.clone();
      Arrays.sort(sorted);
      double[] cpu = shares.clone();
      Arrays.sort(cpu);
      double median = sorted[sorted.length / 2];
      double[] own = new double[rates.length];
      for (int i = 0; i < own.length; i++) {
        own[i] = rates[i] / Math.max(1e-3, Math.min(threads, shares[i])) * threads;
      }
      Arrays.sort(own);
      OUT.printf(
          Locale.ROOT,
          "RESULT,nnrun,%s,%d,%s,%.6g,%.6g,%.6g,%.2f GFLOP/s,cpu/wall %.2f,per own cpu %.6g,%s%n",
          w,
          threads,
          engine.precision(),
          median,
          sorted[0],
          sorted[sorted.length - 1],
          median * w.flopsPerSample() / 1e9,
          cpu[cpu.length / 2],
          own[own.length / 2],
          engine.products());
    }
  }
}
