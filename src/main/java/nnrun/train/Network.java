package nnrun.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import nnrun.init.FromRun;
import nnrun.layer.Build;
import nnrun.layer.Layer;
import nnrun.layer.LogSoftmax;
import nnrun.layer.Pass;
import nnrun.layer.Purpose;
import nnrun.layer.Shape;
import nnrun.layer.Sigmoid;
import nnrun.layer.Signal;
import nnrun.layer.Softmax;
import nnrun.loss.Loss;
import nnrun.spec.Invalid;
import nnrun.state.Parameter;
import nnrun.state.State;
import nnrun.tensor.Engine;
import nnrun.tensor.Expr;
import nnrun.tensor.Matrix;
import nnrun.tensor.Op;
import nnrun.tensor.Stream;
import org.jspecify.annotations.Nullable;

/// A chain of layers on fixed buffers, ending in the loss. All memory is planned here; nothing is allocated later.
///
/// A last softmax before `cross_entropy`, or sigmoid before `binary_cross_entropy`, is no step of training: the loss
/// works from the numbers before it, and it is applied for predictions alone. Without it predictions are the same.
/// Before a loss of log-probabilities a last softmax is computed as log_softmax.
public final class Network {
  /// A layer with its name.
  ///
  /// @param live null where the layer is computed together with the loss
  public record Node(String name, Layer layer, Layer.@Nullable Live live, Shape shape, List<Parameter> parameters) {}

  /// A layer that does not fit what comes into it.
  public static final class Misfit extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int layer;
    private final String parameter;

    private Misfit(int layer, Invalid cause) {
      super(cause.getMessage(), cause);
      this.layer = layer;
      this.parameter = cause.parameter();
    }

    /// Its place in the model, from 0.
    public int layer() {
      return layer;
    }

    /// The parameter at fault, by its Java name; empty where it is none.
    public String parameter() {
      return parameter;
    }
  }

  private final Engine engine;
  private final Loss loss;
  private final List<Node> nodes = new ArrayList<>();
  private final List<Layer.Live> chain = new ArrayList<>();
  private final Layer.Live[] steps; // the same
  private final Build build;
  private final Signal input;
  private final Signal output;
  private final Matrix targets;
  private final Matrix rowLoss;
  private final Matrix rowWeight;
  private final Loss.Live lossLive;
  private final Matrix prediction;
  private final Op predict;
  private final Pass pass = new Pass();

  /// @param model resolved layers, see [Model#resolved]
  /// @param capacityRows the largest batch
  /// @param purpose of its passes
  public Network(
      List<ModelLayer> model,
      Shape inputShape,
      Loss loss,
      Engine engine,
      Stream seed,
      int capacityRows,
      Purpose purpose) {
    this.engine = engine;
    this.loss = loss;
    build = new Build(engine, seed.named("model"), capacityRows, purpose);
    input = build.input(inputShape);
    List<String> names = Model.names(model);
    Signal signal = input;
    for (int i = 0; i < model.size(); i++) {
      Layer layer = model.get(i).layer();
      int before = build.parameters().size();
      if (i == model.size() - 1 && isLink(layer, loss.link())) {
        nodes.add(new Node(names.get(i), layer, null, signal.shape(), List.of()));
        if (loss.link() == Loss.Link.LOG_SOFTMAX) {
          Layer.Live logarithm = new LogSoftmax().build(signal, build.at(names.get(i), 1));
          chain.add(logarithm);
          signal = logarithm.output();
        }
        continue;
      }
      Layer.Live live;
      try {
        live =
            layer.build(signal, build.at(names.get(i), Model.followingGain(model, i)).lasting(isReadLater(model, i)));
      } catch (Invalid e) {
        throw new Misfit(i, e);
      }
      signal = live.output();
      chain.add(live);
      List<Parameter> own = List.copyOf(build.parameters().subList(before, build.parameters().size()));
      nodes.add(new Node(names.get(i), layer, live, signal.shape(), own));
    }
    steps = chain.toArray(new Layer.Live[0]);
    output = signal;
    targets = build.perRow(Math.max(1, loss.targets(output.size())));
    rowLoss = build.perRow(1);
    rowWeight = build.perRow(1);
    lossLive = loss.build(engine, output.value(), output.gradient(), targets, rowLoss, rowWeight);
    Prediction link = link();
    prediction = link.matrix;
    predict = link.op;
    rows(capacityRows);
  }

  /// Whether anything reads the output of a layer after the forward pass of the next one.
  private boolean isReadLater(List<ModelLayer> model, int layer) {
    return layer + 1 == model.size()
        || (layer + 2 == model.size() && isLink(model.getLast().layer(), loss.link()))
        || model.get(layer).layer().backwardReads().output()
        || model.get(layer + 1).layer().backwardReads().input();
  }

  /// Where predictions are, and what makes them from the last layer's numbers.
  private record Prediction(Matrix matrix, Op op) {}

  private Prediction link() {
    Expr y = Expr.of(output.value());
    return switch (loss.link()) {
      case IDENTITY -> new Prediction(output.value(), () -> {});
      case SIGMOID -> prediction(y.sigmoid());
      case EXP, LOG_SOFTMAX -> prediction(y.exp());
      case MARGIN -> output.size() == 1 ? prediction(y.plus(1).times(0.5).max(0).min(1)) : softmax();
      case SOFTMAX -> softmax();
      case OWN -> {
        Matrix p = build.perRow(targets.columns());
        yield new Prediction(p, loss.predict(engine, output.value(), p));
      }
    };
  }

  private Prediction softmax() {
    Layer.Live softmax = new Softmax().build(output, build.at("", 1));
    return new Prediction(softmax.output().value(), () -> softmax.forward(pass));
  }

  private Prediction prediction(Expr value) {
    Matrix p = build.perRow(output.size());
    return new Prediction(p, engine.set(p, value));
  }

  /// Whether a last layer of this kind is computed together with the loss.
  public static boolean isLink(Layer layer, Loss.Link link) {
    return switch (link) {
      case IDENTITY, EXP, MARGIN, OWN -> false;
      case SIGMOID -> layer instanceof Sigmoid;
      case SOFTMAX, LOG_SOFTMAX -> layer instanceof Softmax;
    };
  }

  /// The last layer's numbers of a row.
  public int outputs() {
    return output.size();
  }

  public Engine engine() {
    return engine;
  }

  public Loss loss() {
    return loss;
  }

  public Pass pass() {
    return pass;
  }

  public List<Node> nodes() {
    return nodes;
  }

  List<Layer> layers() {
    return nodes.stream().map(Node::layer).toList();
  }

  /// See [Build#fromRuns].
  public Map<String, FromRun> fromRuns() {
    return build.fromRuns();
  }

  public List<Parameter> parameters() {
    return build.parameters();
  }

  /// (batch, features): filled before a forward pass.
  public Matrix input() {
    return input.value();
  }

  /// (batch, [Loss#targets]): filled before the loss is asked for.
  public Matrix targets() {
    return targets;
  }

  /// (batch, outputs): probabilities under a cross-entropy, else the last layer's numbers; after [#predict].
  public Matrix prediction() {
    return prediction;
  }

  /// (batch, 1) after [#loss]; the batch's loss is their sum over the sum of [#rowWeight].
  public Matrix rowLoss() {
    return rowLoss;
  }

  /// (batch, 1)
  public Matrix rowWeight() {
    return rowWeight;
  }

  public int capacityRows() {
    return rowLoss.capacityRows();
  }

  /// The outputs of a layer, or null where there is none of that name; after [#forward] (and [#predict] for the last).
  /// They are there for every layer unless the network is for training alone, see [Purpose].
  public @Nullable Matrix outputOf(String layer) {
    for (Node node : nodes) {
      if (node.name().equals(layer)) {
        return node.live() == null ? prediction : node.live().output().value();
      }
    }
    return null;
  }

  /// See [Layer.Live#tracksStatistics].
  boolean tracksStatistics() {
    return chain.stream().anyMatch(Layer.Live::tracksStatistics);
  }

  /// Uses batches of `n` rows from now on.
  public void rows(int n) {
    List<Matrix> matrices = build.batchMatrices();
    for (int i = 0; i < matrices.size(); i++) {
      matrices.get(i).rows(n);
    }
  }

  /// Input to the last layer's numbers.
  public void forward() {
    forward(null);
  }

  /// The same.
  ///
  /// @param look is shown each layer when its output is there
  void forward(@Nullable Consumer<Layer.Live> look) {
    for (Layer.Live step : steps) {
      step.forward(pass);
      if (look != null) {
        look.accept(step);
      }
    }
  }

  /// The last layer's numbers to predictions.
  public void predict() {
    predict.run();
  }

  /// Row losses of the last forward pass.
  public void lossForward() {
    lossLive.forward();
  }

  /// The loss's gradient with respect to the last layer's numbers; after [#lossForward].
  public void lossBackward() {
    lossLive.backward();
  }

  /// From the gradient of the outputs to those of all parameters.
  ///
  /// @param before is run for each layer when the gradient of its output is complete but for what penalties add; null
  ///   where they add nothing
  /// @param look is shown each layer when the gradient of its output is complete
  void backward(@Nullable Op[] before, @Nullable Consumer<Layer.Live> look) {
    for (int i = steps.length - 1; i >= 0; i--) {
      Op penalty = before[i];
      if (penalty != null) {
        penalty.run();
      }
      if (look != null) {
        look.accept(steps[i]);
      }
      steps[i].backward(pass);
    }
  }

  /// The live layers in order; the indices of [#backward].
  List<Layer.Live> chain() {
    return chain;
  }

  /// Which smooth piece the last pass lay on, see [Layer.Live#piece].
  public long piece() {
    long hash = lossLive.piece();
    for (Layer.Live layer : chain) {
      hash = hash * 1_000_003 + layer.piece();
    }
    return hash;
  }

  /// Parameters and the memory of layers.
  public void state(State s) {
    for (Parameter parameter : parameters()) {
      s.matrix(parameter.name(), parameter.value());
    }
    for (Node node : nodes) {
      if (node.live() != null) {
        node.live().state(s.in(node.name()));
      }
    }
  }

  /// Trained numbers.
  public long parameterCount() {
    long count = 0;
    for (Parameter parameter : parameters()) {
      count += parameter.value().size();
    }
    return count;
  }
}
