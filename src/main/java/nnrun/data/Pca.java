package nnrun.data;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;

/// x' = (x - mean)·U·(Λ + ε·λ̄)^-½, with the covariance UΛUᵀ = Σ(x - mean)ᵀ(x - mean) / n and λ̄ the mean of Λ. The
/// first feature has the greatest variance; in every column of U the number of greatest size is positive.
@Component(
    formula = "x' = (x - mean) U (L + eps mean(L))^(-1/2), covariance = U L U^T",
    doc =
        "Turns the numeric features to the directions in which the training rows vary, the greatest first,"
            + " and gives each variance 1.",
    use = "When features depend on each other and the net is small, or the directions themselves are wanted.",
    avoid =
        "With thousands of features, since time grows with their cube, or where each must keep its meaning:"
            + " standardize.",
    source = "Kessy, Lewin, Strimmer, Optimal whitening and decorrelation (2018)",
    aliases = {"pca_whitening"})
public record Pca(
    @Doc("added to every variance, in units of their mean: 0.1 keeps the noise of images small")
        @Default("1e-5")
        @Range("[0,inf)")
        double eps)
    implements Scaling {
  @Override
  public Affine fit(Sample values, String name) {
    return new Affine(new Standardize().fit(values, name).offset(), 1);
  }

  @Override
  public boolean mixes() {
    return true;
  }

  @Override
  public RowScaling together(RowScaling.Blocks training) {
    return Whitening.fit(training, eps, false);
  }
}
