package nnrun.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nnrun.data.Targets;
import nnrun.loss.Loss;
import nnrun.metric.Metric;
import nnrun.optim.Group;
import nnrun.penalty.Bound;
import nnrun.penalty.Penalty;
import nnrun.penalty.Regularization;
import nnrun.penalty.Where;
import nnrun.spec.Invalid;
import nnrun.spec.Names;
import nnrun.state.Parameter;
import nnrun.train.Network;

/// Whether a network ends in what its loss and its targets want, and has the parameters that a config speaks of.
final class NetworkChecks {
  private final Findings findings;
  private final Experiment experiment;

  NetworkChecks(Findings findings) {
    this.findings = findings;
    experiment = findings.experiment();
  }

  void outputs(Targets targets, int outputs) {
    Loss loss = experiment.loss();
    boolean classes = targets.kind() == Targets.Kind.CLASSES;
    String last = "model." + (experiment.model().size() - 1);
    int columns = loss.targets(outputs);
    boolean twoInOne = classes && columns == 1 && loss.oneOutputForTwo();
    if (!classes && loss.wants() == Loss.Wants.CLASSES && targets.width() == 1) {
      findings.add(
          "loss", "this loss needs a target of classes, and " + describe(targets) + "; for numbers take mse", null);
    } else if (classes && !loss.wants().ofClasses()) {
      findings.add(
          "loss", "this loss needs numbers, and " + describe(targets) + "; for classes take cross_entropy", null);
    } else if (twoInOne && targets.width() != 2) {
      findings.add(
          "loss",
          (loss.targets(2) == 1 ? "this loss" : "one output")
              + " tells two classes apart, and "
              + describe(targets)
              + "; take cross_entropy and "
              + targets.width()
              + " outputs",
          null);
    } else if (!twoInOne && outputs != loss.outputs(targets.width())) {
      findings.add(
          last,
          "the model ends in "
              + outputs
              + (outputs == 1 ? " output" : " outputs")
              + ", and "
              + describe(targets)
              + "; end it in dense: "
              + loss.outputs(targets.width()),
          null);
    }
  }

  private static String describe(Targets targets) {
    return switch (targets.kind()) {
      case CLASSES -> "the target " + String.join(", ", targets.columns()) + " has " + targets.width() + " classes";
      case NUMBERS ->
          targets.width() == 1
              ? "the target " + targets.columns().getFirst() + " is a number"
              : "the targets are " + targets.width() + " numbers";
      case INPUT -> "the target is the input of " + targets.width() + " features";
    };
  }

  /// Words that are about the parameters of layers which have none would do nothing.
  void parameters(Network network) {
    Map<String, Network.Node> nodes = new LinkedHashMap<>();
    network.nodes().forEach(node -> nodes.put(node.name(), node));
    List<Group> groups = experiment.optimizer().common().groups();
    for (int i = 0; i < groups.size(); i++) {
      parameters(
          nodes, "optimizer.groups." + i, groups.get(i).layers(), "parameters", List.of(Parameter.Kind.values()));
    }
    List<Regularization> all = experiment.regularization();
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i) instanceof Bound bound) {
        parameters(nodes, "regularization." + i, bound.layers(), "weights", List.of(Parameter.Kind.WEIGHT));
      } else if (all.get(i) instanceof Penalty penalty && penalty.where().on() == Where.On.WEIGHTS) {
        boolean biases = penalty.where().biases();
        parameters(
            nodes,
            "regularization." + i,
            penalty.where().layers(),
            biases ? "weights and biases" : "weights",
            biases ? List.of(Parameter.Kind.WEIGHT, Parameter.Kind.BIAS) : List.of(Parameter.Kind.WEIGHT));
      }
    }
  }

  private void parameters(
      Map<String, Network.Node> nodes, String path, List<String> layers, String what, List<Parameter.Kind> kinds) {
    for (int j = 0; j < layers.size(); j++) {
      Network.Node node = nodes.get(layers.get(j));
      if (node != null && node.parameters().stream().noneMatch(p -> kinds.contains(p.kind()))) {
        findings.add(
            path + ".layers." + j, layers.get(j) + " has no " + what + ", so this does nothing; name another", null);
      }
    }
  }

  /// A metric says itself what it makes no sense of.
  void metrics(int outputs) {
    for (int i = 0; i < experiment.metrics().size(); i++) {
      try {
        Metric.Tally _ = experiment.metrics().get(i).start(outputs);
      } catch (Invalid e) {
        String parameter = Names.snake(e.parameter());
        findings.add(
            "metrics." + i + (parameter.isEmpty() ? "" : "." + parameter), String.valueOf(e.getMessage()), null);
      }
    }
  }
}
