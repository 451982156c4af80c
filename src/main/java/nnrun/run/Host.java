package nnrun.run;

import java.nio.file.Path;
import java.util.List;
import nnrun.config.Config;
import nnrun.data.DataFiles;
import nnrun.data.Prepared;
import nnrun.tensor.Engine;

/// What a run takes from the process it runs in: its data, and memory. One process may carry several runs at a time.
public interface Host {
  /// Data ready for training, and the files they came from. Nothing in it changes, but that an augmenter serves one run
  /// at a time.
  ///
  /// @param files those read, in order
  record Loaded(Prepared data, List<DataFiles.Used> files) {
    /// Reads and prepares the data of an experiment.
    public static Loaded read(Experiment e, DataFiles files, Engine engine) {
      Prepared data = e.data().prepare(files, engine, e.wantsClasses());
      return new Loaded(data, List.copyOf(files.used()));
    }
  }

  Loaded load(Experiment experiment, Engine engine);

  /// Bytes that a network may take; it needs `wanted`.
  long freeMemory(long wanted);

  /// What is hardly meant in a run that begins; none where somebody has said it for many runs at once.
  default List<Warning> warnings(Config<Experiment> config, Loaded loaded) {
    return Warning.of(config, loaded.data());
  }

  /// One run that has the process to itself.
  ///
  /// @param files where its data are searched
  record Alone(DataFiles files) implements Host {
    public Alone(List<Path> places) {
      this(new DataFiles(places));
    }

    @Override
    public Loaded load(Experiment experiment, Engine engine) {
      return Loaded.read(experiment, files, engine);
    }

    @Override
    public long freeMemory(long wanted) {
      if (wanted > free()) {
        System.gc(); // what reading the data left behind counts as taken until then
      }
      return free();
    }

    private static long free() {
      Runtime runtime = Runtime.getRuntime();
      return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
    }
  }
}
