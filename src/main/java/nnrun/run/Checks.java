package nnrun.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nnrun.config.Config;
import nnrun.config.ConfigException;
import nnrun.config.Problem;
import nnrun.data.Augment;
import nnrun.data.Dataset;
import nnrun.data.Empty;
import nnrun.data.Prepared;
import nnrun.data.Rows;
import nnrun.data.Split;
import nnrun.data.Targets;
import nnrun.expect.Claim;
import nnrun.expect.Evidence;
import nnrun.expect.Measure;
import nnrun.expect.Near;
import nnrun.layer.Layer;
import nnrun.layer.LogSoftmax;
import nnrun.layer.Softmax;
import nnrun.loss.Loss;
import nnrun.loss.Output;
import nnrun.metric.Metric;
import nnrun.optim.Group;
import nnrun.penalty.Average;
import nnrun.penalty.Bound;
import nnrun.penalty.Penalty;
import nnrun.penalty.Regularization;
import nnrun.penalty.Where;
import nnrun.schedule.ReduceOnPlateau;
import nnrun.schedule.Schedule;
import nnrun.schedule.Warmup;
import nnrun.spec.Catalogue;
import nnrun.spec.Invalid;
import nnrun.spec.Names;
import nnrun.spec.Nearest;
import nnrun.state.Parameter;
import nnrun.train.EarlyStopping;
import nnrun.train.Evaluation;
import nnrun.train.Model;
import nnrun.train.ModelLayer;
import nnrun.train.Network;
import org.jspecify.annotations.Nullable;

/// What a config can have wrong although each part of it is right by itself.
final class Checks {
  private final Config<Experiment> config;
  private final Experiment experiment;
  private final List<Problem> problems = new ArrayList<>();

  private Checks(Config<Experiment> config) {
    this.config = config;
    experiment = config.value();
  }

  /// @throws ConfigException with every problem
  static void all(Config<Experiment> config) throws ConfigException {
    Checks checks = new Checks(config);
    checks.model();
    checks.function();
    checks.layerNames();
    checks.logarithms();
    checks.mixtures();
    checks.penalties();
    checks.averages();
    checks.monitors(config.value().data().split().hasVal());
    checks.metrics();
    checks.expectations(config.value().data().split().hasVal(), hasTest(config.value()));
    checks.throwIfAny();
  }

  private void problem(String path, String message, @Nullable String suggestion) {
    problems.add(config.problem(path, message, suggestion));
  }

  private void model() {
    if (experiment.model().isEmpty()) {
      problem("model", "no layers; a model has at least one, such as - dense: 10", null);
    }
    List<String> names = Model.names(experiment.model());
    for (int i = 0; i < names.size(); i++) {
      int first = names.indexOf(names.get(i));
      if (first < i) {
        boolean given = experiment.model().get(i).name() != null;
        String path = given ? "model." + i + ".name" : "model." + first + ".name";
        problem(path, "model[" + first + "] and model[" + i + "] are both called " + names.get(i), null);
      }
    }
  }

  /// A model that reads nothing takes nothing else; every other one takes rows and a loss.
  private void function() {
    boolean noRows = experiment.data().source() instanceof Empty && experiment.data().test() == null;
    boolean noLoss = experiment.loss() instanceof Output;
    if (!experiment.ofFunction()) {
      if (noRows) {
        String what = config.says("data") ? "no rows" : "missing";
        problem("data", what + "; layers learn from rows, such as {source: {type: csv, path: rows.csv}}", null);
      }
      if (!config.says("loss")) {
        problem("loss", "missing; for classes take cross_entropy, for numbers mse; nnrun list losses has all", null);
      }
      return;
    }
    if (experiment.model().size() > 1) {
      problem("model", "a function stands alone: it reads no input, and no layer behind it would learn of rows", null);
    }
    if (!noRows) {
      problem("data.source", "a model that is a function reads no rows; leave data out", null);
    }
    if (!noLoss) {
      problem("loss", "a model that is a function is its own loss; leave loss out", null);
    }
    if (!experiment.metrics().isEmpty()) {
      String why = "metrics hold predictions against targets, and a function has none; metrics.csv has its value";
      problem("metrics", why, null);
    }
    int rows = experiment.train().batchSize().rows();
    if (rows == 0 || rows > 1) {
      problem("train.batch_size", "a function has no rows to put into batches; leave batch_size out", null);
    }
  }

  private void layerNames() {
    List<String> names = Model.names(experiment.model());
    for (LayerReferences.Reference reference : LayerReferences.of(experiment)) {
      if (!names.contains(reference.layer())) {
        problem(
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
      problem(
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
        problem(
            "data.augment." + i,
            Names.snake(augment.get(i).getClass().getSimpleName())
                + " makes targets between classes, and "
                + Names.snake(experiment.loss().getClass().getSimpleName())
                + " wants one class a row; take cross_entropy or binary_cross_entropy, or leave it out",
            null);
      } else if (augment.get(i).needsClasses() && !experiment.loss().wants().ofClasses()) {
        problem(
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
          problem(
              "regularization." + i + ".layers." + j,
              "the outputs of " + name + " are computed together with the loss; name an earlier layer",
              null);
        }
      }
    }
  }

  private void averages() {
    List<Regularization> all = experiment.regularization();
    boolean seen = false;
    for (int i = 0; i < all.size(); i++) {
      if (seen && all.get(i) instanceof Average) {
        problem("regularization." + i, "the weights have one mean; keep ema or swa", null);
      }
      seen |= all.get(i) instanceof Average;
    }
  }

  private boolean computedWithLoss(int i) {
    Layer layer = experiment.model().get(i).layer();
    return i == experiment.model().size() - 1 && Network.isLink(layer, experiment.loss().link());
  }

  private void monitors(boolean hasVal) {
    EarlyStopping stopping = experiment.train().earlyStopping();
    if (stopping != null) {
      monitor("train.early_stopping.monitor", stopping.monitor(), hasVal);
    }
    String path = "schedule";
    Schedule schedule = experiment.schedule();
    while (schedule instanceof Warmup warmup) {
      schedule = warmup.then();
      path += ".then";
    }
    if (schedule instanceof ReduceOnPlateau plateau) {
      monitor(path + ".monitor", plateau.monitor(), hasVal);
    }
  }

  private void monitor(String path, String measure, boolean hasVal) {
    measured(path, measure, hasVal, experiment.columns(hasVal));
  }

  /// @param columns there will be
  private void measured(String path, String measure, boolean hasVal, List<String> columns) {
    if (columns.contains(measure)) {
      return;
    }
    if (!hasVal && !experiment.ofFunction() && experiment.columns(true).contains(measure)) {
      problems.add(
          config.problemAt(
              path,
              measure,
              measure + " needs validation rows; add data: {split: {val: 0.1}} or watch train.loss",
              null));
    } else if (unmeasured(measure) != null) {
      String message = measure + " is not measured; add it with metrics: [" + unmeasured(measure) + "]";
      problems.add(config.problemAt(path, measure, message, null));
    } else {
      problems.add(
          config.problemAt(
              path,
              measure,
              "no measure is called " + measure + "; there are " + String.join(", ", columns),
              Nearest.of(measure, columns)));
    }
  }

  /// The metric that would make this measure of train or val; null where there is none.
  private static @Nullable String unmeasured(String measure) {
    String name = measure.replaceFirst("^(train|val|test)\\.", "");
    return name.equals(measure) || Catalogue.of(Metric.class).find(name) == null ? null : name;
  }

  /// Whether a config speaks of test rows; a column may turn out to name none.
  private static boolean hasTest(Experiment experiment) {
    Split split = experiment.data().split();
    return experiment.data().test() != null || !split.test().isNone() || split.column() != null;
  }

  private void expectations(boolean hasVal, boolean hasTest) {
    List<String> columns = experiment.columns(hasVal);
    List<String> test = Evaluation.names(experiment.metrics()).stream().map(name -> "test." + name).toList();
    columns.addAll(hasTest ? test : List.of());
    for (int i = 0; i < experiment.expect().size(); i++) {
      Claim claim = experiment.expect().get(i).claim();
      String path = "expect." + i;
      Measure measure = claim.measure();
      if (measure == null) {
        continue;
      }
      if (!hasTest && test.contains(measure.column())) {
        String message = measure.column() + " needs test rows; add data: {split: {test: 0.2}} or take val";
        problems.add(config.problemAt(path, measure.column(), message, null));
      } else if (measure.ofTest() && !measure.moment().isEmpty()) {
        String message = "the test rows are measured once, at the end; write " + measure.column();
        problems.add(config.problemAt(path, "@", message, null));
      } else {
        measured(path, measure.column(), hasVal, columns);
      }
      int epochs = experiment.train().epochs();
      if (claim.needsEpoch() > epochs) {
        String message = "train.epochs is " + epochs + ", so this cannot be met";
        problems.add(config.problemAt(path, Integer.toString(claim.needsEpoch()), message, null));
      }
    }
  }

  /// Runs that results are held against, before hours are spent.
  static void baselines(Config<Experiment> config, Disk disk) throws ConfigException {
    Checks checks = new Checks(config);
    for (int i = 0; i < checks.experiment.expect().size(); i++) {
      if (checks.experiment.expect().get(i).claim() instanceof Near near) {
        try {
          double _ = Results.of(disk, near.run()).value(near.measure());
        } catch (Evidence.Missing e) {
          String message = String.valueOf(e.getMessage());
          checks.problems.add(config.problemAt("expect." + i, near.run(), message, null));
        }
      }
    }
    checks.throwIfAny();
  }

  private void metrics() {
    List<String> columns = experiment.metrics().stream().map(Metric::column).toList();
    for (int i = 0; i < experiment.metrics().size(); i++) {
      Metric metric = experiment.metrics().get(i);
      if (columns.indexOf(metric.column()) < i) {
        problem("metrics." + i, metric.column() + " stands here twice", null);
      } else if (metric.needsClasses() && !experiment.loss().wants().ofClasses()) {
        problem(
            "metrics." + i,
            metric.column() + " counts classes, and this loss is for numbers; measure mae or r2, or take cross_entropy",
            null);
      }
    }
  }

  /// What can be said once the data are known.
  static void againstData(Config<Experiment> config, Prepared data) throws ConfigException {
    Checks checks = new Checks(config);
    checks.monitors(!data.val().isEmpty());
    checks.expectations(!data.val().isEmpty(), !data.test().isEmpty());
    checks.targets(data);
    checks.classWeights(data.preprocessing().targets());
    checks.throwIfAny();
  }

  /// What can be said once the network is planned.
  static void againstNetwork(Config<Experiment> config, Targets targets, Network network) throws ConfigException {
    Checks checks = new Checks(config);
    int outputs = network.outputs();
    checks.outputs(targets, outputs);
    checks.parameters(network);
    checks.metrics(Math.max(1, checks.experiment.loss().targets(outputs)));
    checks.throwIfAny();
  }

  /// Words that are about the parameters of layers which have none would do nothing.
  private void parameters(Network network) {
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
        problem(
            path + ".layers." + j, layers.get(j) + " has no " + what + ", so this does nothing; name another", null);
      }
    }
  }

  private void throwIfAny() throws ConfigException {
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
  }

  /// A loss of probabilities or counts makes no sense of other numbers, and would follow them anywhere.
  private void targets(Prepared data) {
    Targets targets = data.preprocessing().targets();
    Loss.Wants wants = experiment.loss().wants();
    if (wants == Loss.Wants.NUMBERS || targets.kind() == Targets.Kind.CLASSES) {
      return;
    }
    boolean input = targets.kind() == Targets.Kind.INPUT;
    Rows values = input ? data.train().inputs() : data.train().targets();
    if (wants == Loss.Wants.CLASSES && values.columns() == 1) {
      return; // no distribution: what is said of the outputs says it
    }
    double most = wants == Loss.Wants.COUNTS ? Double.POSITIVE_INFINITY : 1;
    String range = wants == Loss.Wants.COUNTS ? "counts, numbers from 0 up" : "targets from 0 to 1";
    String instead = wants == Loss.Wants.COUNTS ? "; take mse" : "; for classes take cross_entropy, for numbers mse";
    for (int row = 0; row < values.rows(); row++) {
      for (int column = 0; column < values.columns(); column++) {
        double value = values.get(row, column);
        if (!(value >= 0 && value <= most)) {
          problem(
              "loss",
              "this loss needs "
                  + range
                  + ", and "
                  + (input ? "an input" : targets.columns().get(column))
                  + " is "
                  + value
                  + " in a training row"
                  + instead
                  + (input ? ", or scale the input: data: {scale: min_max}" : ""),
              null);
          return;
        }
      }
    }
    if (wants == Loss.Wants.CLASSES) {
      distributions(data.train(), values);
    }
  }

  private void distributions(Dataset train, Rows values) {
    for (int r = 0; r < values.rows(); r++) {
      double sum = 0;
      for (int c = 0; c < values.columns(); c++) {
        sum += values.get(r, c);
      }
      if (!(Math.abs(sum - 1) <= 1e-3)) {
        problem(
            "loss",
            "this loss needs probabilities of classes that add up to 1, and those of row "
                + train.sourceRow(r)
                + " add up to "
                + (float) sum
                + "; for yes-no outputs take binary_cross_entropy, for numbers mse",
            null);
        return;
      }
    }
  }

  private void classWeights(Targets targets) {
    List<Double> weights = experiment.loss().classWeights();
    if (weights != null && targets.kind() == Targets.Kind.CLASSES && weights.size() != targets.width()) {
      problem(
          "loss.class_weights",
          weights.size()
              + " weights for "
              + targets.width()
              + " classes; give one for each of "
              + String.join(", ", targets.classes()),
          null);
    }
  }

  /// A metric says itself what it makes no sense of.
  private void metrics(int outputs) {
    for (int i = 0; i < experiment.metrics().size(); i++) {
      try {
        Metric.Tally _ = experiment.metrics().get(i).start(outputs);
      } catch (Invalid e) {
        String parameter = Names.snake(e.parameter());
        problem("metrics." + i + (parameter.isEmpty() ? "" : "." + parameter), String.valueOf(e.getMessage()), null);
      }
    }
  }

  private void outputs(Targets targets, int outputs) {
    Loss loss = experiment.loss();
    boolean classes = targets.kind() == Targets.Kind.CLASSES;
    String last = "model." + (experiment.model().size() - 1);
    int columns = loss.targets(outputs);
    boolean twoInOne = classes && columns == 1 && loss.oneOutputForTwo();
    if (!classes && loss.wants() == Loss.Wants.CLASSES && targets.width() == 1) {
      problem("loss", "this loss needs a target of classes, and " + describe(targets) + "; for numbers take mse", null);
    } else if (classes && !loss.wants().ofClasses()) {
      problem("loss", "this loss needs numbers, and " + describe(targets) + "; for classes take cross_entropy", null);
    } else if (twoInOne && targets.width() != 2) {
      problem(
          "loss",
          (loss.targets(2) == 1 ? "this loss" : "one output")
              + " tells two classes apart, and "
              + describe(targets)
              + "; take cross_entropy and "
              + targets.width()
              + " outputs",
          null);
    } else if (!twoInOne && outputs != loss.outputs(targets.width())) {
      problem(
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
}
