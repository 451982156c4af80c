package nnrun.data;

import java.util.ArrayList;
import java.util.List;
import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.spec.Rule;
import nnrun.tensor.Stream;

/// x standard normal; hidden unit k: h_k = g(w_k·x / √features), output c: o_c = v_c·h / √hidden, with all weights
/// standard normal. Without classes y = o_1 + noise; with classes the class is the greatest o_c, each with its noise.
@Component(
    formula = "y = v g(W x / sqrt(features)) / sqrt(hidden) + normal(0, noise^2); x, W, v normal(0, 1)",
    doc =
        "What a random network with one hidden layer gives, for another to learn: how many rows and hidden units that"
            + " takes is no matter of luck with the data.",
    use = "To compare sizes of nets or of data where the truth is a network of known size.",
    avoid = "Where pictures of the data should teach something; take function or moons.",
    source = "Saad and Solla 1995")
@Rule(excludes = "classes: 1", says = "one class is nothing to tell apart; take 2 or more, or 0 for a number")
public record Teacher(
    @Doc("rows") @Default("1000") @Range("[1,100000000]") int n,
    @Doc("inputs of the teacher") @Default("10") @Range("[1,10000]") int features,
    @Doc("its hidden units") @Default("5") @Range("[1,10000]") int hidden,
    @Doc("g of the hidden units: tanh or relu") @Default("tanh") Units g,
    @Doc("classes, the greatest output wins; 0 for one output, a number") @Default("0") @Range("[0,1000]") int classes,
    @Doc("standard deviation of the normal noise on every output") @Default("0") @Range("[0,inf)") double noise,
    @Doc("of these rows alone; the run's own seed does not touch them") @Default("0") long seed)
    implements Source {
  /// What a hidden unit does with its sum.
  public enum Units {
    TANH,
    RELU
  }

  @Override
  public Table load(DataFiles files) {
    List<String> names = new ArrayList<>();
    for (int c = 1; c <= features; c++) {
      names.add("x" + c);
    }
    names.add(classes == 0 ? "y" : "class");
    Generated points = new Generated("teacher", names, n);
    int outputs = Math.max(1, classes);
    Heap.require(8L * hidden * (features + outputs), "teacher: its weights");
    Stream stream = Stream.of(seed).named("teacher");
    double[] first = weights(stream.named("first"), hidden * features, 1 / Math.sqrt(features));
    double[] second = weights(stream.named("second"), outputs * hidden, 1 / Math.sqrt(hidden));
    Stream disturbance = stream.named("noise");
    double[] x = new double[features];
    double[] h = new double[hidden];
    double[] o = new double[outputs];
    for (int row = 0; row < n; row++) {
      for (int c = 0; c < features; c++) {
        x[c] = stream.normal((long) row * features + c);
        points.set(row, c, x[c]);
      }
      for (int k = 0; k < hidden; k++) {
        double sum = dot(first, k, x);
        h[k] = g == Units.TANH ? StrictMath.tanh(sum) : Math.max(0, sum);
      }
      for (int k = 0; k < outputs; k++) {
        o[k] = dot(second, k, h) + noise * disturbance.normal((long) row * outputs + k);
      }
      points.set(row, features, classes == 0 ? o[0] : greatest(o));
    }
    return points.table(files.store());
  }

  private static double[] weights(Stream stream, int count, double factor) {
    double[] weights = new double[count];
    for (int i = 0; i < count; i++) {
      weights[i] = factor * stream.normal(i);
    }
    return weights;
  }

  /// Row `row` of the weights times x.
  private static double dot(double[] weights, int row, double[] x) {
    double sum = 0;
    for (int c = 0; c < x.length; c++) {
      sum += weights[row * x.length + c] * x[c];
    }
    return sum;
  }

  private static int greatest(double[] o) {
    int best = 0;
    for (int k = 1; k < o.length; k++) {
      best = o[k] > o[best] ? k : best;
    }
    return best;
  }
}
