package nnrun.data;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;

/// x' = (x - mean)·U·(Λ + ε·λ̄)^-½·Uᵀ, with the covariance UΛUᵀ and λ̄ the mean of Λ: [Pca] turned back.
@Component(
    formula = "x' = (x - mean) U (L + eps mean(L))^(-1/2) U^T, covariance = U L U^T",
    doc = "Takes away every linear dependence between the numeric features and stays as near to them as that allows.",
    use = "For small images that should still be images, of edges.",
    avoid = "With thousands of features, since time grows with their cube: standardize.",
    source = "Bell and Sejnowski, The independent components of natural scenes are edge filters (1997)",
    aliases = {"zca_whitening"})
public record Zca(
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
    return Whitening.fit(training, eps, true);
  }
}
