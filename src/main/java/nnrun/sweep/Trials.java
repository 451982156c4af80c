package nnrun.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nnrun.config.Config;
import nnrun.config.ConfigException;
import nnrun.config.Place;
import nnrun.config.Problem;
import nnrun.config.Setting;
import nnrun.config.Value;
import nnrun.run.Experiment;
import nnrun.search.Halving;
import nnrun.search.Objective;
import nnrun.search.Space;
import nnrun.spec.Nearest;
import org.jspecify.annotations.Nullable;

/// Makes the trials of a point: a config for each seed and fold, read and checked like any other.
final class Trials {
  /// A trial whose data are not known yet.
  record Draft(Point point, int replicate, @Nullable Integer fold, List<Setting> settings, Config<Experiment> config) {
    Trial of(SharedData data) {
      Experiment e = config.value();
      return new Trial(Trial.id(e, data.hash(e)), point, replicate, fold, settings, config);
    }
  }

  private final Sweep sweep;
  private final Space space;
  private final @Nullable Objective asked;
  private final Map<List<String>, List<Draft>> known = new LinkedHashMap<>();
  private final Blame blame;

  Trials(Sweep sweep, Space space) {
    this.sweep = sweep;
    this.space = space;
    asked = sweep.spec.objective();
    blame = new Blame(sweep.base);
  }

  Blame blame() {
    return blame;
  }

  /// @param point coordinates
  /// @throws ConfigException with all that is wrong with them
  List<Draft> of(double[] point) throws ConfigException {
    List<Setting> settings = new ArrayList<>(space.settings(point));
    List<String> key = settings.stream().map(Setting::toString).toList();
    List<Draft> drafts = known.get(key);
    if (drafts == null) {
      drafts = make(settings);
      known.put(key, drafts);
    }
    return drafts;
  }

  /// What is varied, and what search and folds lay on the config besides.
  private List<Setting> laid(List<Setting> varied) {
    List<Setting> settings = new ArrayList<>(varied);
    if (sweep.spec.search() instanceof Halving halving) {
      settings.add(computed("train.epochs", Integer.toString(halving.max()), sweep.place("search")));
    }
    int folds = sweep.spec.folds();
    if (folds > 0) {
      Place place = sweep.place("folds");
      settings.add(computed("data.split.val", "0", place));
      settings.add(computed("data.split.folds", Integer.toString(folds), place));
    }
    return settings;
  }

  private List<Draft> make(List<Setting> varied) throws ConfigException {
    List<Setting> settings = laid(varied);
    int folds = sweep.spec.folds();
    Config<Experiment> config = sweep.base.with(settings);
    measured(config);
    Map<String, String> values = new LinkedHashMap<>();
    varied.forEach(s -> values.put(s.path(), s.value().toString()));
    Point point = new Point(Trial.pointId(config.value()), values);
    List<Draft> drafts = new ArrayList<>();
    Map<String, Long> first = seeds(config);
    for (int seed = 0; seed < sweep.spec.seeds().n(); seed++) {
      for (int fold = 1; fold <= Math.max(1, folds); fold++) {
        List<Setting> all = new ArrayList<>(settings);
        for (int i = 0; seed > 0 && i < sweep.spec.seeds().of().size(); i++) {
          String path = sweep.spec.seeds().of().get(i);
          all.add(computed(path, Long.toString(first.getOrDefault(path, 0L) + seed), sweep.place("seeds.of." + i)));
        }
        if (folds > 0) {
          all.add(computed("data.split.fold", Integer.toString(fold), sweep.place("folds")));
        }
        Integer ofFold = folds > 0 ? Integer.valueOf(fold) : null;
        Config<Experiment> own = all.size() == settings.size() ? config : sweep.base.with(all);
        drafts.add(new Draft(point, drafts.size(), ofFold, all, own));
      }
    }
    return drafts;
  }

  private static Setting computed(String path, String value, Place place) {
    return new Setting(path, place, Value.computed(value, place));
  }

  /// What the config has where seeds are varied.
  private Map<String, Long> seeds(Config<Experiment> config) throws ConfigException {
    Map<String, Long> seeds = new LinkedHashMap<>();
    for (int i = 0; i < sweep.spec.seeds().of().size(); i++) {
      String path = sweep.spec.seeds().of().get(i);
      Value first = config.at(path);
      if (first == null || !first.toString().matches("-?[0-9]{1,18}")) {
        Problem none =
            sweep
                .place("seeds.of." + i)
                .problem("", "the config has no whole number at " + path + "; take seed, or data.split.seed");
        throw new ConfigException(List.of(none));
      }
      seeds.put(path, Long.valueOf(first.toString()));
    }
    return seeds;
  }

  private void measured(Config<Experiment> config) throws ConfigException {
    if (asked != null) {
      Experiment e = config.value();
      List<String> columns = e.columns(e.data().split().hasVal());
      if (!columns.contains(asked.measure())) {
        String nearest = Nearest.of(asked.measure(), columns);
        String message =
            "no measure of this config is called "
                + asked.measure()
                + "; there are "
                + String.join(", ", columns)
                + (nearest == null ? "" : "; did you mean " + nearest + "?");
        throw new ConfigException(List.of(sweep.place("objective." + asked.key()).problem("", message)));
      }
    }
  }

  /// What is asked for, or the loss of validation rows, or of training rows where there are none.
  Objective objective(Experiment experiment) {
    String measure = experiment.data().split().hasVal() ? "val.loss" : "train.loss";
    return asked != null ? asked : new Objective(null, measure);
  }

  /// Looks for what is wrong whatever is varied.
  void check(List<Problem> problems) {
    try {
      Config<Experiment> config = sweep.base.with(List.of());
      for (Blame.Check each : List.<Blame.Check>of(this::measured, this::seeds)) {
        try {
          each.of(config);
        } catch (ConfigException e) {
          problems.addAll(e.problems());
        }
      }
    } catch (ConfigException e) {
      problems.addAll(e.problems()); // of the base by itself
    }
  }

  /// Reads and checks the trials of points.
  ///
  /// @param problems takes what is wrong, each once
  /// @return those of points with nothing wrong
  List<Draft> of(List<double[]> points, List<Problem> problems) {
    List<Draft> drafts = new ArrayList<>();
    for (double[] point : points) {
      try {
        drafts.addAll(of(point));
      } catch (ConfigException e) {
        blame.on(laid(space.settings(point)), e.problems(), this::measured).stream()
            .filter(p -> !problems.contains(p))
            .forEach(problems::add);
      }
    }
    return drafts;
  }
}
