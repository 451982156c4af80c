package nnrun.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import nnrun.config.ConfigException;
import nnrun.data.Dataset;
import nnrun.data.Prepared;
import nnrun.data.Preprocessing;
import nnrun.data.Rows;
import nnrun.data.Shuffle;
import nnrun.layer.Purpose;
import nnrun.layer.Shape;
import nnrun.schedule.Schedule;
import nnrun.state.State;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;
import nnrun.tensor.Stream;
import nnrun.train.BatchSize;
import nnrun.train.EpochInterval;
import nnrun.train.Model;
import nnrun.train.Network;
import nnrun.train.Recording;
import nnrun.train.TrainSpec;
import nnrun.train.Trainer;
import nnrun.train.Training;

/// Trains a workload through the real trainer and prints samples a second: `WorkloadBench W3 1 float32`. The inputs are
/// N(0, 1) (W6: uniform) and the learning rates tiny, so that nothing saturates; rows are taken in their order, as the
/// peers take them. With `check` behind, it prints the mean losses of three epochs at a rate of 1e-3 instead; without
/// arguments, what the workloads are.
public final class WorkloadBench {
  private static final PrintStream OUT = new PrintStream(System.out, true, UTF_8);

  private WorkloadBench() {}

  public static void main(String[] args) throws Exception {
    if (args.length == 0) {
      Workload.all().forEach(w -> OUT.println(w.line()));
      return;
    }
    Workload w = Workload.named(args[0]);
    int threads = Integer.parseInt(args[1]);
    boolean check = args.length > 3 && args[3].equals("check");
    try (Engine engine = Engine.of(Workload.precision(args.length > 2 ? args[2] : "float32"), threads)) {
      Repetitions repetitions =
          new Repetitions(
              "nnrun",
              w,
              threads,
              engine.precision().toString().toLowerCase(Locale.ROOT),
              () -> !engine.products().contains("until"));
      Trainer.Listener losses =
          (result, _) -> {
            OUT.printf(Locale.ROOT, "LOSS,nnrun,%d,%.4f%n", result.epoch(), result.value("train.loss"));
            if (result.epoch() == 3) {
              throw new Enough();
            }
          };
      Trainer.Listener times =
          (_, _) -> {
            if (!repetitions.more(w.rows)) {
              throw new Enough();
            }
          };
      try {
        trainer(w, data(w, engine), engine, check ? 1e-3 : w.rate).run(check ? losses : times);
      } catch (Enough _) {
        // all that was wanted is printed
      }
      if (!check) {
        OUT.println(repetitions.summary() + "," + engine.products());
      }
    }
  }

  static Dataset data(Workload w, Engine engine) {
    Matrix x = engine.matrix(w.rows, w.widths[0]);
    Matrix t = w.autoencoder() ? x : engine.matrix(w.rows, 1);
    Stream random = Stream.of(1);
    for (int i = 0; i < x.size(); i++) {
      x.put(i, w.autoencoder() ? random.uniform(i) : random.normal(i));
    }
    for (int i = 0; i < w.rows && t != x; i++) {
      t.put(
          i,
          w.classes()
              ? random.named("t").below(w.widths[w.widths.length - 1], i)
              : 2 * random.named("t").uniform(i) - 1);
    }
    return new Dataset(Rows.of(x), Rows.of(t), new int[w.rows]);
  }

  static Trainer trainer(Workload w, Dataset rows, Engine engine, double rate) throws ConfigException {
    Workload.Parts parts = w.parts(rate);
    int inputs = w.widths[0];
    int outputs = w.widths[w.widths.length - 1];
    Stream random = Stream.of(1);
    Network network =
        new Network(
            Model.resolved(parts.model(), null),
            Shape.of(inputs),
            parts.loss(),
            engine,
            random,
            w.batch,
            Purpose.TRAIN);
    int steps = w.rows / w.batch;
    TrainSpec spec =
        new TrainSpec(
            1_000_000,
            new BatchSize(w.batch),
            Shuffle.NONE,
            null,
            null,
            new TrainSpec.Checkpoints(new EpochInterval(1_000_000), null));
    Training training =
        new Training(network, parts.optimizer(), Workload.schedule(), new Schedule.Time(1L << 40, steps), List.of());
    Dataset none =
        new Dataset(Rows.of(engine.matrix(0, inputs)), Rows.of(engine.matrix(0, rows.targets().columns())), new int[0]);
    return new Trainer(
        training,
        spec,
        List.of(),
        Recording.NOTHING,
        new Prepared(rows, none, none, targets(w.classes(), outputs), null),
        random);
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

  /// Ends a training.
  static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
