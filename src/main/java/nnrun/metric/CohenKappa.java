package nnrun.metric;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Names;
import nnrun.state.State;
import nnrun.tensor.Matrix;

@Component(
    formula = "1 - Σ w·observed / Σ w·expected, w of (true, predicted) = 1 off the diagonal, |i - j| or (i - j)²",
    doc = "Agreement beyond chance: 1 is perfect, 0 chance, also where chance agrees on everything.",
    use = "For labels that people disagree on; with weights for classes that have an order.",
    avoid = "Between data sets: it depends on how frequent classes are. Take balanced_accuracy.",
    source = "Cohen 1960, 1968")
public record CohenKappa(
    @Doc("What a confusion costs: none (always 1), linear or quadratic in the distance of the classes") @Default("none")
        Weights weights)
    implements Metric {
  /// The cost of a confusion.
  public enum Weights {
    NONE,
    LINEAR,
    QUADRATIC;

    double of(int distance) {
      return switch (this) {
        case NONE -> distance == 0 ? 0 : 1;
        case LINEAR -> distance;
        case QUADRATIC -> (double) distance * distance;
      };
    }
  }

  @Override
  public boolean higherIsBetter() {
    return true;
  }

  @Override
  public boolean needsClasses() {
    return true;
  }

  @Override
  public String column() {
    return weights == Weights.NONE ? "cohen_kappa" : "cohen_kappa_" + Names.of(weights);
  }

  @Override
  public Tally start(int outputs) {
    return new Tally() {
      private final Confusion.Counts table = new Confusion().start(outputs);

      @Override
      public void add(Matrix predictions, Matrix targets) {
        table.add(predictions, targets);
      }

      @Override
      public void state(State s) {
        table.state(s);
      }

      @Override
      public double value() {
        int n = table.classes();
        double[] actual = new double[n];
        double[] predicted = new double[n];
        double observed = 0;
        for (int t = 0; t < n; t++) {
          for (int p = 0; p < n; p++) {
            actual[t] += table.count(t, p);
            predicted[p] += table.count(t, p);
            observed += weights.of(Math.abs(t - p)) * table.count(t, p);
          }
        }
        double expected = 0;
        for (int t = 0; t < n; t++) {
          for (int p = 0; p < n; p++) {
            expected += weights.of(Math.abs(t - p)) * actual[t] * predicted[p] / table.value();
          }
        }
        return expected > 0 ? 1 - observed / expected : 0;
      }
    };
  }
}
