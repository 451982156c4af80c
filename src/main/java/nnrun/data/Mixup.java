package nnrun.data;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.tensor.Stream;

/// Each row has its own share and partner; a row may be its own.
@Component(
    formula = "x = l x_a + (1 - l) x_b, t = l t_a + (1 - l) t_b; l from Beta(alpha, alpha)",
    doc = "Rows between rows, with targets between targets: a net that is linear there is surer of itself nowhere.",
    use = "For classes and large nets that are too sure of themselves.",
    avoid = "Where train.accuracy should be read: it is that of mixtures.",
    source = "Zhang et al. 2018")
public record Mixup(
    @Doc("0.2: nearly always mostly one of the two; 1: any mixture alike") @Default("0.2") @Range("(0,100]")
        double alpha)
    implements Augment.OfBatch {
  @Override
  public void apply(Mixture batch, Stream stream) {
    batch.keep();
    for (int row = 0; row < batch.rows(); row++) {
      Stream own = stream.at(batch.number(row));
      batch.mix(row, own.below(batch.rows(), 0), beta(own.named("share")));
    }
  }

  /// A number of Beta(α, α).
  double beta(Stream stream) {
    if (alpha > 1) {
      double a = gamma(stream.named("a"));
      return a / (a + gamma(stream.named("b")));
    }
    // Jöhnk 1964: of two numbers u^(1/α) those whose sum is at most 1. By logarithms, as they may be very small.
    for (long i = 0; ; i += 2) {
      double x = StrictMath.log(1 - stream.uniform(i)) / alpha;
      double y = StrictMath.log(1 - stream.uniform(i + 1)) / alpha;
      double greater = Math.max(x, y);
      double sum = greater + StrictMath.log(StrictMath.exp(x - greater) + StrictMath.exp(y - greater));
      if (sum <= 0) {
        return StrictMath.exp(x - sum);
      }
    }
  }

  /// A number of Gamma(α), α > 1 (Marsaglia and Tsang 2000).
  private double gamma(Stream stream) {
    double d = alpha - 1 / 3.0;
    for (long i = 0; ; i++) {
      double x = stream.normal(i);
      double root = 1 + x / Math.sqrt(9 * d);
      double v = root * root * root;
      if (root > 0 && StrictMath.log(1 - stream.uniform(i)) < x * x / 2 + d - d * v + d * StrictMath.log(v)) {
        return d * v;
      }
    }
  }
}
