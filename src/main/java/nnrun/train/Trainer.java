package nnrun.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import nnrun.data.Augmenter;
import nnrun.data.Batches;
import nnrun.data.Dataset;
import nnrun.data.Prepared;
import nnrun.layer.Layer;
import nnrun.loss.Loss;
import nnrun.loss.Reduction;
import nnrun.metric.Metric;
import nnrun.state.Count;
import nnrun.state.State;
import nnrun.tensor.Stream;
import org.jspecify.annotations.Nullable;

/// The loop over epochs. It writes no file: whoever runs it is told of each step and epoch.
public final class Trainer {
  /// What a trainer tells.
  public interface Listener {
    /// After each update. Before the last one of an epoch the trainer's state is complete here.
    ///
    /// @param batch from 1
    /// @param loss mean loss of the epoch so far
    default void step(int epoch, int batch, int batches, double loss) {}

    /// After the last update of each epoch, while the network still holds the batch of it.
    default void updated(int epoch) {}

    /// After each epoch; the trainer's state is complete here.
    ///
    /// @param best whether the measure watched is better than in every epoch before
    void epoch(EpochResult result, boolean best);
  }

  /// Of a step in forward passes: one, and a backward pass twice as long.
  public static final int PASSES = 3;

  private final Training training;
  private final Network network;
  private final TrainSpec settings;
  private final List<Metric> metrics;
  private final Recording record;
  private final Batches batches;
  private final TargetRows rows;
  private final @Nullable Augmenter augmenter;

  /// Where changed batches are made while a step runs; null where none are changed, or there is one processor.
  private final @Nullable TargetRows beside;

  private final Stream augmentation;
  private final Evaluation evaluation;
  private final @Nullable Dataset val;
  private final long stateNumbers;
  private final CheckpointPlan plan;
  private final String monitor;
  private final boolean higherIsBetter;
  private int epoch;

  /// Batches of the epoch that has begun, and what they add up to; 0 and null between epochs.
  private int batch;

  private @Nullable EpochSums sums;
  private long samples;
  private int bestEpoch;
  private double best = Double.NaN;
  private int withoutImprovement;

  /// @param data whose training rows it learns from; validation rows may be missing
  /// @param seed of the run
  public Trainer(
      Training training, TrainSpec settings, List<Metric> metrics, Recording record, Prepared data, Stream seed) {
    this.training = training;
    this.settings = settings;
    this.metrics = metrics;
    this.record = record;
    if (record.updateRatio() || record.steps()) {
      training.measureUpdates();
    }
    network = training.network();
    rows = new TargetRows(network, data.preprocessing().targets());
    int batch = settings.batchSize().of(data.train().rows());
    batches = new Batches(data.train(), batch, settings.shuffle(), seed.named("order"));
    augmenter = data.augmenter();
    beside = augmenter == null || Runtime.getRuntime().availableProcessors() == 1 ? null : rows.beside(network);
    augmentation = seed.named("augment");
    evaluation = new Evaluation(network, metrics, rows);
    val = data.val().isEmpty() ? null : data.val();
    EarlyStopping stopping = settings.earlyStopping();
    monitor = stopping != null ? stopping.monitor() : val != null ? "val.loss" : "train.loss";
    higherIsBetter = Evaluation.higherIsBetter(monitor, metrics);
    Count count = new Count();
    training.state(count); // as it begins: a resumed run has the same plan
    stateNumbers = count.numbers();
    plan = CheckpointPlan.of(settings.checkpoint(), stateNumbers, settings.batches(batches.rows()), flopsPerEpoch());
  }

  /// The measures of metrics.csv after `epoch,step,samples`.
  public List<String> columns() {
    return columns(network.layers(), metrics, val != null, record);
  }

  /// The measures of a run, before it is built.
  public static List<String> columns(List<Layer> layers, List<Metric> metrics, boolean hasVal, Recording record) {
    List<String> columns = new ArrayList<>();
    columns.add("lr");
    List<String> names = Evaluation.names(metrics);
    columns.add("train.loss");
    columns.add("train.penalty");
    names.stream().skip(1).forEach(n -> columns.add("train." + n));
    if (hasVal) {
      names.forEach(n -> columns.add("val." + n));
    }
    layers.forEach(layer -> columns.addAll(layer.measures()));
    columns.add("grad.norm");
    if (record.updateRatio()) {
      columns.add("update.ratio");
    }
    return columns;
  }

  public Training training() {
    return training;
  }

  /// Where the rows of a batch of this epoch stand in their source, from 0.
  ///
  /// @param batch from 1
  List<Integer> sourceRows(int batch) {
    return batches.sourceRows(batch - 1);
  }

  /// For other rows than those of training.
  public Evaluation evaluation() {
    return evaluation;
  }

  /// Epochs done.
  public int epochs() {
    return epoch;
  }

  /// Rows learned from in the epochs done, counted each time.
  public long samples() {
    return samples;
  }

  /// The epoch in which [#monitor] was best, from 1; 0 before the first.
  public int bestEpoch() {
    return bestEpoch;
  }

  /// When its state is to be saved.
  public CheckpointPlan checkpointPlan() {
    return plan;
  }

  /// Bytes of its state once more, for the best epoch between two checkpoints; 0 where every epoch has one.
  public long heldBytes() {
    return plan.everyEpochs() == 1 ? 0 : stateNumbers * network.engine().precision().bytes();
  }

  /// Floating-point operations of an epoch, a step counted as three forward passes.
  public double flopsPerEpoch() {
    double flops = 0;
    for (Network.Node node : network.nodes()) {
      Layer.Live live = node.live();
      flops += live == null ? 0 : live.flops();
    }
    double rows = Math.min(batches.rows(), (double) settings.batches(batches.rows()) * batches.size());
    return flops * (PASSES * rows + (val == null ? 0 : val.rows()));
  }

  /// The measure whose best epoch is kept.
  public String monitor() {
    return monitor;
  }

  /// Whether the run has nothing left to do.
  public boolean finished() {
    return epoch >= settings.epochs() || stoppedEarly();
  }

  /// Whether it ends because the measure watched stopped getting better.
  public boolean stoppedEarly() {
    EarlyStopping stopping = settings.earlyStopping();
    return stopping != null && withoutImprovement >= stopping.patience();
  }

  /// Trains to the end.
  ///
  /// @throws Diverged when the loss or a weight is no number any more
  public void run(Listener listener) {
    run(listener, Integer.MAX_VALUE);
  }

  /// Trains to the end, or as far as an epoch.
  ///
  /// @throws Diverged when the loss or a weight is no number any more
  public void run(Listener listener, int untilEpoch) {
    while (!finished() && epoch < untilEpoch) {
      EpochResult result = epoch(listener);
      boolean improved = judge(result);
      training.schedule().observe(result::value);
      listener.epoch(result, improved);
    }
  }

  private EpochResult epoch(Listener listener) {
    int number = epoch + 1;
    int[] order = batches.order(number);
    EpochSums begun = sums != null ? sums : freshSums();
    sums = begun;
    EpochResult result;
    if (beside == null) {
      result = epoch(number, begun, listener, b -> make(number, order, b, rows));
    } else {
      try (Ahead ahead = new Ahead(batch, settings.batches(batches.rows()), b -> make(number, order, b, beside))) {
        result =
            epoch(
                number,
                begun,
                listener,
                b -> {
                  ahead.await();
                  network.input().copy(beside.inputs());
                  network.targets().copy(beside.targets());
                  ahead.after(b);
                });
      }
    }
    epoch = number;
    batch = 0;
    sums = null;
    return result;
  }

  private EpochSums freshSums() {
    return new EpochSums(metrics, network.prediction().columns());
  }

  /// Brings a batch of this epoch, changed as is asked for, into matrices.
  private void make(int number, int[] order, int batch, TargetRows into) {
    into.fill(batches, batch);
    if (augmenter != null) {
      augmenter.apply(augmentation.at(number), order, batch * batches.size(), into.inputs(), into.targets());
    }
  }

  /// @param number of the epoch, from 1
  /// @param so what it has added up so far
  /// @param bring brings the batch of that number into the network
  private EpochResult epoch(int number, EpochSums so, Listener listener, IntConsumer bring) {
    boolean finite = true;
    int count = settings.batches(batches.rows());
    while (batch < count && finite) {
      int rowsOfBatch = batches.rows(batch);
      network.rows(rowsOfBatch);
      bring.accept(batch);
      finite = training.step(record.steps() || (record.updateRatio() && batch == count - 1));
      so.add(training, rowsOfBatch);
      if (!so.tallies.isEmpty()) {
        network.predict();
        for (Metric.Tally tally : so.tallies) {
          tally.add(network.prediction(), network.targets());
        }
      }
      finite &= Double.isFinite(so.loss);
      batch++;
      listener.step(number, batch, count, Loss.of(Reduction.MEAN, so.loss, so.weight));
    }
    listener.updated(number);
    samples += so.rows;
    Map<String, Double> values = new LinkedHashMap<>();
    columns().forEach(c -> values.put(c, Double.NaN));
    values.put("lr", training.lr());
    values.put("train.loss", Loss.of(network.loss().reduction(), so.loss, so.weight));
    values.put("train.penalty", training.weightPenalty() + so.outputPenalty / so.rows);
    for (int i = 0; i < so.tallies.size(); i++) {
      values.put("train." + so.metrics.get(i).column(), so.tallies.get(i).value());
    }
    for (Network.Node node : network.nodes()) {
      List<String> names = node.layer().measures();
      for (int i = 0; node.live() != null && i < names.size(); i++) {
        values.put(names.get(i), node.live().measure(i));
      }
    }
    double norm = finite || Double.isFinite(so.loss) ? training.gradientNorm() : Double.NaN;
    values.put("grad.norm", norm);
    if (record.updateRatio()) {
      values.put("update.ratio", training.updateRatio());
    }
    Divergence bad = finite ? afterEpoch(number, norm) : inStep(number, so.loss);
    if (bad == null && (val != null || training.wantsStatistics())) {
      training.predicting(true);
      if (training.wantsStatistics()) {
        renewStatistics(number);
      }
      if (val != null) {
        evaluation.of(val).forEach((name, value) -> values.put("val." + name, value));
      }
      training.predicting(false);
    }
    for (String part : List.of("train.penalty", "val.loss")) {
      double value = values.getOrDefault(part, 0.0);
      if (bad == null && !Double.isFinite(value)) {
        bad =
            Divergence.in(part, part, value, number, training, BadStep.lasting(network), batches.sourceRows(batch - 1));
      }
    }
    EpochResult result = new EpochResult(number, training.steps(), samples, values);
    if (bad != null) {
      throw new Diverged(bad, result);
    }
    return result;
  }

  /// One pass over the batches of the epoch, as they were learned from, for the running statistics of the weights in
  /// the network (Izmailov et al. 2018, 3.2).
  private void renewStatistics(int number) {
    int[] order = batches.order(number);
    long seen = 0;
    for (int b = 0; b < settings.batches(batches.rows()); b++) {
      network.rows(batches.rows(b));
      make(number, order, b, rows);
      seen += batches.rows(b);
      training.renewStatistics(b, (double) batches.rows(b) / seen);
    }
  }

  /// Takes note of the measure watched; NaN and infinities are never the best.
  private boolean judge(EpochResult result) {
    double value = result.value(monitor);
    EarlyStopping stopping = settings.earlyStopping();
    double margin = stopping == null ? 0 : stopping.minDelta();
    boolean improved =
        Double.isFinite(value)
            && (Double.isNaN(best) || (higherIsBetter ? value > best + margin : value < best - margin));
    if (improved) {
      best = value;
      bestEpoch = epoch;
      withoutImprovement = 0;
    } else {
      withoutImprovement++;
    }
    return improved;
  }

  /// Whether every number that training goes on from is finite, and was in the last step: only then is a state worth
  /// keeping.
  public boolean finite() {
    List<StepTensor> tensors = new ArrayList<>(StepTensor.gradients(network));
    tensors.addAll(StepTensor.values(network));
    tensors.addAll(StepTensor.badMemory(this::state));
    return (sums == null || Double.isFinite(sums.loss)) && StepTensor.firstBad(tensors) == null;
  }

  /// After the last update of an epoch: in the gradients, where their length says so, in the parameters, then in what
  /// else is remembered from step to step: an optimizer that divides by an infinite mean of squares would stand still
  /// and say nothing.
  private @Nullable Divergence afterEpoch(int number, double gradientNorm) {
    List<StepTensor> tensors = new ArrayList<>();
    if (!Double.isFinite(gradientNorm)) {
      tensors.addAll(StepTensor.gradients(network));
    }
    tensors.addAll(StepTensor.values(network));
    tensors.addAll(StepTensor.badMemory(this::state));
    StepTensor bad = StepTensor.firstBad(tensors);
    return bad == null ? null : divergence(bad, number, training.steps(), BadStep.lasting(network), batch - 1);
  }

  /// In a step that could not be finished, or with which the sum of the epoch's losses became too large. Until its
  /// backward pass the gradients are still those of the update before, which made the weights that it began with.
  private Divergence inStep(int number, double lossSum) {
    int at = batch - 1;
    boolean forwardOnly = !Double.isFinite(training.lossSum());
    BadStep step = BadStep.of(training);
    List<StepTensor> before = new ArrayList<>(forwardOnly ? StepTensor.gradients(network) : List.of());
    before.addAll(StepTensor.values(network));
    StepTensor first = at == 0 ? null : StepTensor.firstBad(before);
    if (first != null) {
      return divergence(first, number, training.steps() - 1, step.outputs(), at - 1);
    }
    if (step.first() != null) {
      return divergence(step.first(), number, training.steps(), step.outputs(), at);
    }
    String what = "the loss of the outputs of " + network.nodes().getLast().name();
    return Divergence.in("loss", what, lossSum, number, training, step.outputs(), batches.sourceRows(at));
  }

  private Divergence divergence(StepTensor bad, int number, long step, Map<String, Double> outputs, int at) {
    return Divergence.in(bad, number, step, training, outputs, batches.sourceRows(at));
  }

  /// Everything that decides how training goes on.
  public void state(State s) {
    training.state(s);
    epoch = (int) s.whole("epoch", epoch);
    samples = s.whole("samples", samples);
    bestEpoch = (int) s.whole("best_epoch", bestEpoch);
    best = s.real("best", best);
    withoutImprovement = (int) s.whole("without_improvement", withoutImprovement);
    batch = (int) s.whole("batch", batch);
    int count = settings.batches(batches.rows());
    if (batch < 0 || batch > count) {
      throw new IllegalArgumentException("batch " + batch + " of " + count);
    }
    if (batch == 0) {
      sums = null;
    } else {
      EpochSums so = sums != null ? sums : freshSums();
      so.state(s.in("so_far"));
      sums = so;
    }
  }
}
