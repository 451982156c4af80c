package nnrun.train;

import java.util.ArrayList;
import java.util.List;
import nnrun.layer.Layer;
import nnrun.state.Parameter;
import nnrun.tensor.Matrix;

/// What a layer did with the last batch, in the training pass, before the update that followed. A standard deviation is
/// √(Σ(x - mean)²/n) over all n elements, in float64, summed in order.
///
/// @param mean of the layer's outputs
/// @param sd of the layer's outputs
/// @param dead share of the layer's units whose output was exactly 0 in every row
/// @param gradientSd of the loss's gradient with respect to the outputs, with penalties on outputs; NaN where nobody
///   needs it
/// @param weightGradientSd of the gradients of all its weights, no biases, with penalties and before clipping; NaN
///   without weights
public record LayerStatistics(
    String layer, double mean, double sd, double dead, double gradientSd, double weightGradientSd) {
  /// The headings of layers.csv.
  public static final List<String> COLUMNS =
      List.of("epoch", "layer", "mean", "sd", "dead", "gradient.sd", "weight.gradient.sd");

  /// A row under [#COLUMNS].
  public List<Object> cells(int epoch) {
    return List.of(epoch, layer, mean, sd, dead, gradientSd, weightGradientSd);
  }

  /// Of each layer in order, but for a last one that is computed together with the loss.
  ///
  /// @param network made for [nnrun.layer.Purpose#WATCH]
  public static List<LayerStatistics> of(Network network) {
    List<LayerStatistics> all = new ArrayList<>();
    for (Network.Node node : network.nodes()) {
      Layer.Live live = node.live();
      if (live != null) {
        Matrix y = live.output().value();
        Matrix gradient = live.output().gradient();
        List<Matrix> outputs = List.of(y);
        List<Matrix> weights =
            node.parameters().stream().filter(p -> p.kind() == Parameter.Kind.WEIGHT).map(Parameter::gradient).toList();
        double gradientSd = gradient == null ? Double.NaN : sd(List.of(gradient));
        all.add(new LayerStatistics(node.name(), mean(outputs), sd(outputs), dead(y), gradientSd, sd(weights)));
      }
    }
    return all;
  }

  private static double mean(List<Matrix> matrices) {
    double sum = 0;
    long count = 0;
    for (Matrix matrix : matrices) {
      for (int i = 0; i < matrix.size(); i++) {
        sum += matrix.at(i);
      }
      count += matrix.size();
    }
    return sum / count;
  }

  private static double sd(List<Matrix> matrices) {
    double mean = mean(matrices);
    double sum = 0;
    long count = 0;
    for (Matrix matrix : matrices) {
      for (int i = 0; i < matrix.size(); i++) {
        double away = matrix.at(i) - mean;
        sum += away * away;
      }
      count += matrix.size();
    }
    return Math.sqrt(sum / count);
  }

  private static double dead(Matrix y) {
    int dead = 0;
    for (int c = 0; c < y.columns(); c++) {
      int row = 0;
      while (row < y.rows() && y.get(row, c) == 0) {
        row++;
      }
      dead += row == y.rows() ? 1 : 0;
    }
    return (double) dead / y.columns();
  }
}
