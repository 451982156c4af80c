package nnrun.run;

import java.util.List;
import nnrun.config.Config;
import nnrun.config.ConfigException;
import nnrun.data.Prepared;
import nnrun.data.Split;
import nnrun.data.Targets;
import nnrun.expect.Evidence;
import nnrun.expect.Expectation;
import nnrun.expect.Near;
import nnrun.train.Network;

/// What a config can have wrong although each part of it is right by itself; as early as it can be said.
final class Checks {
  private Checks() {}

  /// What can be said of the config alone.
  ///
  /// @throws ConfigException with every problem
  static void all(Config<Experiment> config) throws ConfigException {
    Findings findings = new Findings(config);
    findings.problems().addAll(config.broken());
    new ConfigChecks(findings).all();
    MeasureChecks measures = new MeasureChecks(findings);
    measures.monitors(!config.value().isOfFunction()); // whether there are rows for it, rules have said
    measures.expectations(config.value().data().split().hasVal(), hasTest(config.value()));
    findings.throwIfAny();
  }

  /// Whether a config speaks of test rows; a column may turn out to name none.
  private static boolean hasTest(Experiment experiment) {
    Split split = experiment.data().split();
    return experiment.data().test() != null || !split.test().isNone() || split.column() != null;
  }

  /// Runs that results are held against, before hours are spent.
  static void baselines(Config<Experiment> config, Disk disk) throws ConfigException {
    Findings findings = new Findings(config);
    List<Expectation> expect = config.value().expect();
    for (int i = 0; i < expect.size(); i++) {
      if (expect.get(i).claim() instanceof Near near) {
        try {
          double _ = Results.of(disk, near.run()).value(near.measure());
        } catch (Evidence.Missing e) {
          String message = String.valueOf(e.getMessage());
          findings.addAt("expect." + i, near.run(), message, null);
        }
      }
    }
    findings.throwIfAny();
  }

  /// What can be said once the data are known.
  static void againstData(Config<Experiment> config, Prepared data) throws ConfigException {
    Findings findings = new Findings(config);
    MeasureChecks measures = new MeasureChecks(findings);
    measures.monitors(!data.val().isEmpty());
    measures.expectations(!data.val().isEmpty(), !data.test().isEmpty());
    DataChecks checks = new DataChecks(findings);
    checks.targets(data);
    checks.classWeights(data.preprocessing().targets());
    findings.throwIfAny();
  }

  /// What can be said once the network is planned.
  static void againstNetwork(Config<Experiment> config, Targets targets, Network network) throws ConfigException {
    Findings findings = new Findings(config);
    NetworkChecks checks = new NetworkChecks(findings);
    int outputs = network.outputs();
    checks.outputs(targets, outputs);
    checks.parameters(network);
    checks.metrics(Math.max(1, config.value().loss().targets(outputs)));
    findings.throwIfAny();
  }
}
