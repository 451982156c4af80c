package nnrun.run;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nnrun.config.Config;
import nnrun.config.ConfigException;
import nnrun.config.Setting;
import org.jspecify.annotations.Nullable;

/// Reading experiments.
public final class Experiments {
  private static final Path DATA_SETS = Path.of("datasets");

  private Experiments() {}

  /// A config with everything filled in and every check made that needs no data.
  ///
  /// @param overrides each `path=value`
  public static Config<Experiment> read(Path file, List<String> overrides) throws ConfigException {
    return base(file, overrides).with(List.of());
  }

  /// A config on which values are laid before it is an experiment.
  ///
  /// @param overrides each `path=value`
  public static Base base(Path file, List<String> overrides) throws ConfigException {
    return new Base(Config.base(Experiment.class, file, overrides), stem(file));
  }

  /// A config read as far as its spelling goes.
  public static final class Base {
    private final Config.Base<Experiment> config;
    private final String name;

    private Base(Config.Base<Experiment> config, String name) {
      this.config = config;
      this.name = name;
    }

    /// With everything filled in and every check made that needs no data.
    public Config<Experiment> with(List<Setting> settings) throws ConfigException {
      Config<Experiment> read = config.with(settings);
      Checks.all(read);
      return read.with(read.value().resolved(name));
    }

    /// As it was read, the section `sweep` among it.
    public Config<Experiment> asWritten() throws ConfigException {
      return config.with(List.of());
    }
  }

  /// The resolved config of a run.
  static Config<Experiment> parse(String text, String place) throws ConfigException {
    Config<Experiment> config = Config.parse(Experiment.class, text, place);
    return config.with(config.value().resolved("run"));
  }

  /// The file's name without its ending, as far as it can be a run's name.
  public static String stem(Path file) {
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.[^.]*$", "");
    String safe = name.replaceAll("[^A-Za-z0-9._-]", "-").replaceFirst("^[.-]+", "");
    return safe.isEmpty() ? "run" : safe.substring(0, Math.min(64, safe.length()));
  }

  /// The folder `datasets` of the project that the program was built in; null where that is unknown.
  private static @Nullable Path ownDataSets() {
    try {
      Path program = Path.of(Experiments.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path target = program.toAbsolutePath().normalize().getParent();
      return target == null ? null : target.resolveSibling("datasets");
    } catch (URISyntaxException | IllegalArgumentException _) {
      return null;
    }
  }

  /// Where data files are searched: beside the config, in `--data-dir`, in `NNRUN_DATA`, in `datasets/` here, and in
  /// that of the project.
  public static List<Path> dataPlaces(Path config, @Nullable Path dataDir) {
    List<Path> places = new ArrayList<>();
    Path folder = config.toAbsolutePath().getParent();
    if (folder != null) {
      places.add(folder);
    }
    if (dataDir != null) {
      places.add(dataDir);
    }
    Path shared = sharedData();
    if (shared != null) {
      places.add(shared);
    }
    places.add(DATA_SETS);
    Path own = ownDataSets();
    if (own != null && !own.equals(DATA_SETS.toAbsolutePath().normalize())) {
      places.add(own);
    }
    return places;
  }

  /// Where data sets are put: the first of the places of [#dataPlaces] that is not a config's own.
  public static Path dataPlace(@Nullable Path dataDir) {
    Path shared = dataDir == null ? sharedData() : dataDir;
    return shared == null ? DATA_SETS : shared;
  }

  private static @Nullable Path sharedData() {
    String shared = System.getenv("NNRUN_DATA");
    return shared == null || shared.isBlank() ? null : Path.of(shared);
  }
}
