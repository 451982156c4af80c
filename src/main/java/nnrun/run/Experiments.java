package nnrun.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nnrun.config.Config;
import nnrun.config.ConfigException;
import org.jspecify.annotations.Nullable;

/// Reading experiments.
public final class Experiments {
  private Experiments() {}

  /// A config with everything filled in and every check made that needs no data.
  ///
  /// @param overrides each `path=value`
  public static Config<Experiment> read(Path file, List<String> overrides) throws ConfigException {
    Config<Experiment> config = Config.read(Experiment.class, file, overrides);
    Checks.all(config);
    return config.with(config.value().resolved(stem(file)));
  }

  /// The resolved config of a run.
  static Config<Experiment> parse(String text, String place) throws ConfigException {
    Config<Experiment> config = Config.parse(Experiment.class, text, place);
    return config.with(config.value().resolved("run"));
  }

  /// The file's name without its ending, as far as it can be a run's name.
  private static String stem(Path file) {
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.[^.]*$", "");
    String safe = name.replaceAll("[^A-Za-z0-9._-]", "-").replaceFirst("^[.-]+", "");
    return safe.isEmpty() ? "run" : safe.substring(0, Math.min(64, safe.length()));
  }

  /// Where data files are searched: beside the config, in `--data-dir`, in `NNRUN_DATA`, in `datasets/`.
  public static List<Path> dataPlaces(Path config, @Nullable Path dataDir) {
    List<Path> places = new ArrayList<>();
    Path folder = config.toAbsolutePath().getParent();
    if (folder != null) {
      places.add(folder);
    }
    if (dataDir != null) {
      places.add(dataDir);
    }
    String shared = System.getenv("NNRUN_DATA");
    if (shared != null && !shared.isBlank()) {
      places.add(Path.of(shared));
    }
    places.add(Path.of("datasets"));
    return places;
  }
}
