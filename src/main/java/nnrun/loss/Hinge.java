package nnrun.loss;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;
import org.jspecify.annotations.Nullable;

@Component(
    formula = "Σ_{j≠t} max(0, z_j - z_t + margin); with one output max(0, margin - t·z), t = ±1",
    doc =
        "Every other class's score must stay a margin below the right one's, and what does so counts no more."
            + " One output tells two classes apart.",
    use = "For classes by scores, as a support vector machine has them.",
    avoid = "Where probabilities are wanted: cross_entropy.",
    source = "Weston and Watkins 1999; Cortes and Vapnik 1995")
public record Hinge(
    @Doc("How far the right score must be ahead") @Default("1") @Range("[0,inf)") double margin,
    @Doc("Divide the sum over the classes by their number") @Default("false") boolean averageClasses,
    @Doc("mean or sum over the rows of a batch") @Default("mean") Reduction reduction)
    implements Loss {
  @Override
  public Wants wants() {
    return Wants.CLASSES;
  }

  @Override
  public Link link() {
    return Link.MARGIN;
  }

  @Override
  public boolean oneOutputForTwo() {
    return true;
  }

  @Override
  public boolean takesMixtures() {
    return false;
  }

  @Override
  public Live build(Engine engine, Matrix y, @Nullable Matrix dy, Matrix t, Matrix rowLoss, Matrix rowWeight) {
    Margins margins = new Margins(margin, false, averageClasses, reduction);
    return margins.build(engine, y, dy, t, rowLoss, rowWeight);
  }
}
