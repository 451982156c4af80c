package nnrun.train;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import nnrun.config.Config;
import nnrun.data.Batches;
import nnrun.data.Dataset;
import nnrun.data.Rows;
import nnrun.data.Shuffle;
import nnrun.data.Targets;
import nnrun.layer.Purpose;
import nnrun.layer.Shape;
import nnrun.loss.Loss;
import nnrun.optim.Optimizer;
import nnrun.penalty.Penalty;
import nnrun.schedule.Schedule;
import nnrun.spec.Doc;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;
import nnrun.tensor.Precision;
import nnrun.tensor.Stream;

/// Trains on so many threads, and prints the bytes that all threads of the virtual machine allocated in 1,000 steps
/// once it is warm. See [StepTest].
final class StepsMain {
  private static final int WARM_UP = 4000;
  private static final int STEPS = 1000;

  /// The virtual machine makes the strings of a class when it first compiles a method of it, which may fall into a
  /// round; a step that allocates does so in every round.
  private static final int ROUNDS = 20;

  private static final int ROWS = 1024;
  private static final int BATCH = 128;
  private static final int INPUTS = 16;
  private static final int CLASSES = 5;

  /// Loops wide enough to be cut for a team, and small ones.
  private static final String CONFIG =
      """
      model: [dense: 160, batch_norm, relu, dropout: 0.2, dense: 24, layer_norm, tanh, dense: 5]
      loss: {type: cross_entropy, label_smoothing: 0.1}
      optimizer: {type: adam, lr: 1e-4, clip: {norm: 1}}
      schedule: cosine
      regularization: [l2: 1e-4]
      """;

  record Parts(
      @Doc("Layers") List<ModelLayer> model,
      @Doc("Loss") Loss loss,
      @Doc("Optimizer") Optimizer optimizer,
      @Doc("Schedule") Schedule schedule,
      @Doc("Penalties") List<Penalty> regularization) {}

  private StepsMain() {}

  public static void main(String[] args) throws Exception {
    Parts parts = Config.parse(Parts.class, CONFIG, "steps").value();
    try (Engine engine = Engine.of(Precision.FLOAT32, Integer.parseInt(args[0]))) {
      Stream random = Stream.of(1);
      Matrix x = engine.matrix(ROWS, INPUTS);
      Matrix t = engine.matrix(ROWS, CLASSES);
      for (int row = 0; row < ROWS; row++) {
        for (int column = 0; column < INPUTS; column++) {
          x.set(row, column, random.normal(row * INPUTS + column));
        }
        t.set(row, random.named("t").below(CLASSES, row), 1);
      }
      Batches batches = new Batches(new Dataset(Rows.of(x), Rows.of(t), new int[ROWS]), BATCH, Shuffle.EPOCH, random);
      Network network =
          new Network(
              Model.resolved(parts.model, null), Shape.of(INPUTS), parts.loss, engine, random, BATCH, Purpose.TRAIN);
      Schedule.Time time = new Schedule.Time(WARM_UP + STEPS, ROWS / BATCH);
      Training training = new Training(network, parts.optimizer, parts.schedule, time, parts.regularization);
      TargetRows rows = new TargetRows(network, new Targets(Targets.Kind.NUMBERS, List.of(), List.of(), CLASSES));
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      for (int step = 0; step < WARM_UP || !engine.idle(); step += STEPS) {
        train(rows, training, batches);
      }
      long bytes = 1;
      for (int round = 0; round < ROUNDS && bytes > 0; round++) {
        long before = threads.getTotalThreadAllocatedBytes();
        train(rows, training, batches);
        bytes = threads.getTotalThreadAllocatedBytes() - before;
      }
      System.out.println(bytes);
      System.out.println(engine.products());
    }
  }

  private static void train(TargetRows rows, Training training, Batches batches) {
    for (int step = 0; step < STEPS; step++) {
      rows.fill(batches, step % batches.count());
      training.step();
    }
  }
}
