package nnrun.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nnrun.config.Config;
import nnrun.config.ConfigException;
import nnrun.config.Problem;
import nnrun.init.FromRun;
import nnrun.spec.Parameter;
import org.jspecify.annotations.Nullable;

/// The checkpoints of other runs that experiments begin with, each read once: they decide numbers as data do.
public final class Weights {
  /// @param refusal why it cannot be read, or null
  private record Read(String sha256, @Nullable String refusal) {}

  private final Map<FromRun, Read> known = new LinkedHashMap<>();

  /// Of the bytes of all of them; empty for an experiment that takes none.
  public String hash(Experiment experiment) {
    StringBuilder all = new StringBuilder();
    sources(experiment).keySet().forEach(from -> all.append(read(from).sha256).append('\n'));
    return all.isEmpty() ? "" : Sha256.of(all.toString().getBytes(UTF_8));
  }

  /// What is wrong where there is none to take.
  public List<Problem> problems(Config<Experiment> config) {
    return sources(config.value()).entrySet().stream()
        .filter(source -> read(source.getKey()).refusal != null)
        .map(source -> config.problem(source.getValue() + ".run", String.valueOf(read(source.getKey()).refusal)))
        .toList();
  }

  private synchronized Read read(FromRun from) {
    return known.computeIfAbsent(
        from,
        _ -> {
          LocalDisk disk = new LocalDisk();
          try {
            Path file = SavedRun.open(disk, Path.of(from.run())).checkpoint(from.best()).content().file();
            return new Read(Sha256.of(disk, file), null);
          } catch (IllegalArgumentException | DamagedFile e) {
            return new Read("", String.valueOf(e.getMessage()));
          } catch (ConfigException e) {
            return new Read("", from.run() + " has a config that this nnrun cannot read: " + e.getMessage());
          }
        });
  }

  /// Each with the place that names it first.
  private static Map<FromRun, String> sources(Experiment experiment) {
    Map<FromRun, String> sources = new LinkedHashMap<>();
    within(experiment.init(), "init", sources);
    for (int i = 0; i < experiment.model().size(); i++) {
      within(experiment.model().get(i), "model." + i + ".init", sources);
    }
    return sources;
  }

  private static void within(@Nullable Object part, String place, Map<FromRun, String> sources) {
    switch (part) {
      case FromRun from -> sources.putIfAbsent(from, place);
      case List<?> list -> list.forEach(each -> within(each, place, sources));
      case Record record ->
          Parameter.declared(record.getClass())
              .forEach(p -> within(Parameter.value(p.component(), record), place, sources));
      case null, default -> {}
    }
  }
}
