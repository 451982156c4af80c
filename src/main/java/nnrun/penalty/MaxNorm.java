package nnrun.penalty;

import java.util.List;
import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Example;
import nnrun.spec.LayerNames;
import nnrun.spec.Range;
import nnrun.tensor.Assign;
import nnrun.tensor.Engine;
import nnrun.tensor.Expr;
import nnrun.tensor.Matrix;
import nnrun.tensor.Op;

/// w (inputs, units), a column a unit. A column within the bound keeps its bits.
@Component(
    formula = "after each update: w_j *= min(1, max/‖w_j‖), w_j what unit j takes in",
    doc = "Lets no unit's weights grow beyond a length.",
    use = "Beside dropout, and with large rates.",
    avoid = "Before batch_norm, where the length has no meaning.",
    source = "Srebro and Shraibman 2005; Srivastava et al. 2014")
public record MaxNorm(
    @Doc("Greatest length of a unit's weights") @Example("3") @Default("3.0") @Range("(0,inf)") double max,
    @Doc("Names of layers; none means all") @Default("[]") @LayerNames List<String> layers)
    implements Bound {
  @Override
  public Op on(Engine engine, Matrix w) {
    Matrix squares = engine.matrix(1, w.columns());
    Matrix factors = engine.matrix(1, w.columns());
    Op measure = engine.sumRows(w, new Assign(squares, Expr.of(w).squared()));
    Expr length = Expr.of(squares).sqrt();
    Op compare = engine.set(factors, length.greater(max).then(Expr.constant(max).over(length), 1));
    Op scale = engine.set(w, Expr.of(w).times(Expr.perFeature(factors)));
    return engine.byColumns(measure, compare, scale);
  }
}
