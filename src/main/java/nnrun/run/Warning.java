package nnrun.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import nnrun.config.Config;
import nnrun.config.Problem;
import nnrun.data.Prepared;
import nnrun.lint.Lint;
import nnrun.lint.Plan;
import org.jspecify.annotations.Nullable;

/// Something in a config that is allowed and hardly meant.
///
/// @param code of the rule that found it
public record Warning(String code, Problem problem) {
  /// As a compiler prints it: place, path, code, message, then the line with a caret.
  @Override
  public String toString() {
    Problem p = problem;
    String message = "warning " + code + ": " + p.message();
    return new Problem(p.file(), p.line(), p.column(), p.path(), message, p.suggestion(), p.excerpt()).toString();
  }

  /// What can be found without data, in the order of the lines, less what comments silence.
  ///
  /// @param config whose experiment is resolved
  public static List<Warning> of(Config<Experiment> config) {
    Collector found = new Collector(config);
    Lint.ofConfig(plan(config.value(), null), found);
    return found.sorted();
  }

  /// The same with what only the data show.
  public static List<Warning> of(Config<Experiment> config, Prepared data) {
    Collector found = new Collector(config);
    int stepsPerEpoch = config.value().train().batches(data.train().rows());
    Plan plan = plan(config.value(), new Plan.Size(data.val().rows(), stepsPerEpoch));
    Lint.ofConfig(plan, found);
    if (!config.value().isOfFunction()) {
      Lint.ofData(plan, data, found);
    }
    return found.sorted();
  }

  private static Plan plan(Experiment e, Plan.@Nullable Size size) {
    return new Plan(e.data(), e.model(), e.loss(), e.schedule(), e.train(), size);
  }

  private static final class Collector implements Lint.Listener {
    private final Config<Experiment> config;
    private final List<Warning> warnings = new ArrayList<>();

    Collector(Config<Experiment> config) {
      this.config = config;
      Set<String> known = Lint.codes();
      for (Problem problem : config.unknownIgnored(known, ": no rule of lint has this code")) {
        warnings.add(new Warning(Lint.unknownCode(), problem));
      }
    }

    @Override
    public void add(String code, String message, String[] paths) {
      String path = paths[0];
      for (int i = paths.length - 1; i >= 0; i--) {
        path = config.says(paths[i]) ? paths[i] : path;
      }
      Problem problem = config.problem(path, message);
      if (!config.ignores(code, problem)) {
        warnings.add(new Warning(code, problem));
      }
    }

    List<Warning> sorted() {
      return warnings.stream().sorted((a, b) -> Integer.compare(a.problem.line(), b.problem.line())).toList();
    }
  }
}
