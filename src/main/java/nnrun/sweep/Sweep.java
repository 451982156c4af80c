package nnrun.sweep;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import nnrun.config.Config;
import nnrun.config.ConfigException;
import nnrun.config.Place;
import nnrun.config.Problem;
import nnrun.run.Experiment;
import nnrun.run.Experiments;
import nnrun.search.Axis;
import nnrun.search.Seeds;
import nnrun.search.SweepSpec;
import nnrun.spec.Name;
import org.jspecify.annotations.Nullable;

/// A sweep as it was read: the config it starts from, and what is varied.
public final class Sweep {
  /// What the command line says.
  ///
  /// @param file a sweep file, or a config
  /// @param overrides of the base, each `path=value`
  /// @param varied each `path=values`, see [Varied]
  public record Request(
      Path file,
      List<String> overrides,
      List<String> varied,
      @Nullable Integer seeds,
      @Nullable Integer folds,
      @Nullable Path dataDir) {}

  final String name;
  final SweepSpec spec;
  final Experiments.Base base;
  final List<Path> dataPlaces;
  private final Function<String, Place> places;

  private Sweep(
      String name, SweepSpec spec, Experiments.Base base, List<Path> dataPlaces, Function<String, Place> places) {
    this.name = name;
    this.spec = spec;
    this.base = base;
    this.dataPlaces = dataPlaces;
    this.places = places;
  }

  /// @throws ConfigException when the sweep, or its base by itself, cannot be read
  public static Sweep read(Request request) throws ConfigException {
    Path config = request.file;
    SweepSpec spec;
    Function<String, Place> places;
    Experiments.Base base;
    if (Config.hasKey(config, "base")) {
      Config<SweepFile> file = Config.read(SweepFile.class, config, List.of());
      config = config.resolveSibling(file.value().base());
      spec = file.value().sweep();
      places = file::place;
      base = Experiments.base(config, request.overrides);
    } else {
      base = Experiments.base(config, request.overrides);
      Config<Experiment> file = base.asWritten();
      SweepSpec section = file.value().sweep();
      if (section == null && request.varied.isEmpty() && request.seeds == null && request.folds == null) {
        throw new IllegalArgumentException(
            config + ": nothing to vary; add a section sweep:, or say -p optimizer.lr=0.1,0.01");
      }
      spec = section != null ? section : Config.parse(SweepSpec.class, "{}", "sweep").value();
      places = path -> file.place("sweep." + path);
    }
    Map<String, Place> options = new LinkedHashMap<>();
    SweepSpec whole = with(spec, request, options);
    return new Sweep(
        String.valueOf(whole.name()),
        whole,
        base,
        Experiments.dataPlaces(config, request.dataDir),
        path -> options.containsKey(path) ? options.get(path) : places.apply(path));
  }

  /// With what the command line says besides.
  private static SweepSpec with(SweepSpec spec, Request request, Map<String, Place> places) throws ConfigException {
    Map<String, Axis> parameters = new LinkedHashMap<>(spec.parameters());
    List<Problem> problems = new ArrayList<>();
    for (String text : request.varied) {
      try {
        Varied varied = Varied.parse(text);
        parameters.put(varied.path(), Axis.of(varied.values()));
        places.put("parameters." + varied.path(), varied.place());
      } catch (ConfigException e) {
        problems.addAll(e.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return new SweepSpec(
        spec.name() != null ? spec.name() : new Name(Experiments.stem(request.file)),
        spec.search(),
        parameters,
        spec.together(),
        spec.when(),
        request.seeds == null ? spec.seeds() : new Seeds(request.seeds, spec.seeds().of()),
        request.folds == null ? spec.folds() : request.folds,
        spec.objective(),
        spec.budget());
  }

  public String name() {
    return name;
  }

  /// Where a path of the sweep stands: `parameters.optimizer.lr`.
  Place place(String path) {
    return places.apply(path);
  }
}
