package nnrun.run;

import java.util.ArrayList;
import java.util.List;
import nnrun.config.Config;
import nnrun.config.ConfigException;
import nnrun.config.Problem;
import org.jspecify.annotations.Nullable;

/// What checks find wrong with a config, all of it before anything is said.
record Findings(Config<Experiment> config, List<Problem> problems) {
  Findings(Config<Experiment> config) {
    this(config, new ArrayList<>());
  }

  Experiment experiment() {
    return config.value();
  }

  /// @param path of the value: `model.0.units`
  /// @param suggestion what was probably meant, or null
  void add(String path, String message, @Nullable String suggestion) {
    problems.add(config.problem(path, message, suggestion));
  }

  /// @param word of the value that the caret stands under
  void addAt(String path, String word, String message, @Nullable String suggestion) {
    problems.add(config.problemAt(path, word, message, suggestion));
  }

  void throwIfAny() throws ConfigException {
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
  }
}
