package nnrun.loss;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;
import org.jspecify.annotations.Nullable;

@Component(
    formula = "Σ_{j≠t} max(0, z_j - z_t + margin)²; with one output max(0, margin - t·z)², t = ±1",
    doc = "A hinge without its kink, which punishes far misses more.",
    use = "For a smooth margin classifier, the output layer of a support vector machine.",
    avoid = "Where labels are often wrong: hinge, which outliers pull less.",
    source = "Tang 2013; Zhang 2004")
public record SquaredHinge(
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
    Margins margins = new Margins(margin, true, averageClasses, reduction);
    return margins.build(engine, y, dy, t, rowLoss, rowWeight);
  }
}
