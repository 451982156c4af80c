package nnrun.train;

import java.util.ArrayList;
import java.util.List;
import nnrun.state.Parameter;
import nnrun.tensor.Assign;
import nnrun.tensor.Engine;
import nnrun.tensor.Expr;
import nnrun.tensor.Matrix;
import nnrun.tensor.Op;

/// ‖p' - p‖₂/‖p‖₂ of an update from p to p', over all parameters together, bounds on weights included. Around 1e-3 is
/// usual; far less hardly learns, far more jumps about.
final class UpdateRatio {
  private final Op copy;
  private final Op sums;
  private final List<Matrix> moved = new ArrayList<>();
  private final List<Matrix> lengths = new ArrayList<>();

  /// Keeps a copy of the parameters.
  UpdateRatio(Engine engine, List<Parameter> parameters) {
    List<Op> copies = new ArrayList<>();
    List<Op> squares = new ArrayList<>();
    for (Parameter parameter : parameters) {
      Matrix p = parameter.value();
      Matrix before = engine.matrixLike(p);
      Matrix change = engine.matrix(1, p.columns());
      Matrix length = engine.matrix(1, p.columns());
      moved.add(change);
      lengths.add(length);
      copies.add(engine.set(before, Expr.of(p)));
      squares.add(
          engine.sumRows(
              p,
              new Assign(change, Expr.of(p).minus(Expr.of(before)).squared()),
              new Assign(length, Expr.of(before).squared())));
    }
    copy = engine.together(copies);
    sums = engine.together(squares);
  }

  void before() {
    copy.run();
  }

  /// After the update.
  double value() {
    sums.run();
    return Math.sqrt(sum(moved) / sum(lengths));
  }

  private static double sum(List<Matrix> sums) {
    double all = 0;
    for (int i = 0; i < sums.size(); i++) {
      for (int c = 0; c < sums.get(i).columns(); c++) {
        all += sums.get(i).at(c);
      }
    }
    return all;
  }
}
