package nnrun.run;

import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import nnrun.config.Json;
import nnrun.state.State;
import nnrun.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/// The folder `checkpoints` of a run. `last.safetensors` is the run's only commit point: what it does not name has not
/// happened. The one before it is kept as `previous.safetensors`, in case the last one is damaged. `best.safetensors`
/// is written before the `last` that names its hash.
///
/// A run that was asked to stop leaves its state in `stopped.safetensors`, so that `last` and `previous` are those of a
/// run that nobody stopped. It counts as long as no later `last` is there.
///
/// All it needs of a training is the method that shows its state: `training::state`.
public final class Checkpoints {
  private static final String FORMAT = "nnrun-checkpoint-1";
  private static final int MOST_NAMES = 20;

  private final Disk disk;
  private final Path folder;
  private final Path last;
  private final Path previous;
  private final Path best;
  private final Path stopped;

  /// Whether `last` is known to be whole: only then may it take the place of `previous`.
  private boolean lastIsGood;

  public Checkpoints(Disk disk, Path folder) {
    this.disk = disk;
    this.folder = folder;
    this.last = folder.resolve("last.safetensors");
    this.previous = folder.resolve("previous.safetensors");
    this.best = folder.resolve("best.safetensors");
    this.stopped = folder.resolve("stopped.safetensors");
  }

  /// What a checkpoint commits besides the training's own state.
  ///
  /// @param epoch complete epochs
  /// @param step complete updates
  /// @param config the resolved config
  /// @param data hash of the data
  /// @param lengths bytes of each growing file of the run, by its name: `metrics.csv`
  /// @param best SHA-256 of `best.safetensors`, or null while there is none
  public record Commit(
      long epoch, long step, String config, String data, SortedMap<String, Long> lengths, @Nullable String best) {
    private static final String LENGTH = "bytes.";

    private Map<String, String> texts() {
      Map<String, String> texts = new TreeMap<>();
      texts.put("format", FORMAT);
      texts.put("epoch", Long.toString(epoch));
      texts.put("step", Long.toString(step));
      texts.put("config", config);
      texts.put("data", data);
      lengths.forEach((name, bytes) -> texts.put(LENGTH + name, Long.toString(bytes)));
      if (best != null) {
        texts.put("best", best);
      }
      return texts;
    }

    private static Commit of(Texts texts) {
      SortedMap<String, Long> lengths = new TreeMap<>();
      for (String key : texts.all().keySet()) {
        if (key.startsWith(LENGTH)) {
          lengths.put(key.substring(LENGTH.length()), texts.whole(key));
        }
      }
      return new Commit(
          texts.whole("epoch"),
          texts.whole("step"),
          texts.get("config"),
          texts.get("data"),
          lengths,
          texts.all().get("best"));
    }
  }

  /// Makes `last.safetensors` of the state, and `previous.safetensors` of the last one.
  public void save(Commit commit, Consumer<State> state) {
    Path temporary = disk.temporary(last, content(commit, state));
    if (lastIsGood) {
      disk.rename(last, previous);
      lastIsGood = false;
    }
    disk.rename(temporary, last);
    disk.forceFolder(folder);
    lastIsGood = true;
    forgetStop();
  }

  /// Makes `stopped.safetensors` of the state.
  public void saveStopped(Commit commit, Consumer<State> state) {
    disk.replace(stopped, content(commit, state));
  }

  private void forgetStop() {
    if (disk.isFile(stopped)) {
      disk.delete(stopped);
      disk.forceFolder(folder);
    }
  }

  /// Removes `stopped.safetensors` unless it is what a run goes on from.
  public void forgetStopsBefore(Opened from) {
    if (!from.content().file().equals(stopped)) {
      forgetStop();
    }
  }

  /// Makes `best.safetensors` of the state.
  ///
  /// @return its hash, for the commit of the next [#save]
  public String saveBest(Commit commit, Consumer<State> state) {
    MessageDigest digest = Sha256.digest();
    disk.replace(best, out -> content(commit, state).to(new DigestOutputStream(out, digest)));
    return Sha256.hex(digest);
  }

  private static Disk.Content content(Commit commit, Consumer<State> state) {
    Saver saver = new Saver();
    state.accept(saver);
    saver.texts.putAll(commit.texts());
    return Safetensors.content(saver.matrices, saver.texts);
  }

  /// Whether there is anything to open.
  public boolean exist() {
    return disk.isFile(last) || disk.isFile(previous) || disk.isFile(stopped);
  }

  /// The state of a run that was stopped after its last checkpoint; else the last checkpoint, or the previous one when
  /// the last is damaged or missing; then [Opened#notice] says so.
  ///
  /// @throws DamagedFile when none can be used
  public Opened open() {
    if (!disk.isFile(last) && !disk.isFile(previous) && disk.isFile(stopped)) {
      return open(stopped, null);
    }
    DamagedFile damage;
    try {
      Opened opened = open(last, null);
      lastIsGood = true;
      return laterStop(opened);
    } catch (DamagedFile e) {
      damage = e;
    }
    lastIsGood = false;
    if (!disk.isFile(previous)) {
      throw damage;
    }
    try {
      return open(previous, damage.getMessage() + "; going on from " + previous.getFileName());
    } catch (DamagedFile e) {
      throw unusable(damage.getMessage() + "; " + e.getMessage());
    }
  }

  /// The usable checkpoint with the most updates below so many, or null where there is none.
  public @Nullable Opened before(long step) {
    Opened latest = null;
    for (Path file : List.of(last, previous, best)) {
      if (disk.isFile(file)) {
        try {
          Opened opened = open(file, null);
          long steps = opened.commit().step();
          latest = steps < step && (latest == null || steps > latest.commit().step()) ? opened : latest;
        } catch (DamagedFile _) {
          // An earlier one, or none, serves as well.
        }
      }
    }
    return latest;
  }

  /// Without a whole `last` the stop is passed over: what follows `previous` has to be made again as it was.
  private Opened laterStop(Opened from) {
    if (!disk.isFile(stopped)) {
      return from;
    }
    try {
      Opened stop = open(stopped, null);
      return stop.commit().step() > from.commit().step() ? stop : from;
    } catch (DamagedFile damage) {
      return new Opened(from.content(), from.commit(), damage.getMessage() + "; going on from " + last.getFileName());
    }
  }

  /// The checkpoint of the best epoch.
  public Opened openBest() {
    return open(best, null);
  }

  /// Makes sure that `best.safetensors` is the one a run goes on with: the file that its checkpoint names, or one of a
  /// later epoch, which the run writes again when it gets there.
  ///
  /// @throws DamagedFile when it is neither
  public void requireBest(Commit from) {
    try {
      if ((from.best() != null || hasBest()) && !bestBelongsTo(from)) {
        throw new DamagedFile(best, "is not the file that " + last.getFileName() + " belongs to");
      }
    } catch (DamagedFile e) {
      throw unusable(e.getMessage());
    }
  }

  /// Whether `best.safetensors` is the file that a checkpoint names, or one of a later epoch.
  ///
  /// @throws DamagedFile when that cannot be told
  public boolean bestBelongsTo(Commit from) {
    boolean named = from.best() != null && disk.isFile(best) && Sha256.of(disk, best).equals(from.best());
    return named || openBest().commit().epoch() > from.epoch();
  }

  /// Whether there is a checkpoint of a best epoch.
  public boolean hasBest() {
    return disk.isFile(best);
  }

  private DamagedFile unusable(@Nullable String why) {
    return new DamagedFile(
        folder, "no usable checkpoint: " + why + "; without this folder the run begins again with epoch 1");
  }

  private Opened open(Path file, @Nullable String notice) {
    if (!disk.isFile(file)) {
      throw new DamagedFile(file, "there is no such file");
    }
    Safetensors content = Safetensors.open(disk, file);
    Texts texts = new Texts(file, content.metadata());
    String format = texts.get("format");
    if (!format.equals(FORMAT)) {
      throw new DamagedFile(file, "is of the format " + format + "; this nnrun reads " + FORMAT);
    }
    texts.get(Safetensors.CHECKSUM); // a file without one could be anything
    return new Opened(content, Commit.of(texts), notice);
  }

  /// A checkpoint whose checksum was right.
  ///
  /// @param notice what the user should be told about the choice of the file, or null
  public record Opened(Safetensors content, Commit commit, @Nullable String notice) {
    /// Brings the stored state back.
    ///
    /// @throws DamagedFile that lists every name that is missing, left over or of another shape
    public void into(Consumer<State> state) {
      load(state, true);
    }

    /// Brings a part of the stored state back, such as a network without its optimizer.
    ///
    /// @throws DamagedFile that lists every name that is missing or of another shape
    public void partInto(Consumer<State> state) {
      load(state, false);
    }

    private void load(Consumer<State> state, boolean whole) {
      Loader loader = new Loader(content);
      try {
        state.accept(loader);
      } catch (IllegalArgumentException e) {
        throw new DamagedFile(content.file(), "does not fit this network: " + e.getMessage());
      }
      loader.finish(whole);
    }
  }

  /// A part of a state that is not as it was stored.
  record Difference(String name, String stored, String now) {}

  /// Collects a state like a [Saver], to hold it against a stored one.
  static @Nullable Difference difference(Opened opened, Consumer<State> state) {
    Saver now = new Saver();
    state.accept(now);
    Safetensors content = opened.content();
    for (Map.Entry<String, Matrix> entry : now.matrices.entrySet()) {
      String name = entry.getKey();
      Safetensors.Tensor tensor = content.tensors().get(name);
      Safetensors.Differing differing = content.differing(name, entry.getValue());
      if (tensor == null || !tensor.fits(entry.getValue())) {
        return new Difference(name, String.valueOf(tensor), String.valueOf(Safetensors.shapeOf(entry.getValue())));
      }
      if (differing != null) {
        int at = differing.index();
        String place = name + "[" + at + "]";
        return new Difference(place, String.valueOf(differing.stored()), String.valueOf(entry.getValue().at(at)));
      }
    }
    for (Map.Entry<String, String> entry : now.texts.entrySet()) {
      String stored = String.valueOf(content.metadata().get(entry.getKey()));
      if (!stored.equals(entry.getValue())) {
        return new Difference(entry.getKey(), stored, entry.getValue());
      }
    }
    return null;
  }

  /// Texts by key, each of which must be there.
  private record Texts(Path file, SortedMap<String, String> all) {
    String get(String key) {
      String text = all.get(key);
      if (text == null) {
        throw new DamagedFile(file, "is no checkpoint of nnrun: its metadata has no " + key);
      }
      return text;
    }

    long whole(String key) {
      return parse(file, key, get(key), Long::parseLong);
    }
  }

  private static <T> T parse(Path file, String key, String text, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException _) {
      throw new DamagedFile(file, "has an unreadable " + key + ": '" + text + "'");
    }
  }

  private static String wholeKey(String name) {
    return "whole." + name;
  }

  private static String realKey(String name) {
    return "real." + name;
  }

  private static String textsKey(String name) {
    return "texts." + name;
  }

  /// Collects a state; matrices are written from where they are.
  private static final class Saver implements State {
    private final Map<String, Matrix> matrices = new LinkedHashMap<>();
    private final Map<String, String> texts = new TreeMap<>();

    @Override
    public void matrix(String name, Matrix matrix) {
      once(name, matrices.put(name, matrix));
    }

    @Override
    public long whole(String name, long value) {
      once(name, texts.put(wholeKey(name), Long.toString(value)));
      return value;
    }

    @Override
    public double real(String name, double value) {
      once(name, texts.put(realKey(name), Double.toString(value))); // the shortest decimals that read back exactly
      return value;
    }

    @Override
    public List<String> texts(String name, List<String> value) {
      once(name, texts.put(textsKey(name), Json.write(value)));
      return value;
    }

    @Override
    public double[] reals(String name, double[] values) {
      matrix(name, Matrix.row(values));
      return values;
    }

    private static void once(String name, @Nullable Object before) {
      if (before != null) {
        throw new IllegalStateException("two parts of a state are called " + name);
      }
    }
  }

  /// Fills a state, and notes what does not fit.
  private static final class Loader implements State {
    private final Safetensors content;
    private final Set<String> left;
    private final List<String> missing = new ArrayList<>();
    private final List<String> misshapen = new ArrayList<>();

    Loader(Safetensors content) {
      this.content = content;
      this.left = new TreeSet<>(content.tensors().keySet());
      content.metadata().keySet().stream()
          .filter(key -> Stream.of(wholeKey(""), realKey(""), textsKey("")).anyMatch(key::startsWith))
          .forEach(left::add);
    }

    @Override
    public void matrix(String name, Matrix matrix) {
      left.remove(name);
      Safetensors.Tensor stored = content.tensors().get(name);
      if (stored == null) {
        missing.add(name);
      } else if (!stored.fits(matrix)) {
        misshapen.add(
            String.format(
                Locale.ROOT,
                "%s is %s %s in the file and %s %s here",
                name,
                Safetensors.dtype(stored.precision()),
                stored.shape(),
                Safetensors.dtype(matrix.precision()),
                Safetensors.shapeOf(matrix)));
      } else {
        content.read(name, matrix);
      }
    }

    @Override
    public long whole(String name, long value) {
      return text(wholeKey(name), value, Long::parseLong);
    }

    @Override
    public double real(String name, double value) {
      return text(realKey(name), value, Double::parseDouble);
    }

    @Override
    public List<String> texts(String name, List<String> value) {
      return text(textsKey(name), value, Loader::strings);
    }

    @Override
    public double[] reals(String name, double[] values) {
      Safetensors.Tensor stored = content.tensors().get(name);
      int count = stored == null || stored.shape().size() != 2 ? values.length : Math.toIntExact(stored.shape().get(1));
      Matrix numbers = Matrix.row(new double[count]);
      matrix(name, numbers);
      return IntStream.range(0, count).mapToDouble(numbers::at).toArray();
    }

    private <T> T text(String key, T value, Function<String, T> parser) {
      left.remove(key);
      String stored = content.metadata().get(key);
      if (stored == null) {
        missing.add(key);
        return value;
      }
      return parse(content.file(), key, stored, parser);
    }

    private static List<String> strings(String json) {
      if (Json.parse(json) instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
        return list.stream().map(String.class::cast).toList();
      }
      throw new IllegalArgumentException("no list of texts");
    }

    void finish(boolean whole) {
      String problems =
          Stream.of(
                  listed("missing: ", missing),
                  listed("left over: ", whole ? List.copyOf(left) : List.of()),
                  listed("of another shape: ", misshapen))
              .filter(text -> !text.isEmpty())
              .collect(joining("; "));
      if (!problems.isEmpty()) {
        throw new DamagedFile(content.file(), "does not fit this network; " + problems);
      }
    }

    private static String listed(String what, List<String> names) {
      if (names.isEmpty()) {
        return "";
      }
      String more = names.size() > MOST_NAMES ? " and " + (names.size() - MOST_NAMES) + " more" : "";
      return what + names.stream().limit(MOST_NAMES).collect(joining(", ")) + more;
    }
  }
}
