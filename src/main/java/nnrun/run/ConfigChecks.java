package nnrun.run;

import java.util.List;
import nnrun.data.Augment;
import nnrun.data.Empty;
import nnrun.layer.Layer;
import nnrun.layer.LogSoftmax;
import nnrun.layer.Softmax;
import nnrun.loss.Loss;
import nnrun.loss.Output;
import nnrun.metric.Metric;
import nnrun.penalty.Average;
import nnrun.penalty.Penalty;
import nnrun.penalty.Regularization;
import nnrun.penalty.Where;
import nnrun.spec.Names;
import nnrun.spec.Nearest;
import nnrun.train.Model;
import nnrun.train.ModelLayer;
import nnrun.train.Network;

/// What a config can have wrong by itself, although each part of it is right.
final class ConfigChecks {
  private final Findings findings;
  private final Experiment experiment;

  ConfigChecks(Findings findings) {
    this.findings = findings;
    experiment = findings.experiment();
  }

  void all() {
    model();
    function();
    layerNames();
    logarithms();
    mixtures();
    penalties();
    averages();
    metrics();
  }

  private void model() {
    if (experiment.model().isEmpty()) {
      findings.add("model", "no layers; a model has at least one, such as - dense: 10", null);
    }
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

  /// A model that reads nothing takes nothing else; every other one takes rows and a loss.
  private void function() {
    boolean noRows = experiment.data().source() instanceof Empty && experiment.data().test() == null;
    boolean noLoss = experiment.loss() instanceof Output;
    if (!experiment.ofFunction()) {
      if (noRows) {
        String what = findings.config().says("data") ? "no rows" : "missing";
        findings.add("data", what + "; layers learn from rows, such as {source: {type: csv, path: rows.csv}}", null);
      }
      if (!findings.config().says("loss")) {
        findings.add(
            "loss", "missing; for classes take cross_entropy, for numbers mse; nnrun list losses has all", null);
      }
      return;
    }
    if (experiment.model().size() > 1) {
      findings.add(
          "model", "a function stands alone: it reads no input, and no layer behind it would learn of rows", null);
    }
    if (!noRows) {
      findings.add("data.source", "a model that is a function reads no rows; leave data out", null);
    }
    if (!noLoss) {
      findings.add("loss", "a model that is a function is its own loss; leave loss out", null);
    }
    if (!experiment.metrics().isEmpty()) {
      String why = "metrics hold predictions against targets, and a function has none; metrics.csv has its value";
      findings.add("metrics", why, null);
    }
    int rows = experiment.train().batchSize().rows();
    if (rows == 0 || rows > 1) {
      findings.add("train.batch_size", "a function has no rows to put into batches; leave batch_size out", null);
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

  private void mixtures() {
    List<Augment> augment = experiment.data().augment();
    for (int i = 0; i < augment.size(); i++) {
      if (augment.get(i) instanceof Augment.OfBatch && !experiment.loss().takesMixtures()) {
        findings.add(
            "data.augment." + i,
            Names.snake(augment.get(i).getClass().getSimpleName())
                + " makes targets between classes, and "
                + Names.snake(experiment.loss().getClass().getSimpleName())
                + " wants one class a row; take cross_entropy or binary_cross_entropy, or leave it out",
            null);
      } else if (augment.get(i).needsClasses() && !experiment.loss().wants().ofClasses()) {
        findings.add(
            "data.augment." + i,
            Names.snake(augment.get(i).getClass().getSimpleName())
                + " is for classes, and this loss for numbers; leave it out, or take cross_entropy",
            null);
      }
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
      } else if (metric.needsClasses() && !experiment.loss().wants().ofClasses()) {
        findings.add(
            "metrics." + i,
            metric.column() + " counts classes, and this loss is for numbers; measure mae or r2, or take cross_entropy",
            null);
      }
    }
  }
}
