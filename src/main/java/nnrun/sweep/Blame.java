package nnrun.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import nnrun.config.Config;
import nnrun.config.ConfigException;
import nnrun.config.Problem;
import nnrun.config.Setting;
import nnrun.run.Experiment;
import nnrun.run.Experiments;
import org.jspecify.annotations.Nullable;

/// Finds the varied value that makes a config wrong somewhere else: without it the problem is gone. A model that ends
/// in 3 outputs is wrong in its last layer, and what is to be changed stands in the sweep file.
final class Blame {
  /// What finds problems in a config that can be read.
  @FunctionalInterface
  interface Check {
    void of(Config<Experiment> config) throws ConfigException;
  }

  /// Where a problem is and what it is: the same for many trials.
  private record What(String path, String message) {}

  private final Experiments.Base base;
  private final Map<What, List<Setting>> guilty = new LinkedHashMap<>();

  Blame(Experiments.Base base) {
    this.base = base;
  }

  /// The same problems, those at places of the base brought to the values that make them.
  ///
  /// @param settings that the config was made with
  List<Problem> on(List<Setting> settings, List<Problem> problems, Check check) {
    return problems.stream().map(problem -> on(settings, problem, check)).toList();
  }

  private Problem on(List<Setting> settings, Problem problem, Check check) {
    if (settings.stream().anyMatch(setting -> setting.holds(problem))) {
      return problem;
    }
    List<Setting> known = guilty.computeIfAbsent(new What(problem.path(), problem.message()), _ -> new ArrayList<>());
    Setting found = settings.stream().filter(known::contains).findFirst().orElse(null);
    if (found == null) {
      found = without(settings, check, List::isEmpty);
      found = found != null ? found : without(settings, check, left -> !left.contains(problem));
      if (found != null) {
        known.add(found);
      }
    }
    return found == null
        ? problem
        : found.problem("with " + found.value() + ", " + problem.path() + ": " + problem.message());
  }

  /// The last setting without which what is left of the problems is good; null where there is none.
  private @Nullable Setting without(List<Setting> settings, Check check, Predicate<List<Problem>> good) {
    for (int i = settings.size() - 1; i >= 0; i--) { // those of the search come after what is varied
      List<Setting> others = new ArrayList<>(settings);
      Setting one = others.remove(i);
      if (good.test(problems(others, check))) {
        return one;
      }
    }
    return null;
  }

  private List<Problem> problems(List<Setting> settings, Check check) {
    try {
      check.of(base.with(settings));
      return List.of();
    } catch (ConfigException e) {
      return e.problems();
    }
  }
}
