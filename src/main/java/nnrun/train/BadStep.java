package nnrun.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nnrun.layer.Layer;
import nnrun.state.Parameter;
import nnrun.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/// A step that was not finished, done again and looked at layer by layer, since outputs and their gradients share
/// memory.
///
/// @param first what of it held the first number that is none; null where nothing did
/// @param outputs the largest finite magnitude of each layer's output
record BadStep(@Nullable StepTensor first, Map<String, Double> outputs) {
  static BadStep of(Training training) {
    Network network = training.network();
    if (training.updated()) {
      return new BadStep(null, lasting(network)); // no part of it is at fault, and its weights have changed
    }
    Look look = new Look(network);
    training.again(look::output, look::gradient);
    boolean backward = Double.isFinite(training.lossSum());
    return new BadStep(backward ? look.firstOfBackward() : look.ofForward, look.outputs);
  }

  /// The largest finite magnitudes of the outputs that are still there.
  static Map<String, Double> lasting(Network network) {
    Map<String, Double> outputs = new LinkedHashMap<>();
    for (Network.Node node : network.nodes()) {
      if (node.live() != null && node.live().output().lasting()) {
        note(node, outputs);
      }
    }
    return outputs;
  }

  private static void note(Network.Node node, Map<String, Double> outputs) {
    for (StepTensor output : StepTensor.output(node)) {
      Double largest = Divergence.largest(List.of(output.matrix()));
      if (largest != null) {
        outputs.put(node.name(), largest);
      }
    }
  }

  private static final class Look {
    final Network network;
    final Map<String, Double> outputs = new LinkedHashMap<>();
    @Nullable StepTensor ofForward;
    @Nullable StepTensor ofGradients;

    Look(Network network) {
      this.network = network;
      ofForward = StepTensor.firstBad(List.of(StepTensor.input(network)));
    }

    void output(Layer.Live live) {
      for (Network.Node node : network.nodes()) {
        if (node.live() == live) {
          note(node, outputs);
          ofForward = ofForward != null ? ofForward : kept(StepTensor.output(node));
        }
      }
    }

    void gradient(Layer.Live live) {
      for (Network.Node node : network.nodes()) {
        if (node.live() == live) {
          ofGradients = ofGradients != null ? ofGradients : kept(StepTensor.outputGradient(node));
        }
      }
    }

    /// The first that is bad, with a copy of its numbers.
    private static @Nullable StepTensor kept(List<StepTensor> tensors) {
      StepTensor bad = StepTensor.firstBad(tensors);
      if (bad == null) {
        return null;
      }
      Matrix copy = bad.matrix().twin();
      copy.copy(bad.matrix());
      return new StepTensor(bad.layer(), bad.tensor(), bad.words(), copy);
    }

    /// In the order of a backward pass: a layer's output, then its parameters, the last layer first.
    @Nullable StepTensor firstOfBackward() {
      for (Network.Node node : network.nodes().reversed()) {
        if (ofGradients != null && node.name().equals(ofGradients.layer())) {
          return ofGradients;
        }
        List<StepTensor> own = new ArrayList<>();
        for (Parameter p : node.parameters()) {
          own.add(StepTensor.gradient(p));
        }
        StepTensor bad = StepTensor.firstBad(own);
        if (bad != null) {
          return bad;
        }
      }
      return null;
    }
  }
}
