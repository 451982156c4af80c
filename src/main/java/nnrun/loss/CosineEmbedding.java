package nnrun.loss;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.tensor.Assign;
import nnrun.tensor.Engine;
import nnrun.tensor.Expr;
import nnrun.tensor.Matrix;
import nnrun.tensor.Op;
import org.jspecify.annotations.Nullable;

/// cos = u·v/√((|u|² + ε)(|v|² + ε)) with ε = 1e-12, so that it is a number at 0 too; dcos/du = v/(|u||v|) -
/// cos·u/|u|².
@Component(
    formula = "1 - cos(u, v) if t is the second class (1) else max(0, cos(u, v) - margin), y = (u, v)",
    doc =
        "Pairs: the outputs' first half u and second half v point the same way if the target says that they"
            + " belong together (its second class, such as 1 after -1), and apart if not. Predictions are (1 +"
            + " cos)/2.",
    use = "For learning which things are alike.",
    avoid = "For classes: cross_entropy.",
    source = "Hadsell et al. 2006, with the cosine for the distance")
public record CosineEmbedding(
    @Doc("Cosine that pairs which do not belong together may keep") @Default("0") @Range("[-1,1]") double margin,
    @Doc("mean or sum over the rows of a batch") @Default("mean") Reduction reduction)
    implements Loss {
  private static final double EPSILON = 1e-12;

  @Override
  public Wants wants() {
    return Wants.CLASSES;
  }

  @Override
  public Link link() {
    return Link.OWN;
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
  public int targets(int networkOutputs) {
    return 1;
  }

  @Override
  public Op predict(Engine engine, Matrix y, Matrix prediction) {
    Cosine cosine = new Cosine(engine, y, null, prediction);
    Op half = engine.set(prediction, Expr.of(prediction).plus(1).times(0.5));
    return () -> {
      cosine.run();
      half.run();
    };
  }

  @Override
  public Live build(Engine engine, Matrix y, @Nullable Matrix dy, Matrix t, Matrix rowLoss, Matrix rowWeight) {
    return new LiveCosineEmbedding(this, engine, y, dy, t, rowLoss, rowWeight);
  }

  /// The cosine of each row's halves, into a (batch, 1) matrix.
  private static final class Cosine {
    final Halves halves;
    final Expr u;
    final Expr v;
    final Matrix uu; // |u|² + ε
    final Matrix vv;
    private final Op sums;
    private final Op quotient;

    Cosine(Engine engine, Matrix y, @Nullable Matrix dy, Matrix cosine) {
      halves = new Halves(engine, y, dy, "two halves to compare");
      u = Expr.of(halves.left);
      v = Expr.of(halves.right);
      uu = engine.matrixLike(cosine);
      vv = engine.matrixLike(cosine);
      sums =
          engine.sumFeatures(
              halves.left, new Assign(cosine, u.times(v)), new Assign(uu, u.squared()), new Assign(vv, v.squared()));
      Expr uLength = Expr.of(uu).plus(EPSILON);
      Expr vLength = Expr.of(vv).plus(EPSILON);
      quotient =
          engine.set(
              new Assign(cosine, Expr.of(cosine).over(uLength.sqrt()).over(vLength.sqrt())),
              new Assign(uu, uLength),
              new Assign(vv, vLength));
    }

    void run() {
      halves.split();
      sums.run();
      quotient.run();
    }
  }

  private static final class LiveCosineEmbedding implements Live {
    private final double margin;
    private final Cosine cosine;
    private final Matrix cos;
    private final Matrix t;
    private final Op values;
    private final @Nullable Op slopes;

    LiveCosineEmbedding(
        CosineEmbedding settings,
        Engine engine,
        Matrix y,
        @Nullable Matrix dy,
        Matrix t,
        Matrix rowLoss,
        Matrix rowWeight) {
      margin = settings.margin;
      this.t = t;
      cos = engine.matrixLike(rowLoss);
      cosine = new Cosine(engine, y, dy, cos);
      Expr c = Expr.of(cos);
      Expr value = Expr.of(t).greater(0).then(Expr.constant(1).minus(c), c.minus(margin).max(0));
      rowWeight.fill(1);
      values = engine.set(rowLoss, value);
      if (dy == null) {
        slopes = null;
        return;
      }
      Expr scale = Expr.number(() -> 1 / Loss.divisor(settings.reduction, rowWeight));
      Expr row = Expr.perRow(cos);
      Expr sign = Expr.perRow(t).greater(0).then(Expr.constant(-1), row.greater(margin).then(1, 0)).times(scale);
      Expr uu = Expr.perRow(cosine.uu);
      Expr vv = Expr.perRow(cosine.vv);
      Expr lengths = uu.sqrt().times(vv.sqrt());
      slopes =
          engine.set(
              new Assign(
                  cosine.halves.leftGradient, sign.times(cosine.v.over(lengths).minus(row.times(cosine.u).over(uu)))),
              new Assign(
                  cosine.halves.rightGradient, sign.times(cosine.u.over(lengths).minus(row.times(cosine.v).over(vv)))));
    }

    @Override
    public void forward() {
      cos.rows(t.rows());
      cosine.run();
      values.run();
    }

    @Override
    public void backward() {
      if (slopes != null) {
        slopes.run();
        cosine.halves.join();
      }
    }

    @Override
    public long piece() {
      long hash = 0;
      for (int r = 0; r < t.rows(); r++) {
        hash = hash * 31 + (t.at(r) <= 0 && cos.at(r) > margin ? 1 : 0);
      }
      return hash;
    }
  }
}
