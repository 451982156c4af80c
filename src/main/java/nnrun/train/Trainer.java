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
import nnrun.loss.Loss;
import nnrun.loss.Reduction;
import nnrun.metric.Metric;
import nnrun.state.State;
import nnrun.tensor.Stream;
import org.jspecify.annotations.Nullable;

/// The loop over epochs. It writes no file: whoever runs it is told of each step and epoch.
public final class Trainer {
  /// What a trainer tells.
  public interface Listener {
    /// After each update.
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

  private final Training training;
  private final Network network;
  private final TrainSpec settings;
  private final List<Metric> metrics;
  private final Batches batches;
  private final TargetRows rows;
  private final @Nullable Augmenter augmenter;

  /// Where changed batches are made while a step runs; null where none are changed, or there is one processor.
  private final @Nullable TargetRows beside;

  private final Stream augmentation;
  private final Evaluation evaluation;
  private final @Nullable Dataset val;
  private final String monitor;
  private final boolean higherIsBetter;
  private int epoch;
  private long samples;
  private int bestEpoch;
  private double best = Double.NaN;
  private int withoutImprovement;

  /// @param data whose training rows it learns from; validation rows may be missing
  /// @param seed of the run
  public Trainer(Training training, TrainSpec settings, List<Metric> metrics, Prepared data, Stream seed) {
    this.training = training;
    this.settings = settings;
    this.metrics = metrics;
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
  }

  /// The measures of metrics.csv after `epoch,step,samples`.
  public List<String> columns() {
    return columns(metrics, val != null);
  }

  /// The measures of a run, before it is built.
  public static List<String> columns(List<Metric> metrics, boolean hasVal) {
    List<String> columns = new ArrayList<>();
    columns.add("lr");
    List<String> names = Evaluation.names(metrics);
    columns.add("train.loss");
    columns.add("train.penalty");
    names.stream().skip(1).forEach(n -> columns.add("train." + n));
    if (hasVal) {
      names.forEach(n -> columns.add("val." + n));
    }
    columns.add("grad.norm");
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

  /// The epoch in which [#monitor] was best, from 1; 0 before the first.
  public int bestEpoch() {
    return bestEpoch;
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
    while (!finished()) {
      EpochResult result = epoch(listener);
      boolean improved = judge(result);
      training.schedule().observe(result::value);
      listener.epoch(result, improved);
    }
  }

  private EpochResult epoch(Listener listener) {
    epoch++;
    int[] order = batches.order(epoch);
    if (beside == null) {
      return epoch(listener, b -> make(order, b, rows));
    }
    try (Ahead ahead = new Ahead(settings.batches(batches.rows()), b -> make(order, b, beside))) {
      return epoch(
          listener,
          b -> {
            ahead.await();
            network.input().copy(beside.inputs());
            network.targets().copy(beside.targets());
            ahead.after(b);
          });
    }
  }

  /// Brings a batch of this epoch, changed as is asked for, into matrices.
  private void make(int[] order, int batch, TargetRows into) {
    into.fill(batches, batch);
    if (augmenter != null) {
      augmenter.apply(augmentation.at(epoch), order, batch * batches.size(), into.inputs(), into.targets());
    }
  }

  /// @param bring brings the batch of that number into the network
  private EpochResult epoch(Listener listener, IntConsumer bring) {
    List<Metric.Tally> tallies = new ArrayList<>();
    List<Metric> scalars = metrics.stream().filter(Metric::scalar).toList();
    scalars.forEach(m -> tallies.add(m.start(network.prediction().columns())));
    double lossSum = 0;
    double weightSum = 0;
    double penaltySum = 0;
    long seen = 0;
    boolean finite = true;
    int count = settings.batches(batches.rows());
    int done = 0;
    for (int b = 0; b < count && finite; b++) {
      network.rows(batches.rows(b));
      bring.accept(b);
      finite = training.step();
      done = b + 1;
      lossSum += training.lossSum();
      weightSum += training.weightSum();
      penaltySum += training.outputPenaltySum();
      seen += batches.rows(b);
      if (!tallies.isEmpty()) {
        network.predict();
        for (Metric.Tally tally : tallies) {
          tally.add(network.prediction(), network.targets());
        }
      }
      finite &= Double.isFinite(lossSum);
      listener.step(epoch, b + 1, count, Loss.of(Reduction.MEAN, lossSum, weightSum));
    }
    listener.updated(epoch);
    samples += seen;
    Map<String, Double> values = new LinkedHashMap<>();
    columns().forEach(c -> values.put(c, Double.NaN));
    values.put("lr", training.lr());
    values.put("train.loss", Loss.of(network.loss().reduction(), lossSum, weightSum));
    values.put("train.penalty", training.weightPenalty() + penaltySum / seen);
    for (int i = 0; i < tallies.size(); i++) {
      values.put("train." + scalars.get(i).column(), tallies.get(i).value());
    }
    double norm = finite || Double.isFinite(lossSum) ? training.gradientNorm() : Double.NaN;
    values.put("grad.norm", norm);
    Divergence bad = finite ? afterEpoch(norm, done - 1) : inStep(lossSum, done - 1);
    if (bad == null && val != null) {
      training.predicting(true);
      evaluation.of(val).forEach((name, value) -> values.put("val." + name, value));
      training.predicting(false);
    }
    for (String part : List.of("train.penalty", "val.loss")) {
      double value = values.getOrDefault(part, 0.0);
      if (bad == null && !Double.isFinite(value)) {
        bad = Divergence.in(part, part, value, epoch, training, batches.sourceRows(done - 1));
      }
    }
    EpochResult result = new EpochResult(epoch, training.steps(), samples, values);
    if (bad != null) {
      throw new Diverged(bad, result);
    }
    return result;
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

  /// After the last update of an epoch: in the gradients, where their length says so, in the parameters, then in what
  /// else is remembered from step to step: an optimizer that divides by an infinite mean of squares would stand still
  /// and say nothing.
  private @Nullable Divergence afterEpoch(double gradientNorm, int batch) {
    List<StepTensor> tensors = new ArrayList<>();
    if (!Double.isFinite(gradientNorm)) {
      tensors.addAll(StepTensor.gradients(network));
    }
    tensors.addAll(StepTensor.values(network));
    tensors.addAll(StepTensor.badMemory(this::state));
    return divergence(tensors, training.steps(), batch);
  }

  /// In a step that could not be finished. Until its backward pass the gradients are still those of the update before,
  /// which made the weights that it began with.
  private Divergence inStep(double lossSum, int batch) {
    boolean forwardOnly = !Double.isFinite(training.lossSum());
    List<StepTensor> before = new ArrayList<>(forwardOnly ? StepTensor.gradients(network) : List.of());
    before.addAll(StepTensor.values(network));
    Divergence bad = batch == 0 ? null : divergence(before, training.steps() - 1, batch - 1);
    List<StepTensor> now = forwardOnly ? StepTensor.forward(network) : StepTensor.backward(network);
    bad = bad == null ? divergence(now, training.steps(), batch) : bad;
    String what = "the loss of the outputs of " + network.nodes().getLast().name();
    return bad == null ? Divergence.in("loss", what, lossSum, epoch, training, batches.sourceRows(batch)) : bad;
  }

  private @Nullable Divergence divergence(List<StepTensor> tensors, long step, int batch) {
    StepTensor bad = StepTensor.firstBad(tensors);
    return bad == null ? null : Divergence.in(bad, epoch, step, training, batches.sourceRows(batch));
  }

  /// Everything that decides how training goes on.
  public void state(State s) {
    training.state(s);
    epoch = (int) s.whole("epoch", epoch);
    samples = s.whole("samples", samples);
    bestEpoch = (int) s.whole("best_epoch", bestEpoch);
    best = s.real("best", best);
    withoutImprovement = (int) s.whole("without_improvement", withoutImprovement);
  }
}
