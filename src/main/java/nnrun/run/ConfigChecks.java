package nnrun.run;

import java.util.List;
import nnrun.layer.Build;
import nnrun.layer.Layer;
import nnrun.layer.LogSoftmax;
import nnrun.layer.Purpose;
import nnrun.layer.Shape;
import nnrun.layer.Signal;
import nnrun.layer.Softmax;
import nnrun.loss.Loss;
import nnrun.metric.Metric;
import nnrun.penalty.Average;
import nnrun.penalty.Penalty;
import nnrun.penalty.Regularization;
import nnrun.penalty.Where;
import nnrun.spec.Invalid;
import nnrun.spec.Names;
import nnrun.spec.Nearest;
import nnrun.tensor.Engine;
import nnrun.tensor.Stream;
import nnrun.train.Model;
import nnrun.train.ModelLayer;
import nnrun.train.Network;

/// What a config can have wrong by itself, although each part of it is right and no [nnrun.spec.Rule] is broken.
final class ConfigChecks {
  private final Findings findings;
  private final Experiment experiment;

  ConfigChecks(Findings findings) {
    this.findings = findings;
    experiment = findings.experiment();
  }

  void all() {
    model();
    shapes();
    layerNames();
    logarithms();
    penalties();
    averages();
    metrics();
  }

  private void model() {
    List<String> names = Model.names(experiment.model());
    for (int i = 0; i < names.size(); i++) {
      int first = names.indexOf(names.get(i));
      if (first < i) {
        boolean given = experiment.model().get(i).name() != null;
        String path = given ? "model." + i + ".name" : "model." + first + ".name";
        findings.add(path, "model[" + first + "] and model[" + i + "] are both called " + names.get(i), null);
      }
    }
  }

  /// Layers that do not fit what comes into them, as far as that is known without data: behind the first whose output
  /// has the same shape for every input.
  private void shapes() {
    List<ModelLayer> model = Model.resolved(experiment.model(), null);
    if (model.stream().allMatch(entry -> entry.layer().takesEveryShape())) {
      return; // nothing to build, which would load the engine
    }
    Build build = new Build(Engine.planning(experiment.precision()), Stream.of(experiment.seed()), 1, Purpose.PREDICT);
    Signal signal = null;
    for (int i = 0; i < model.size(); i++) {
      Layer layer = model.get(i).layer();
      Shape shape = layer.outputShape();
      try {
        if (shape != null) {
          signal = build.input(shape);
        } else if (signal != null) {
          signal = layer.build(signal, build.at("", 1)).output();
        }
      } catch (Invalid e) {
        String parameter = e.parameter().isEmpty() ? "" : "." + Names.snake(e.parameter());
        findings.add("model." + i + parameter, String.valueOf(e.getMessage()), null);
        return;
      } catch (ArithmeticException | IllegalArgumentException _) {
        return; // too large, which is said where memory is counted
      }
    }
  }

  private void layerNames() {
    List<String> names = Model.names(experiment.model());
    for (LayerReferences.Reference reference : LayerReferences.of(experiment)) {
      if (!names.contains(reference.layer())) {
        findings.add(
            reference.path(),
            "no layer is called " + reference.layer() + "; the layers are " + String.join(", ", names),
            Nearest.of(reference.layer(), names));
      }
    }
  }

  private void logarithms() {
    List<ModelLayer> model = experiment.model();
    if (experiment.loss().link() == Loss.Link.LOG_SOFTMAX
        && !model.isEmpty()
        && !(model.getLast().layer() instanceof Softmax || model.getLast().layer() instanceof LogSoftmax)) {
      findings.add(
          "loss",
          "this loss works from log-probabilities; end the model in log_softmax or softmax, or take cross_entropy,"
              + " which works from logits",
          null);
    }
  }

  private void penalties() {
    List<String> names = Model.names(experiment.model());
    for (int i = 0; i < experiment.regularization().size(); i++) {
      if (!(experiment.regularization().get(i) instanceof Penalty penalty)) {
        continue;
      }
      Where where = penalty.where();
      for (int j = 0; j < where.layers().size(); j++) {
        String name = where.layers().get(j);
        if (where.on() == Where.On.OUTPUTS && names.contains(name) && computedWithLoss(names.indexOf(name))) {
          findings.add(
              "regularization." + i + ".layers." + j,
              "the outputs of " + name + " are computed together with the loss; name an earlier layer",
              null);
        }
      }
    }
  }

  private boolean computedWithLoss(int i) {
    Layer layer = experiment.model().get(i).layer();
    return i == experiment.model().size() - 1 && Network.isLink(layer, experiment.loss().link());
  }

  private void averages() {
    List<Regularization> all = experiment.regularization();
    boolean seen = false;
    for (int i = 0; i < all.size(); i++) {
      if (seen && all.get(i) instanceof Average) {
        findings.add("regularization." + i, "the weights have one mean; keep ema or swa", null);
      }
      seen |= all.get(i) instanceof Average;
    }
  }

  private void metrics() {
    List<String> columns = experiment.metrics().stream().map(Metric::column).toList();
    for (int i = 0; i < experiment.metrics().size(); i++) {
      Metric metric = experiment.metrics().get(i);
      if (columns.indexOf(metric.column()) < i) {
        findings.add("metrics." + i, metric.column() + " stands here twice", null);
      }
    }
  }
}
