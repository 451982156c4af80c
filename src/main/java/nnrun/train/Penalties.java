package nnrun.train;

import java.util.ArrayList;
import java.util.List;
import nnrun.layer.Layer;
import nnrun.layer.Signal;
import nnrun.penalty.Penalty;
import nnrun.penalty.Regularization;
import nnrun.penalty.Where;
import nnrun.state.Parameter;
import nnrun.tensor.Assign;
import nnrun.tensor.Engine;
import nnrun.tensor.Expr;
import nnrun.tensor.Matrix;
import nnrun.tensor.Op;
import org.jspecify.annotations.Nullable;

/// All penalties of a run at work: what they add to gradients, and their value.
final class Penalties {
  private final List<Op> onWeights = new ArrayList<>();
  private final List<Op> weightValues = new ArrayList<>();
  private final List<Matrix> weightSums = new ArrayList<>();
  private final List<Op> outputValues = new ArrayList<>();
  private final List<Matrix> outputSums = new ArrayList<>();
  private final @Nullable Op[] beforeBackward;

  Penalties(List<? extends Regularization> regularization, Network network) {
    Engine engine = network.engine();
    List<List<Op>> onOutputs = new ArrayList<>();
    for (Layer.Live _ : network.chain()) {
      onOutputs.add(new ArrayList<>());
    }
    for (Regularization one : regularization) {
      if (!(one instanceof Penalty penalty)) {
        continue;
      }
      Where where = penalty.where();
      for (Network.Node node : network.nodes()) {
        boolean named = where.layers().isEmpty() || where.layers().contains(node.name());
        if (!named || node.live() == null) {
          continue;
        }
        if (where.on() == Where.On.WEIGHTS) {
          for (Parameter parameter : node.parameters()) {
            if (parameter.kind() == Parameter.Kind.WEIGHT
                || (where.biases() && parameter.kind() == Parameter.Kind.BIAS)) {
              onWeights(penalty, parameter, engine);
            }
          }
        } else {
          int place = network.chain().indexOf(node.live());
          onOutput(penalty, node.live().output(), engine, onOutputs.get(place));
        }
      }
    }
    beforeBackward = new Op[onOutputs.size()];
    for (int i = 0; i < beforeBackward.length; i++) {
      Op[] all = onOutputs.get(i).toArray(new Op[0]);
      beforeBackward[i] =
          all.length == 0
              ? null
              : () -> {
                for (Op op : all) {
                  op.run();
                }
              };
    }
  }

  private void onWeights(Penalty penalty, Parameter parameter, Engine engine) {
    Expr w = Expr.of(parameter.value());
    onWeights.add(engine.set(parameter.gradient(), Expr.of(parameter.gradient()).plus(penalty.slope(w))));
    Matrix sums = engine.matrix(1, parameter.value().columns());
    weightValues.add(engine.sumRows(parameter.value(), new Assign(sums, penalty.value(w))));
    weightSums.add(sums);
  }

  private void onOutput(Penalty penalty, Signal y, Engine engine, List<Op> before) {
    Expr value = Expr.of(y.value());
    if (y.gradient() != null) {
      Expr slope = penalty.slope(value).over(Expr.rowsOf(y.value()));
      before.add(engine.set(y.gradient(), Expr.of(y.gradient()).plus(slope)));
    }
    Matrix sums = engine.matrix(1, y.size());
    outputValues.add(engine.sumRows(y.value(), new Assign(sums, penalty.value(value))));
    outputSums.add(sums);
  }

  /// For [Network#backward].
  @Nullable Op[] beforeBackward() {
    return beforeBackward;
  }

  /// Adds the slopes of the penalties on weights to their gradients; after the backward pass.
  void addToGradients() {
    for (int i = 0; i < onWeights.size(); i++) { // an iterator would be an object a step
      onWeights.get(i).run();
    }
  }

  /// Σ of the penalties on weights, as they are now.
  double weights() {
    return sum(weightValues, weightSums);
  }

  boolean onOutputs() {
    return !outputValues.isEmpty();
  }

  /// Σ over the rows of the last forward pass of the penalties on outputs; their penalty is this over the rows.
  double outputs() {
    return sum(outputValues, outputSums);
  }

  private static double sum(List<Op> ops, List<Matrix> sums) {
    double all = 0;
    for (int i = 0; i < ops.size(); i++) {
      ops.get(i).run();
      Matrix sum = sums.get(i);
      for (int c = 0; c < sum.columns(); c++) {
        all += sum.at(c);
      }
    }
    return all;
  }
}
