package nnrun.train;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import nnrun.layer.Layer;
import nnrun.state.FirstNonFinite;
import nnrun.state.Parameter;
import nnrun.state.State;
import nnrun.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/// A matrix of a training step, which may hold the first number that is none.
///
/// @param layer that it belongs to, or null
/// @param tensor its name in the layer: `output`, `output.gradient`, `weight`, `weight.gradient`
/// @param words its name in a sentence
record StepTensor(@Nullable String layer, String tensor, String words, Matrix matrix) {
  /// What a forward pass computes, in its order.
  static List<StepTensor> forward(Network network) {
    List<StepTensor> all = new ArrayList<>();
    all.add(input(network));
    network.nodes().forEach(node -> all.addAll(output(node)));
    return all;
  }

  /// What a backward pass computes, in its order: the last layer first.
  static List<StepTensor> backward(Network network) {
    List<StepTensor> all = new ArrayList<>();
    for (Network.Node node : network.nodes().reversed()) {
      all.addAll(outputGradient(node));
      node.parameters().forEach(p -> all.add(gradient(p)));
    }
    return all;
  }

  /// The gradients of all parameters, the last layer's first; they keep until the next backward pass.
  static List<StepTensor> gradients(Network network) {
    return network.parameters().reversed().stream().map(StepTensor::gradient).toList();
  }

  /// All trained values.
  static List<StepTensor> values(Network network) {
    return network.parameters().stream().map(StepTensor::value).toList();
  }

  static StepTensor input(Network network) {
    return new StepTensor(null, "input", "the input", network.input());
  }

  /// None where the layer is computed together with the loss.
  static List<StepTensor> output(Network.Node node) {
    Layer.Live live = node.live();
    String words = "the output of " + node.name();
    return live == null ? List.of() : List.of(new StepTensor(node.name(), "output", words, live.output().value()));
  }

  /// None where nobody needs it.
  static List<StepTensor> outputGradient(Network.Node node) {
    Layer.Live live = node.live();
    Matrix gradient = live == null ? null : live.output().gradient();
    String words = "the gradient of the output of " + node.name();
    return gradient == null ? List.of() : List.of(new StepTensor(node.name(), "output.gradient", words, gradient));
  }

  static StepTensor value(Parameter p) {
    return new StepTensor(p.layer(), own(p), p.name(), p.value());
  }

  static StepTensor gradient(Parameter p) {
    return new StepTensor(p.layer(), own(p) + ".gradient", "the gradient of " + p.name(), p.gradient());
  }

  /// @param update of the parameter's shape
  static StepTensor update(Parameter p, Matrix update) {
    return new StepTensor(p.layer(), own(p) + ".update", "the update of " + p.name(), update);
  }

  /// Of each row of the batch.
  static StepTensor loss(Network network) {
    return new StepTensor(null, "loss", "the loss", network.rowLoss());
  }

  /// What else is remembered from step to step, as far as it is no number any more.
  static List<StepTensor> badMemory(Consumer<State> state) {
    FirstNonFinite search = new FirstNonFinite();
    state.accept(search);
    FirstNonFinite.Found found = search.found();
    return found == null ? List.of() : List.of(new StepTensor(null, found.name(), found.name(), found.matrix()));
  }

  /// Its name in its layer.
  private static String own(Parameter p) {
    return p.name().substring(p.layer().length() + 1);
  }

  /// The first of them that holds a NaN or an infinity, or null.
  static @Nullable StepTensor firstBad(List<StepTensor> tensors) {
    for (StepTensor tensor : tensors) {
      if (tensor.matrix.firstNonFinite() >= 0) {
        return tensor;
      }
    }
    return null;
  }
}
