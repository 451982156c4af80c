package nnrun.layer;

import java.util.List;
import nnrun.init.Initializer;
import nnrun.spec.Names;
import nnrun.state.State;
import org.jspecify.annotations.Nullable;

/// A step of the network from one signal to the next. A record holds the settings; [#build] makes the [Live] layer that
/// holds buffers and trained values.
public sealed interface Layer
    permits Activation,
        Dense,
        LowRankDense,
        DropConnect,
        Dropout,
        AlphaDropout,
        GaussianNoise,
        BatchNorm,
        LayerNorm,
        InstanceNorm,
        GroupNorm,
        Flatten,
        Reshape,
        Function {
  /// @param in the signal that comes in
  /// @throws nnrun.spec.Invalid when the layer does not fit its shape
  Live build(Signal in, Build build);

  /// The same layer with nothing left open.
  ///
  /// @param init for weights whose initializer the config leaves out
  default Layer resolved(Initializer init) {
    return this;
  }

  /// How its weights begin; null where it has none, or leaves that open.
  default @Nullable Initializer init() {
    return null;
  }

  /// Whether the activation behind this layer is the one that the weights before it feed: norms, dropout, reshaping.
  default boolean passesThrough() {
    return false;
  }

  /// Whether it takes whatever comes in; where not, [#build] refuses what does not fit.
  default boolean takesEveryShape() {
    return true;
  }

  /// The shape that goes out whatever comes in; null where what comes in decides.
  default @Nullable Shape outputShape() {
    return null;
  }

  /// Whether what comes in changes what goes out; a model of a layer that reads nothing needs no data.
  default boolean readsInput() {
    return true;
  }

  /// What the backward pass reads of the forward pass; whatever else is not read later shares its memory.
  default Reads backwardReads() {
    return Reads.BOTH;
  }

  /// Names of the numbers that this layer adds to each row of metrics.csv; the live layer tells them.
  default List<String> measures() {
    return List.of();
  }

  /// Whether the backward pass gives the derivative of the forward pass. False where the gradient of another function
  /// is passed on purpose: finite differences then mean nothing.
  default boolean exactGradient() {
    return true;
  }

  /// The name in YAML.
  default String type() {
    return Names.snake(getClass().getSimpleName());
  }

  /// A layer at work.
  interface Live {
    Signal output();

    /// Input value to output value.
    void forward(Pass pass);

    /// Output gradient to input gradient (if the input has one) and the gradients of the parameters.
    void backward(Pass pass);

    /// Whether its forward pass draws random numbers while training.
    default boolean random() {
      return false;
    }

    /// The number of that index in [Layer#measures], of the parameters as they are now.
    default double measure(int index) {
      throw new IllegalArgumentException("no measure " + index);
    }

    /// Memory other than parameters.
    default void state(State s) {}

    /// Whether evaluation uses running statistics of what came in while training, which belong to the weights they were
    /// collected with. A training pass with [Pass#renewal] takes that share of its batch into them.
    default boolean tracksStatistics() {
      return false;
    }

    /// Floating-point operations of a forward pass, a sample; a multiplication and an addition are two.
    default long flops() {
      return output().size();
    }

    /// A number that changes when an element of the last forward pass lies on another smooth piece of a piecewise
    /// function: where two passes differ in it, a finite difference between them means nothing.
    default long piece() {
      return 0;
    }
  }
}
