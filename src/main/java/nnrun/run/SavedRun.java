package nnrun.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import nnrun.config.Config;
import nnrun.config.ConfigException;
import nnrun.config.Json;
import nnrun.data.Augment;
import nnrun.data.Augmenter;
import nnrun.data.Content;
import nnrun.data.Csv;
import nnrun.data.DataException;
import nnrun.data.DataFiles;
import nnrun.data.Dataset;
import nnrun.data.Prepared;
import nnrun.data.Preprocessing;
import nnrun.data.Rows;
import nnrun.data.Table;
import nnrun.layer.Purpose;
import nnrun.layer.Shape;
import nnrun.spec.Nearest;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;
import nnrun.tensor.Stream;
import nnrun.train.EarlyStopping;
import nnrun.train.Evaluation;
import nnrun.train.Network;
import nnrun.train.TargetRows;
import org.jspecify.annotations.Nullable;

/// A run as its folder tells it.
public final class SavedRun {
  private static final String CONFIG_CHANGES = "config_changes";
  private static final String CONFIG_SHA256 = "config_sha256";

  private final Disk disk;
  private final Path path;
  private final Config<Experiment> config;

  private SavedRun(Disk disk, Path path, Config<Experiment> config) {
    this.disk = disk;
    this.path = path;
    this.config = config;
  }

  /// @throws IllegalArgumentException when there is no run in the folder
  /// @throws DamagedFile when there is one that cannot be read
  public static SavedRun open(Disk disk, Path path) throws ConfigException {
    Path resolved = require(disk, path);
    return new SavedRun(disk, path, Experiments.parse(new String(disk.read(resolved), UTF_8), resolved.toString()));
  }

  /// The config of the run in a folder.
  ///
  /// @throws IllegalArgumentException when there is none
  static Path require(Disk disk, Path path) {
    Path resolved = path.resolve(RunFolder.CONFIG);
    if (!disk.isFile(resolved)) {
      throw noRun(disk, path);
    }
    return resolved;
  }

  /// Why nothing can be asked of it, and which folder was probably meant.
  static IllegalArgumentException noRun(Disk disk, Path path) {
    Path parent = path.toAbsolutePath().normalize().getParent();
    List<String> beside = parent != null && disk.isFolder(parent) ? disk.list(parent) : List.of();
    String nearest = disk.isFolder(path) ? null : Nearest.of(String.valueOf(path.getFileName()), beside);
    return new IllegalArgumentException(
        path
            + (disk.isFolder(path) ? ": is no run folder: it has no " + RunFolder.CONFIG : ": no such folder")
            + (nearest == null
                ? "; nnrun runs prints the runs there are"
                : "; did you mean " + path.resolveSibling(nearest) + "?"));
  }

  Config<Experiment> config() {
    return config;
  }

  public Experiment experiment() {
    return config.value();
  }

  public Path path() {
    return path;
  }

  /// What summary.json says; empty while the run goes on.
  public static Map<String, @Nullable Object> summary(Disk disk, Path path) {
    return json(disk, path.resolve(TrainingRun.SUMMARY));
  }

  /// The object in a JSON file; empty where there is no such file.
  public static Map<String, @Nullable Object> json(Disk disk, Path file) {
    String text = disk.text(file);
    return text == null ? new LinkedHashMap<>() : object(file, text);
  }

  /// The measures in a map of a summary; none where there is no map.
  public static Map<String, Double> numbers(@Nullable Object json) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    if (json instanceof Map<?, ?> map) {
      map.forEach((key, value) -> {
        if (value instanceof Number number) {
          numbers.put(String.valueOf(key), number.doubleValue());
        } else if (value instanceof String text) { // NaN and the infinities, which JSON has no numbers for
          numbers.put(String.valueOf(key), Double.valueOf(text));
        }
      });
    }
    return numbers;
  }

  @SuppressWarnings("unchecked") // a JSON object has texts for keys
  private static Map<String, @Nullable Object> object(Path file, String text) {
    Object parsed;
    try {
      parsed = Json.parse(text);
    } catch (IllegalArgumentException e) {
      throw new DamagedFile(file, "is no JSON: " + e.getMessage());
    }
    if (parsed instanceof Map<?, ?> map) {
      return (Map<String, @Nullable Object>) map;
    }
    throw new DamagedFile(file, "is no JSON object");
  }

  /// Where the run's data files are searched: where they were when it began, then where they would be now.
  public List<Path> dataPlaces(@Nullable Path dataDir) {
    List<Path> places = new ArrayList<>();
    if (dataDir != null) {
      places.add(dataDir);
    }
    if (provenance().get("data_places") instanceof List<?> then) {
      then.forEach(place -> places.add(Path.of(String.valueOf(place))));
    }
    for (Path now : Experiments.dataPlaces(path, null)) {
      if (!places.contains(now)) {
        places.add(now);
      }
    }
    return places;
  }

  private Map<String, @Nullable Object> provenance() {
    return json(disk, path.resolve(TrainingRun.PROVENANCE));
  }

  /// The nnrun that began it; empty where that is not known.
  public String version() {
    return provenance().get("nnrun") instanceof String version ? version : "";
  }

  /// What of its config was changed on the way, in sentences.
  public List<String> changesOnTheWay() {
    return accepted().stream().map(each -> String.valueOf(each.get("changes"))).toList();
  }

  private List<Map<?, ?>> accepted() {
    List<Map<?, ?>> accepted = new ArrayList<>();
    if (provenance().get(CONFIG_CHANGES) instanceof List<?> list) {
      list.forEach(each -> {
        if (each instanceof Map<?, ?> map) {
          accepted.add(map);
        }
      });
    }
    return accepted;
  }

  /// Whether somebody said that the run shall go on with the config that it has now: whichever checkpoint it goes on
  /// from then, he need not say it again.
  boolean hasAcceptedConfig() {
    return accepted().stream().anyMatch(each -> configSha256().equals(each.get(CONFIG_SHA256)));
  }

  /// Notes that it goes on with the config that it has now.
  void acceptConfig(List<ConfigChange> changes) {
    List<Object> accepted = new ArrayList<>(accepted());
    Map<String, Object> one = new LinkedHashMap<>();
    one.put(CONFIG_SHA256, configSha256());
    one.put("changes", ConfigChange.sentence(changes));
    accepted.add(one);
    Map<String, @Nullable Object> all = provenance();
    all.put(CONFIG_CHANGES, accepted);
    disk.replace(path.resolve(TrainingRun.PROVENANCE), Json.pretty(all).getBytes(UTF_8));
  }

  private String configSha256() {
    return Sha256.of(TrainingRun.decisive(experiment()).getBytes(UTF_8));
  }

  /// A data file whose bytes are not those that the run began with.
  ///
  /// @param difference what it was and is, in brackets
  record ChangedFile(String path, String difference) {}

  /// As far as run.json tells.
  List<ChangedFile> changed(List<DataFiles.Used> now) {
    List<ChangedFile> changed = new ArrayList<>();
    for (DataFiles.Used used : now) {
      Map<?, ?> old = then("data", used.path(), used.sha256());
      if (old != null) {
        String was = bytes(old.get("bytes"), old.get("sha256"));
        changed.add(
            new ChangedFile(used.path(), " (it was " + was + " and is " + bytes(used.bytes(), used.sha256()) + ")"));
      }
    }
    return changed;
  }

  /// Checkpoints that weights were taken from and that hold others now, as far as run.json tells.
  List<String> changedWeights(List<Transfer.Origin> now) {
    return now.stream()
        .filter(origin -> then("weights", origin.path(), origin.sha256()) != null)
        .map(Transfer.Origin::path)
        .toList();
  }

  /// What run.json says of a file that had another hash then.
  private @Nullable Map<?, ?> then(String key, String file, String sha256) {
    if (provenance().get(key) instanceof List<?> then) {
      for (Object entry : then) {
        if (entry instanceof Map<?, ?> old && file.equals(old.get("path")) && !sha256.equals(old.get("sha256"))) {
          return old;
        }
      }
    }
    return null;
  }

  /// @throws IllegalArgumentException when a data file is not the one that the run began with
  void requireSameData(List<DataFiles.Used> files) {
    for (ChangedFile file : changed(files)) {
      throw TrainingRun.changed(
          path + ": the data file " + file.path(), file.difference(), "bring the old one back, or start a new run");
    }
  }

  private static String bytes(@Nullable Object count, @Nullable Object sha256) {
    String hash = String.valueOf(sha256);
    return count + " bytes with SHA-256 " + hash.substring(0, Math.min(8, hash.length())) + "...";
  }

  /// Whether its final weights are those of the best epoch.
  private boolean endsInBest() {
    EarlyStopping stopping = experiment().train().earlyStopping();
    return stopping != null && stopping.restoreBest() && "finished".equals(summary(disk, path).get("status"));
  }

  /// Where its weights are.
  ///
  /// @param best those of the best epoch; false for those the run ended with
  Checkpoints.Opened checkpoint(boolean best) {
    Checkpoints checkpoints = new Checkpoints(disk, path.resolve("checkpoints"));
    if (!checkpoints.exist()) {
      throw new DamagedFile(path, "has no checkpoint yet; the first one comes with the end of the first epoch");
    }
    return best || endsInBest() ? checkpoints.openBest() : checkpoints.open();
  }

  /// The trained network, ready to predict.
  ///
  /// @param best the weights of the best epoch; false for those the run ended with
  /// @param rows the most to predict at a time
  public Model load(boolean best, int rows, int threads) {
    Checkpoints.Opened opened = checkpoint(best);
    Preprocessing[] fitted = new Preprocessing[1];
    opened.partInto(s -> fitted[0] = Preprocessing.from(s.in("data")));
    Preprocessing preprocessing = fitted[0];
    Engine engine = Engine.of(experiment().precision(), threads);
    Network network =
        new Network(
            experiment().model(),
            new Shape(preprocessing.inputShape()),
            experiment().loss(),
            engine,
            Stream.of(experiment().seed()),
            rows,
            Purpose.PREDICT);
    opened.partInto(network::state);
    return new Model(experiment(), preprocessing, network, opened.commit().epoch());
  }

  /// Rows as a network takes them, encoded and scaled, a part at a time.
  public interface Inputs {
    void each(Consumer<Rows> part);
  }

  /// A trained network with what was fitted on its data.
  ///
  /// @param epoch whose weights these are
  public record Model(Experiment experiment, Preprocessing preprocessing, Network network, long epoch)
      implements AutoCloseable {
    /// The splits of the experiment's own data.
    public Prepared prepare(DataFiles files) {
      return experiment
          .data()
          .prepare(files, network.engine(), Evaluation.wantsClasses(experiment.loss(), experiment.metrics()));
    }

    /// Loss and metrics.
    public Evaluation evaluation() {
      return new Evaluation(network, experiment.metrics(), new TargetRows(network, preprocessing.targets()));
    }

    /// The same rows with x + sd·n, n ~ N(0, 1), for every scaled input x; targets stay. Number i of the inputs has the
    /// same n at each sd, so that rows of different sd differ by it alone.
    public Dataset noisy(Dataset data, double sd, long seed) {
      Stream stream = Stream.of(seed).named("noise");
      Rows clean = data.inputs();
      Matrix noisy = network.engine().matrix(clean.rows(), clean.columns());
      for (int r = 0; r < clean.rows(); r++) {
        for (int c = 0; c < clean.columns(); c++) {
          noisy.set(r, c, clean.get(r, c) + sd * stream.normal((long) r * clean.columns() + c));
        }
      }
      return new Dataset(Rows.of(noisy), data.targets(), data.sourceRows());
    }

    /// The same rows as a change of the training rows would leave them, such as turned images; targets stay.
    public Dataset changed(Dataset data, Augment change, long seed) {
      if (change.movesPixels() && experiment.data().scale().mixes()) {
        throw new DataException(
            "the change moves pixels, and the run's whitening has mixed them; ask a run without it");
      }
      return Augmenter.changed(data, change, preprocessing, Stream.of(seed).named("augment"), network.engine());
    }

    /// Mean and standard deviation of `samples` predictions with the random layers on, as CSV, see [Samples].
    public void sample(Inputs inputs, int samples, long seed, Consumer<String> csv) {
      Samples sampling = new Samples(network, preprocessing, samples, seed);
      csv.accept(sampling.header());
      inputs.each(rows -> sampling.add(rows, csv));
    }

    /// The rows of a file, while it is read.
    ///
    /// @param content as [#read] takes it; may be readable only once
    public Inputs inputs(Content content) {
      return part -> preprocessing.eachInputs(content, csvRules(), network.engine(), part);
    }

    /// The rows of a split.
    public Inputs inputs(Dataset data) {
      return part -> part.accept(data.inputs());
    }

    /// The rows of a file as this network takes them: CSV by the rules of the run's own, or images in an idx file.
    ///
    /// @param content that can be read more than once
    public Table read(Content content) {
      return preprocessing.read(content, csvRules());
    }

    private Csv csvRules() {
      if (experiment.data().source() instanceof Csv csv) {
        return csv;
      }
      try {
        return Config.parse(Csv.class, "path: any", "").value();
      } catch (ConfigException e) {
        throw new IllegalStateException("all rules but the path have defaults", e);
      }
    }

    /// The outputs for rows without targets, as CSV, while the rows are read.
    ///
    /// @param layer whose outputs are wanted, or null for predictions
    /// @param csv takes the lines of one batch after another
    public void predict(Inputs inputs, @Nullable String layer, Consumer<String> csv) {
      if (layer == null) {
        Predictions predictions = new Predictions(preprocessing, null);
        outputs(
            inputs,
            null,
            (from, values) -> {
              predictions.batch(from, values);
              csv.accept(predictions.drain());
            });
        csv.accept(predictions.drain());
        return;
      }
      Matrix of = network.outputOf(layer);
      if (of == null) {
        List<String> names = network.nodes().stream().map(Network.Node::name).toList();
        String nearest = Nearest.of(layer, names);
        throw new IllegalArgumentException(
            "no layer is called "
                + layer
                + (nearest == null ? "" : "; did you mean " + nearest + "?")
                + " The layers are "
                + String.join(", ", names));
      }
      csv.accept(nnrun.run.Csv.line(IntStream.range(0, of.columns()).mapToObj(i -> layer + "." + i).toList()));
      outputs(inputs, layer, (_, values) -> csv.accept(lines(values)));
    }

    private static String lines(Matrix values) {
      StringBuilder lines = new StringBuilder();
      for (int r = 0; r < values.rows(); r++) {
        List<String> cells = new ArrayList<>();
        for (int c = 0; c < values.columns(); c++) {
          cells.add(Predictions.number(values.precision(), values.get(r, c)));
        }
        lines.append(nnrun.run.Csv.line(cells));
      }
      return lines.toString();
    }

    /// @param layer whose outputs are wanted, or null for predictions
    private void outputs(Inputs inputs, @Nullable String layer, Evaluation.Sink sink) {
      network.pass().training = false;
      inputs.each(rows -> outputs(rows, layer, sink));
    }

    private void outputs(Rows inputs, @Nullable String layer, Evaluation.Sink sink) {
      int capacity = network.capacityRows();
      int[] order = new int[capacity];
      for (int from = 0; from < inputs.rows(); from += capacity) {
        int rows = Math.min(capacity, inputs.rows() - from);
        for (int i = 0; i < rows; i++) {
          order[i] = from + i;
        }
        network.rows(rows);
        inputs.gather(order, 0, rows, network.input());
        network.forward();
        network.predict();
        Matrix output = layer == null ? network.prediction() : network.outputOf(layer);
        if (output != null) {
          sink.batch(from, output);
        }
      }
    }

    /// One of `train`, `val`, `test`.
    public static @Nullable Dataset split(Prepared data, String name) {
      return switch (name) {
        case "train" -> data.train();
        case "val" -> data.val();
        case "test" -> data.test();
        default -> null;
      };
    }

    @Override
    public void close() {
      network.engine().close();
    }
  }
}
