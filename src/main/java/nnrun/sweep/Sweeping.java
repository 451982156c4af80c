package nnrun.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import nnrun.config.Config;
import nnrun.config.ConfigException;
import nnrun.config.Problem;
import nnrun.config.Yaml;
import nnrun.data.DataException;
import nnrun.run.Cost;
import nnrun.run.Disk;
import nnrun.run.Experiment;
import nnrun.run.Host;
import nnrun.run.Warning;
import nnrun.search.Dimension;
import nnrun.search.Objective;
import nnrun.search.Proposals;
import nnrun.search.Space;
import nnrun.search.When;
import nnrun.tensor.Engine;
import org.jspecify.annotations.Nullable;

/// Carries a sweep out: generation by generation, until the search has nothing more to propose or the budget is spent.
public final class Sweeping {
  /// Memory that is left to everything but trials and their data.
  private static final long MARGIN = 48L << 20;

  /// How a sweep is carried out; nothing here changes a number.
  ///
  /// @param folder of the sweep
  /// @param parallel trials at a time
  /// @param retryFailed whether trials that failed in an earlier call are tried again
  /// @param arguments the command line
  public record Conduct(
      Path folder, int parallel, boolean retryFailed, List<String> arguments, String version, Listener listener) {}

  /// Told how a sweep goes on; by several threads, one at a time.
  public interface Listener {
    /// The folder is there.
    ///
    /// @param trials known so far
    /// @param done of them, by earlier calls
    /// @param measure that is the objective
    default void started(Path folder, int trials, int done, String measure) {}

    /// A trial was trained, here or by another process.
    ///
    /// @param what was varied, as text
    /// @param unmet what its config expects and what did not come
    default void trial(
        String id, String what, Result result, double objective, List<String> unmet, int done, int trials) {}

    /// Something in the config that is hardly meant.
    default void warning(Warning warning) {}

    /// Something in the sweep itself that is hardly meant.
    default void warning(Problem problem) {}
  }

  /// What became of a sweep.
  ///
  /// @param unmet trials that are finished and not what their config expects
  /// @param left trials that the budget did not allow
  /// @param best null when no point has a result
  public record Outcome(Path folder, int trials, int failed, int unmet, int left, @Nullable Best best) {}

  /// The best point.
  ///
  /// @param what was varied, as text
  /// @param mean of the objective
  /// @param trials it is the mean of
  public record Best(String what, double mean, int trials) {}

  private final Sweep sweep;
  private final Conduct conduct;
  private final SweepFolder folder;
  private final SharedData data;
  private final Space space;
  private final Trials trials;
  private final List<Problem> problems = new ArrayList<>();

  /// Those of drafts, by their configs.
  private final Map<Config<Experiment>, Trial> made = new LinkedHashMap<>();

  /// Every trial proposed so far, by its id.
  private final Map<String, Trial> all = new LinkedHashMap<>();

  /// What a trial takes, by the id of its point.
  private final Map<String, Cost> costs = new LinkedHashMap<>();

  /// Data that were looked at for what is hardly meant, and what was found.
  private final Set<SharedData.Key> linted = new LinkedHashSet<>();

  private final Set<Warning> warnings = new LinkedHashSet<>();

  private @Nullable Workers workers;

  public Sweeping(Sweep sweep, Disk disk, Conduct conduct) {
    this.sweep = sweep;
    this.conduct = conduct;
    folder = new SweepFolder(disk, conduct.folder);
    data = new SharedData(sweep.dataPlaces, Runtime.getRuntime().maxMemory() / 3);
    space = Space.of(sweep.spec, sweep::place, new Conditions(sweep.base), problems);
    trials = new Trials(sweep, space);
  }

  /// Trains what is not trained yet.
  ///
  /// @throws ConfigException with everything that is wrong with any trial; nothing was trained then
  public Outcome run() throws ConfigException, InterruptedException {
    Proposals proposals = sweep.spec.search().start(requireWhole());
    Proposals.Generation generation = proposals.next(new double[0]);
    if (!TrialsTable.isIn(folder.disk(), folder.path())) { // there is something to train
      Engine.warm(sweep.base.with(List.of()).value().precision());
    }
    Objective objective = check(generation);
    create();
    Tables tables = new Tables(space.paths(), objective);
    Memory memory = new Memory(freeMemory());
    try (Workers crew = new Workers(folder, sweep, conduct, data, memory, costs, tables, objective)) {
      workers = crew;
      crew.started(List.copyOf(all.values()));
      while (generation != null) {
        List<Trial> members = members(generation);
        crew.train(members, generation.epochs());
        if (crew.exhausted()) {
          break;
        }
        generation = proposals.next(losses(generation, crew, objective));
      }
      return crew.finish();
    }
  }

  private long freeMemory() {
    return Runtime.getRuntime().maxMemory() - MARGIN - data.bytes();
  }

  /// What [#run] would do: nothing is trained but for a moment, and no folder is left. Points that depend on results
  /// are taken to cost as much as those that are known.
  public Plan plan() throws ConfigException {
    Proposals proposals = sweep.spec.search().start(requireWhole());
    Proposals.Generation generation = proposals.next(new double[0]);
    Objective _ = check(generation);
    List<Trials.Draft> known = trials.of(generation == null ? List.of() : generation.points(), new ArrayList<>());
    Plan.Calibration calibration = new Plan.Calibration(known, costs, data);
    double usual = costs.values().stream().mapToDouble(Cost::flopsPerEpoch).average().orElse(0);
    Map<String, Long> epochs = new LinkedHashMap<>();
    Set<String> points = new LinkedHashSet<>();
    Set<String> left = new LinkedHashSet<>();
    double seconds = 0;
    while (generation != null) {
      for (Trial trial : members(generation)) {
        long whole = trial.experiment().train().epochs();
        long until = generation.epochs() == null ? whole : Math.min(whole, generation.epochs());
        long done = epochs.computeIfAbsent(trial.id(), id -> epochsDone(id, whole));
        points.add(trial.point().id());
        if (until > done) {
          Cost cost = costs.get(trial.point().id());
          seconds += (until - done) * calibration.secondsPerEpoch(cost == null ? usual : cost.flopsPerEpoch());
          epochs.put(trial.id(), until);
          left.add(trial.id());
        }
      }
      generation = proposals.next(IntStream.range(0, generation.points().size()).asDoubleStream().toArray());
    }
    long largest = costs.values().stream().mapToLong(Cost::bytes).max().orElse(0);
    return new Plan(
        points.size(), epochs.size(), left.size(), seconds, largest, data.bytes(), freeMemory() + data.bytes());
  }

  private long epochsDone(String id, long whole) {
    Result result = folder.result(id);
    return switch (result.status()) {
      case FINISHED, DIVERGED, FAILED -> whole;
      case PAUSED -> result.epochs();
      case PENDING -> 0;
    };
  }

  /// A signal ends the process: what is under way was not its trial's fault.
  public void stop() throws InterruptedException {
    Workers crew = workers;
    if (crew != null) {
      crew.stop();
    }
  }

  private Space requireWhole() throws ConfigException {
    if (!problems.isEmpty()) {
      Comparator<Problem> order = Comparator.comparing(Problem::file);
      throw new ConfigException(
          problems.stream().sorted(order.thenComparingInt(Problem::line).thenComparingInt(Problem::column)).toList());
    }
    return space;
  }

  /// Reads every config of the first generation, and plans one of each point on its data.
  private Objective check(Proposals.@Nullable Generation generation) throws ConfigException {
    List<double[]> points = generation == null ? List.of() : generation.points();
    trials.check(problems);
    List<Trials.Draft> drafts = trials.of(points, problems);
    if (sweep.spec.search().learns()) {
      trials.of(space.corners(), problems);
    }
    requireWhole();
    if (drafts.isEmpty()) {
      throw new IllegalArgumentException("there is nothing to try: the search proposes no point");
    }
    for (Trials.Draft draft : drafts) {
      try {
        if (!costs.containsKey(draft.point().id())) {
          costs.put(draft.point().id(), planned(draft.config()));
        }
        Trial trial = trial(draft);
        all.putIfAbsent(trial.id(), trial);
      } catch (ConfigException e) {
        trials.blame().on(draft.settings(), e.problems(), this::planned).stream()
            .filter(p -> !problems.contains(p))
            .forEach(problems::add);
      }
    }
    requireWhole();
    if (!sweep.spec.search().learns()) {
      warnOfWhatIsNeverVaried(points);
    }
    return trials.objective(drafts.getFirst().config().value());
  }

  /// @param points all that there will be
  private void warnOfWhatIsNeverVaried(List<double[]> points) {
    for (int i = 0; i < space.dimensions().size(); i++) {
      int d = i;
      Dimension dimension = space.dimensions().get(d);
      When when = dimension.when();
      if (when != null && points.stream().allMatch(point -> Double.isNaN(point[d]))) {
        String wanted = when.if_().entrySet().stream().map(Object::toString).collect(joining(" and "));
        String message = dimension.paths().getFirst() + " is never varied, since no point has " + wanted;
        conduct.listener().warning(dimension.places().getFirst().problem("warning", message));
      }
    }
  }

  private Trial trial(Trials.Draft draft) {
    return made.computeIfAbsent(draft.config(), _ -> draft.of(data));
  }

  private Cost planned(Config<Experiment> config) throws ConfigException {
    List<Problem> missing = data.weights().problems(config);
    if (!missing.isEmpty()) {
      throw new ConfigException(missing);
    }
    try (Engine engine = Engine.planning(config.value().precision())) {
      Host.Loaded loaded = loaded(config, engine);
      Cost cost = Cost.of(config, loaded);
      if (linted.add(SharedData.Key.of(config.value()))) {
        Warning.of(config, loaded.data()).stream()
            .filter(warnings::add)
            .forEach(warning -> conduct.listener.warning(warning));
      }
      return cost;
    }
  }

  /// @throws ConfigException when they cannot be used as this config asks
  private Host.Loaded loaded(Config<Experiment> config, Engine engine) throws ConfigException {
    try {
      return data.load(config.value(), engine);
    } catch (DataException e) {
      throw new ConfigException(List.of(config.problem("data", String.valueOf(e.getMessage()))));
    }
  }

  private void create() throws ConfigException, InterruptedException {
    Disk disk = folder.disk();
    disk.createFolders(folder.path());
    folder.create();
    try (Disk.Lock _ = folder.lock()) {
      disk.replace(folder.file("base.yaml"), Yaml.write(sweep.base.with(List.of()).value()).getBytes(UTF_8));
      disk.replace(folder.file("sweep.yaml"), Yaml.write(new SweepFile("base.yaml", sweep.spec)).getBytes(UTF_8));
    }
  }

  /// The trials of a generation, those of the first seed and fold first.
  private List<Trial> members(Proposals.Generation generation) {
    Map<String, Trial> members = new LinkedHashMap<>();
    for (Trials.Draft draft : trials.of(generation.points(), new ArrayList<>())) {
      Trial trial = trial(draft);
      all.putIfAbsent(trial.id(), trial);
      members.putIfAbsent(trial.id(), trial);
      try {
        if (!costs.containsKey(trial.point().id())) {
          costs.put(trial.point().id(), planned(draft.config()));
        }
      } catch (ConfigException _) {
        // It does not fit the data: its own training will say so.
      }
    }
    List<Trial> order = new ArrayList<>(members.values());
    order.sort((a, b) -> Integer.compare(a.replicate(), b.replicate()));
    return order;
  }

  /// The mean over the trials of each point.
  private double[] losses(Proposals.Generation generation, Workers crew, Objective objective) {
    return generation.points().stream()
        .mapToDouble(point -> {
          double[] values =
              trials.of(List.of(point), new ArrayList<>()).stream()
                  .map(this::trial)
                  .mapToDouble(trial -> crew.row(trial).objective(objective))
                  .toArray();
          return objective.loss(Arrays.stream(values).average().orElse(Double.NaN));
        })
        .toArray();
  }
}
