package nnrun.sweep;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nnrun.config.Config;
import nnrun.data.Augmenter;
import nnrun.data.DataFiles;
import nnrun.data.DataSpec;
import nnrun.data.Prepared;
import nnrun.data.Source;
import nnrun.run.Experiment;
import nnrun.run.Host;
import nnrun.run.TrainingRun;
import nnrun.run.Warning;
import nnrun.run.Weights;
import nnrun.tensor.Engine;
import nnrun.tensor.Precision;
import org.jspecify.annotations.Nullable;

/// The data of all trials of a process: what is equal is loaded once and shared.
final class SharedData implements Host {
  /// Which trials have the same data.
  record Key(DataSpec spec, Precision precision, boolean classes) {
    static Key of(Experiment e) {
      return new Key(e.data(), e.precision(), e.wantsClasses());
    }
  }

  /// What decides which files are read.
  private record Files(Source source, @Nullable Source test) {}

  private final List<Path> places;
  private final long mostBytes;
  private final Map<Key, Loaded> loaded = new LinkedHashMap<>();
  private final Weights weights = new Weights();
  private final Map<Files, String> hashes = new LinkedHashMap<>();

  /// @param mostBytes beyond which data that were not used for the longest time are no longer kept
  SharedData(List<Path> places, long mostBytes) {
    this.places = places;
    this.mostBytes = mostBytes;
  }

  @Override
  public Loaded load(Experiment e, Engine engine) {
    return own(shared(e));
  }

  private synchronized Loaded shared(Experiment e) {
    Key key = Key.of(e);
    Loaded known = loaded.remove(key);
    if (known == null) {
      try (Engine engine = Engine.of(e.precision(), 1)) {
        known = Loaded.read(e, new DataFiles(places), engine);
      }
      hashes.put(files(e), TrainingRun.hash(known.files()));
      makeRoom(known.data().memory());
    }
    loaded.put(key, known);
    return known;
  }

  private void makeRoom(long bytes) {
    long kept = bytes + bytes();
    for (Iterator<Loaded> oldest = loaded.values().iterator(); oldest.hasNext() && kept > mostBytes; ) {
      kept -= oldest.next().data().memory();
      oldest.remove();
    }
  }

  /// With an augmenter of its own.
  private static Loaded own(Loaded shared) {
    Prepared data = shared.data();
    Augmenter augmenter = data.augmenter();
    return augmenter == null
        ? shared
        : new Loaded(
            new Prepared(data.train(), data.val(), data.test(), data.preprocessing(), augmenter.another()),
            shared.files());
  }

  private static Files files(Experiment e) {
    return new Files(e.data().source(), e.data().test());
  }

  /// Of the bytes of all files an experiment reads, weights that it begins with among them.
  synchronized String hash(Experiment e) {
    String known = hashes.get(files(e));
    return (known != null ? known : TrainingRun.hash(shared(e).files())) + weights.hash(e);
  }

  Weights weights() {
    return weights;
  }

  /// Bytes that are kept.
  synchronized long bytes() {
    return loaded.values().stream().mapToLong(it -> it.data().memory()).sum();
  }

  /// Those of the base and of all data were said before, see [Sweeping].
  @Override
  public List<Warning> warnings(Config<Experiment> config, Loaded data) {
    return List.of();
  }

  /// Who may run is decided before, see [Memory].
  @Override
  public long freeMemory(long wanted) {
    return Long.MAX_VALUE;
  }
}
