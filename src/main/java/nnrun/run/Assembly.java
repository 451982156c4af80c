package nnrun.run;

import java.util.List;
import java.util.function.Consumer;
import nnrun.config.Config;
import nnrun.config.ConfigException;
import nnrun.data.Prepared;
import nnrun.layer.Purpose;
import nnrun.layer.Shape;
import nnrun.penalty.Penalty;
import nnrun.penalty.Where;
import nnrun.schedule.Schedule;
import nnrun.spec.Invalid;
import nnrun.spec.Names;
import nnrun.state.State;
import nnrun.tensor.Engine;
import nnrun.tensor.Stream;
import nnrun.train.Network;
import nnrun.train.Recording;
import nnrun.train.Trainer;
import nnrun.train.Training;

/// An experiment put together: data, network, training.
final class Assembly implements AutoCloseable {
  /// Rows an evaluation takes at a time, where batches are smaller.
  private static final int EVALUATION_ROWS = 256;

  private final Engine engine;
  private final Host.Loaded loaded;
  private final Trainer trainer;
  private List<Transfer.Origin> origins = List.of();

  private Assembly(Engine engine, Host.Loaded loaded, Trainer trainer) {
    this.engine = engine;
    this.loaded = loaded;
    this.trainer = trainer;
  }

  /// As an experiment begins, with the weights that it takes from other runs.
  ///
  /// @param config whose experiment is resolved
  /// @throws ConfigException when the model does not fit the data, the memory or the other run
  static Assembly of(Config<Experiment> config, Host host, int threads) throws ConfigException {
    return of(config, host, threads, purpose(config.value()));
  }

  /// The same.
  ///
  /// @param purpose [Purpose#WATCH] for whoever looks at what a step has computed
  static Assembly of(Config<Experiment> config, Host host, int threads, Purpose purpose) throws ConfigException {
    Assembly parts = restorable(config, host, threads, purpose);
    try {
      parts.origins = Transfer.into(parts.network(), config);
      return parts;
    } catch (RuntimeException | ConfigException problem) {
      parts.close();
      throw problem;
    }
  }

  /// To be filled from a checkpoint of its own.
  static Assembly restorable(Config<Experiment> config, Host host, int threads) throws ConfigException {
    return restorable(config, host, threads, purpose(config.value()));
  }

  /// The same.
  static Assembly restorable(Config<Experiment> config, Host host, int threads, Purpose purpose)
      throws ConfigException {
    Experiment e = config.value();
    Engine engine = Engine.of(e.precision(), threads);
    try {
      Host.Loaded loaded = host.load(e, engine);
      fits(config, loaded.data(), host);
      return new Assembly(engine, loaded, trainer(e, loaded.data(), engine, purpose));
    } catch (RuntimeException | ConfigException problem) {
      engine.close();
      throw problem;
    }
  }

  /// Plans the network without memory: does it fit the data, does it fit the heap?
  private static void fits(Config<Experiment> config, Prepared data, Host host) throws ConfigException {
    long needed = Cost.of(config, data).bytes();
    long free = host.freeMemory(needed);
    if (needed > free) {
      throw new ConfigException(
          List.of(
              config.problem(
                  "model",
                  "needs "
                      + mebibytes(needed)
                      + " of memory for weights, gradients and a batch, and "
                      + mebibytes(free)
                      + " are free; take fewer units or smaller batches, or give more with NNRUN_JVM_OPTS=-Xmx8g")));
    }
  }

  /// Everything but the memory.
  ///
  /// @throws ConfigException when the model does not fit the data
  static Trainer plan(Config<Experiment> config, Prepared data, Engine planning) throws ConfigException {
    Checks.againstData(config, data);
    Trainer planned;
    try {
      planned = trainer(config.value(), data, planning, purpose(config.value()));
    } catch (Network.Misfit e) {
      throw misfit(config, "model." + e.layer(), e.parameter(), e);
    } catch (Invalid e) { // of the loss, which looks at the number of outputs
      throw misfit(config, "loss", e.parameter(), e);
    } catch (ArithmeticException | IllegalArgumentException tooLarge) {
      throw new ConfigException(
          List.of(config.problem("model", "too large: " + tooLarge.getMessage() + "; take fewer units")));
    }
    Network network = planned.training().network();
    if (config.value().recording().path() && network.parameterCount() > Recording.MOST_NUMBERS) {
      String many = "a column for each of " + network.parameterCount() + " trained numbers; at most ";
      throw new ConfigException(List.of(config.problem("record.trajectory", many + Recording.MOST_NUMBERS)));
    }
    Checks.againstNetwork(config, data.preprocessing().targets(), network);
    return planned;
  }

  private static ConfigException misfit(
      Config<Experiment> config, String path, String parameter, RuntimeException why) {
    String place = parameter.isEmpty() ? path : path + "." + Names.snake(parameter);
    return new ConfigException(List.of(config.problem(place, String.valueOf(why.getMessage()))));
  }

  static String mebibytes(long bytes) {
    return (bytes + (1 << 20) - 1) / (1 << 20) + " MiB";
  }

  /// Statistics of layers, and penalties on outputs, read what would else be used again.
  private static Purpose purpose(Experiment e) {
    boolean onOutputs =
        e.regularization().stream().anyMatch(it -> it instanceof Penalty p && p.where().on() == Where.On.OUTPUTS);
    return onOutputs || e.recording().layers() ? Purpose.WATCH : Purpose.TRAIN;
  }

  private static Trainer trainer(Experiment e, Prepared data, Engine engine, Purpose purpose) {
    Stream seed = Stream.of(e.seed());
    int rows = data.train().rows();
    int batch = e.train().batchSize().of(rows);
    int capacity = Math.max(batch, Math.min(EVALUATION_ROWS, Math.max(rows, data.test().rows())));
    Shape input = new Shape(data.preprocessing().inputShape());
    Network network = new Network(e.model(), input, e.loss(), engine, seed, capacity, purpose);
    int steps = e.train().batches(rows);
    Schedule.Time time = new Schedule.Time((long) steps * e.train().epochs(), steps);
    Training training = new Training(network, e.optimizer(), e.schedule(), time, e.regularization());
    return new Trainer(training, e.train(), e.metrics(), e.recording(), data, seed);
  }

  Host.Loaded loaded() {
    return loaded;
  }

  Prepared data() {
    return loaded.data();
  }

  Engine engine() {
    return engine;
  }

  Trainer trainer() {
    return trainer;
  }

  /// The checkpoints that it begins with weights of.
  List<Transfer.Origin> origins() {
    return origins;
  }

  Network network() {
    return trainer.training().network();
  }

  /// Everything a checkpoint holds: the training, and what was fitted on the data.
  void state(State s) {
    state(s, trainer::state);
  }

  /// The same, of an earlier training. What was fitted on the data has not changed since.
  void state(State s, Consumer<State> training) {
    training.accept(s);
    data().preprocessing().state(s.in("data"));
  }

  @Override
  public void close() {
    engine.close();
  }
}
