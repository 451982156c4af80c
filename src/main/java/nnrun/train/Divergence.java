package nnrun.train;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import nnrun.state.Parameter;
import nnrun.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/// Where a training first held a NaN or an infinity, as far as the step shows in which that was noticed; the content of
/// divergence.json. Weights and gradients are looked at when the loss or the length of the gradient is not finite, and
/// at the end of each epoch.
///
/// @param what the tensor in a sentence
/// @param epoch from 1
/// @param step the update that it came up in, from 1; in a weight that left every loss finite it may be an earlier one
///   of the epoch, which a replay finds
/// @param layer whose tensor it is; null for the input, the loss, a measure, or the memory of the optimizer
/// @param tensor `output`, `weight`, `weight.gradient`, `loss`, `val.loss` ...
/// @param index row and column of the first such number; empty where it is a single one
/// @param value that number
/// @param lr the learning rate of the step
/// @param largest the largest finite magnitudes of each layer when the training stopped
/// @param rows of the step's batch, as they stand in their source, from 0
public record Divergence(
    String what,
    int epoch,
    long step,
    @Nullable String layer,
    String tensor,
    List<Integer> index,
    double value,
    double lr,
    List<Largest> largest,
    List<Integer> rows) {
  /// @param output of the layer; null where it is computed together with the loss, and behind a step that was finished
  ///   where its memory was used again
  /// @param gradient of its parameters; null where it has none, and in a step that ended before its backward pass:
  ///   those of the step before would be there or not, as the run was interrupted between the two or not
  /// @param weight of its parameters; null where it has none
  public record Largest(String layer, @Nullable Double output, @Nullable Double gradient, @Nullable Double weight) {}

  /// In a tensor.
  ///
  /// @param outputs the largest of each layer's output, as far as it is known
  static Divergence in(
      StepTensor tensor, int epoch, long step, Training training, Map<String, Double> outputs, List<Integer> rows) {
    Matrix matrix = tensor.matrix();
    int at = matrix.firstNonFinite();
    return new Divergence(
        tensor.words(),
        epoch,
        step,
        tensor.layer(),
        tensor.tensor(),
        List.of(at / matrix.columns(), at % matrix.columns()),
        matrix.at(at),
        training.lr(),
        largest(training, outputs),
        rows);
  }

  /// In a single number that the last step or what follows it gave.
  static Divergence in(
      String name,
      String what,
      double value,
      int epoch,
      Training training,
      Map<String, Double> outputs,
      List<Integer> rows) {
    List<Largest> largest = largest(training, outputs);
    return new Divergence(what, epoch, training.steps(), null, name, List.of(), value, training.lr(), largest, rows);
  }

  /// `dense_1.weight became NaN in epoch 3, step 120`
  String sentence() {
    return String.format(Locale.ROOT, "%s became %s in epoch %d, step %d", what, value, epoch, step);
  }

  private static List<Largest> largest(Training training, Map<String, Double> outputs) {
    boolean backward = Double.isFinite(training.lossSum());
    List<Largest> all = new ArrayList<>();
    for (Network.Node node : training.network().nodes()) {
      List<Parameter> own = node.parameters();
      all.add(
          new Largest(
              node.name(),
              outputs.get(node.name()),
              backward ? largest(own.stream().map(Parameter::gradient).toList()) : null,
              largest(own.stream().map(Parameter::value).toList())));
    }
    return all;
  }

  /// The largest finite magnitude; null where there is none.
  static @Nullable Double largest(Collection<Matrix> matrices) {
    double largest = Double.NEGATIVE_INFINITY;
    for (Matrix matrix : matrices) {
      for (int i = 0; i < matrix.size(); i++) {
        double magnitude = Math.abs(matrix.at(i));
        largest = magnitude > largest && magnitude < Double.POSITIVE_INFINITY ? magnitude : largest;
      }
    }
    return largest < 0 ? null : largest;
  }
}
