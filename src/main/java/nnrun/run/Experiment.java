package nnrun.run;

import java.util.List;
import java.util.function.Consumer;
import nnrun.config.Json;
import nnrun.data.DataSpec;
import nnrun.expect.Expectation;
import nnrun.init.Initializer;
import nnrun.layer.Function;
import nnrun.loss.Loss;
import nnrun.metric.Metric;
import nnrun.optim.Optimizer;
import nnrun.penalty.Regularization;
import nnrun.schedule.Schedule;
import nnrun.search.SweepSpec;
import nnrun.spec.Default;
import nnrun.spec.Distinct;
import nnrun.spec.Doc;
import nnrun.spec.Name;
import nnrun.spec.Rule;
import nnrun.surface.Surface;
import nnrun.tensor.Precision;
import nnrun.train.BatchSize;
import nnrun.train.Evaluation;
import nnrun.train.Model;
import nnrun.train.ModelLayer;
import nnrun.train.Recording;
import nnrun.train.TrainSpec;
import nnrun.train.Trainer;
import org.jspecify.annotations.Nullable;

/// A whole config: everything that decides the numbers of a run, and its name.
@Rule(needs = "model", at = "model", says = "no layers; a model has at least one, such as - dense: 10")
@Rule(
    needs = {"data.source != empty", "model: function"},
    at = "data",
    says = "no rows; layers learn from rows, such as {source: {type: csv, path: rows.csv}}")
@Rule(
    needs = {"loss?", "model: function"},
    at = "loss",
    says = "missing; for classes take cross_entropy, for numbers mse; nnrun list losses has all")
@Rule(
    when = "model: function",
    excludes = "model.1",
    at = "model",
    says = "a function stands alone: it reads no input, and no layer behind it would learn of rows")
@Rule(
    when = "model: function",
    excludes = {"data.source != empty", "data.test"},
    says = "a model that is a function reads no rows; leave data out")
@Rule(
    when = "model: function",
    excludes = "loss != output",
    says = "a model that is a function is its own loss; leave loss out")
@Rule(
    when = "model: function",
    excludes = "metrics",
    at = "metrics",
    says = "metrics hold predictions against targets, and a function has none; metrics.csv has its value")
@Rule(
    when = "model: function",
    needs = {"train.batch_size: auto", "train.batch_size: 1"},
    at = "train.batch_size",
    says = "a function has no rows to put into batches; leave batch_size out")
@Rule(
    when = "metrics: needsClasses()",
    needs = "loss: ofClasses()",
    says = "it counts classes, and this loss is for numbers; measure mae or r2, or take cross_entropy")
@Rule(
    when = "data.augment: mixesTargets()",
    needs = "loss: takesMixtures()",
    says =
        "it makes targets between classes, and this loss wants one class a row; take cross_entropy or"
            + " binary_cross_entropy, or leave it out")
@Rule(
    when = "data.augment: needsClasses()",
    needs = "loss: ofClasses()",
    says = "it is for classes, and this loss for numbers; leave it out, or take cross_entropy")
@Rule(
    when = "train.early_stopping.monitor: val.*",
    needs = {"data.split.val", "data.split.folds", "data.split.column", "model: function"},
    says = Experiment.NO_VAL)
@Rule(
    when = "schedule.monitor: val.*",
    needs = {"data.split.val", "data.split.folds", "data.split.column", "model: function"},
    says = Experiment.NO_VAL)
@Rule(
    when = "schedule.then.monitor: val.*",
    needs = {"data.split.val", "data.split.folds", "data.split.column", "model: function"},
    says = Experiment.NO_VAL)
public record Experiment(
    @Doc("Name of the run's folder; without it that of the file") @Nullable Name name,
    @Doc("Seed of the weights, the order of the rows and all masks") @Default("0") long seed,
    @Doc("float32, or float64 for twice the digits at half the speed") @Default("float32") Precision precision,
    @Doc("Where the rows come from and how they are prepared; nothing under a model that is a function")
        @Default("{source: empty}")
        DataSpec data,
    @Doc("The layers, first to last") List<ModelLayer> model,
    @Doc("How weights begin where a layer does not say; without it the one that suits the activation")
        @Nullable Initializer init,
    @Doc("What training makes small; nothing under a model that is a function") @Default("output") Loss loss,
    @Doc("How a gradient moves the weights") @Default("sgd") Optimizer optimizer,
    @Doc("How the learning rate changes") @Default("constant") Schedule schedule,
    @Doc("Penalties added to the loss, bounds and averages of the weights") @Default("[]")
        List<Regularization> regularization,
    @Doc("Length and batches of the training") @Default("{}") TrainSpec train,
    @Doc("What is measured besides the loss") @Default("[]") @Distinct List<Metric> metrics,
    @Doc("What is written down besides metrics.csv") @Nullable Recording record,
    @Doc("What the run must reach, judged at its end; see docs/CI.md") @Default("[]") List<Expectation> expect,
    @Doc("What nnrun sweep varies; other commands take no notice of it") @Nullable SweepSpec sweep) {
  static final String NO_VAL = "this needs validation rows; add data: {split: {val: 0.1}} or watch train.loss";

  /// The parts that an experiment may have otherwise: while it is resolved, repeated or compared.
  private static final class Parts {
    @Nullable Name name;
    Precision precision;
    List<ModelLayer> model;
    TrainSpec train;
    @Nullable Recording record;
    List<Expectation> expect;
    @Nullable SweepSpec sweep;

    Parts(Experiment of) {
      name = of.name;
      precision = of.precision;
      model = of.model;
      train = of.train;
      record = of.record;
      expect = of.expect;
      sweep = of.sweep;
    }
  }

  /// The same experiment with some parts changed.
  private Experiment with(Consumer<Parts> change) {
    Parts parts = new Parts(this);
    change.accept(parts);
    return new Experiment(
        parts.name,
        seed,
        parts.precision,
        data,
        parts.model,
        init,
        loss,
        optimizer,
        schedule,
        regularization,
        parts.train,
        metrics,
        parts.record,
        parts.expect,
        parts.sweep);
  }

  /// The same experiment with nothing left open.
  ///
  /// @param fallbackName for a config without a name
  public Experiment resolved(String fallbackName) {
    BatchSize batch = isOfFunction() ? BatchSize.ONE : optimizer.wantsAllRows() ? BatchSize.FULL : BatchSize.USUAL;
    return with(parts -> {
      parts.name = name != null ? name : new Name(fallbackName);
      parts.model = Model.resolved(model, init);
      parts.train = train.resolved(batch);
      parts.record = Recording.resolved(record, isOfFunction());
      parts.sweep = null;
    });
  }

  /// Whether a target of numbers is read as classes, too.
  public boolean wantsClasses() {
    return Evaluation.wantsClasses(loss, metrics);
  }

  /// Everything that decides the numbers of a run and is no default, on one line; a parameter that comes to be with a
  /// default changes no such line.
  public String essence() {
    return Json.differing(
        with(parts -> {
          parts.name = null;
          parts.expect = List.of();
          parts.sweep = null;
        }));
  }

  /// What is written down; nothing where the config says nothing.
  public Recording recording() {
    return record == null ? Recording.NOTHING : record;
  }

  /// The measures of metrics.csv.
  public List<String> columns(boolean hasVal) {
    return Trainer.columns(model.stream().map(ModelLayer::layer).toList(), metrics, hasVal, recording());
  }

  /// Whether the model reads no rows, so that there is nothing to learn but what it is.
  public boolean isOfFunction() {
    return model.stream().anyMatch(entry -> !entry.layer().readsInput());
  }

  /// The surface that is walked on; null where the model is a net.
  @Nullable Surface surface() {
    return !model.isEmpty() && model.getFirst().layer() instanceof Function function ? function.surface() : null;
  }

  /// The same experiment in another precision.
  public Experiment withPrecision(Precision other) {
    return with(parts -> parts.precision = other);
  }

  /// The same experiment with other expectations, which decide no number of it.
  public Experiment expecting(List<Expectation> other) {
    return with(parts -> parts.expect = other);
  }
}
