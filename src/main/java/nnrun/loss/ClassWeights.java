package nnrun.loss;

import java.util.List;
import nnrun.spec.Invalid;
import nnrun.tensor.Assign;
import nnrun.tensor.Engine;
import nnrun.tensor.Expr;
import nnrun.tensor.Matrix;
import nnrun.tensor.Op;
import org.jspecify.annotations.Nullable;

/// Weights of classes, and what a row weighs with them.
final class ClassWeights {
  private ClassWeights() {}

  /// One weight a column; 1 where none are given.
  static Expr of(@Nullable List<Double> given, Engine engine, int classes) {
    if (given == null) {
      return Expr.constant(1);
    }
    if (given.size() != classes) {
      throw new Invalid("classWeights", given.size() + " weights for " + classes + " classes; give one a class");
    }
    Matrix weights = engine.matrix(1, classes);
    for (int c = 0; c < classes && !engine.isPlanning(); c++) {
      weights.set(0, c, given.get(c));
    }
    return Expr.perFeature(weights);
  }

  /// The weight of a row's class, or 1 where its target is a mixture of classes.
  ///
  /// @param t (batch, classes)
  /// @param rowWeight (batch, 1)
  static Op ofRows(@Nullable List<Double> given, Engine engine, Matrix t, Matrix rowWeight) {
    if (given == null) {
      rowWeight.fill(1);
      return () -> {};
    }
    Matrix hard = engine.matrixLike(rowWeight); // the greatest target: 1 where the row is one class
    Op greatest = engine.maxFeatures(t, new Assign(hard, Expr.of(t)));
    Expr weight = of(given, engine, t.columns());
    Op sum = engine.sumFeatures(t, new Assign(rowWeight, Expr.of(t).times(weight)));
    Op rows = engine.set(rowWeight, Expr.of(hard).less(1).then(Expr.constant(1), Expr.of(rowWeight)));
    return () -> {
      greatest.run();
      sum.run();
      rows.run();
    };
  }
}
