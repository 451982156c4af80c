package nnrun.sweep;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nnrun.config.Config;
import nnrun.config.ConfigException;
import nnrun.config.Setting;
import nnrun.config.Value;
import nnrun.run.Experiment;
import nnrun.run.Experiments;
import nnrun.search.Space;
import org.jspecify.annotations.Nullable;

/// Answers conditions by the config that some settings make.
final class Conditions implements Space.Conditions {
  private final Experiments.Base base;
  private final Map<List<String>, @Nullable Config<Experiment>> configs = new LinkedHashMap<>();

  Conditions(Experiments.Base base) {
    this.base = base;
  }

  @Override
  public boolean hold(Map<String, Value> wanted, List<Setting> settings) {
    List<String> key = settings.stream().map(Setting::toString).toList();
    if (!configs.containsKey(key)) {
      configs.put(key, read(settings));
    }
    Config<Experiment> config = configs.get(key);
    return config != null
        && wanted.entrySet().stream()
            .allMatch(each -> {
              Value value = config.at(each.getKey());
              return value != null && value.matches(each.getValue());
            });
  }

  /// Null when something is wrong, which is said where the whole config is read.
  private @Nullable Config<Experiment> read(List<Setting> settings) {
    try {
      return base.with(settings);
    } catch (ConfigException _) {
      return null;
    }
  }
}
