package nnrun.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nnrun.config.Config;
import nnrun.config.ConfigException;
import nnrun.config.Json;
import nnrun.run.Experiment;
import nnrun.run.Experiments;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What every command that reads a config takes.
final class ConfigOptions {
  @Parameters(index = "0", paramLabel = "CONFIG", description = "The experiment's YAML file.")
  Path config = Path.of("");

  @Option(
      names = "-o",
      paramLabel = "key=value",
      description = "Change a value of the config, as optimizer.lr=3e-4 or model.0.units=64; may be given again.")
  List<String> options = new ArrayList<>();

  @Option(names = "--seed", paramLabel = "S", description = "Short for -o seed=S.")
  @Nullable String seed;

  @Option(names = "--name", paramLabel = "N", description = "Short for -o name=N.")
  @Nullable String name;

  @Option(
      names = "--data-dir",
      paramLabel = "D",
      description = "Search data files there too, after the config's own folder.")
  @Nullable Path dataDir;

  List<String> overrides() {
    List<String> all = new ArrayList<>(options);
    if (seed != null) {
      all.add("seed=" + seed);
    }
    if (name != null) {
      // Whatever YAML would make of it: ~ is nothing there, and # begins a comment.
      boolean plain = name.matches("[A-Za-z0-9._-]+") && !name.equalsIgnoreCase("null");
      all.add("name=" + (plain ? name : Json.write(name)));
    }
    return all;
  }

  Config<Experiment> read() throws ConfigException {
    return Experiments.read(config, overrides());
  }

  List<Path> dataPlaces() {
    return Experiments.dataPlaces(config, dataDir);
  }
}
