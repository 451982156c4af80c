package nnrun.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nnrun.penalty.Average;
import nnrun.penalty.Bound;
import nnrun.penalty.Regularization;
import nnrun.schedule.Schedule;
import nnrun.state.MatrixVisitor;
import nnrun.state.Parameter;
import nnrun.state.State;
import nnrun.tensor.Assign;
import nnrun.tensor.Engine;
import nnrun.tensor.Expr;
import nnrun.tensor.Matrix;
import nnrun.tensor.Op;
import org.jspecify.annotations.Nullable;

/// What is done after each update: weights are brought back into their bounds, then the mean of them moves.
///
/// In a saved state the network's names hold what predicts, which is the mean where there is one; then the weights that
/// training goes on from stand below `trained`. So whoever reads a network alone needs to know nothing of this.
final class AfterUpdate {
  private final Network network;
  private final Schedule.Time time;
  private final List<Op> bounds = new ArrayList<>();
  private final @Nullable Average average;
  private final Map<String, Matrix> means = new LinkedHashMap<>();
  private final Op copy;
  private final Op move;
  private final Op exchange;
  private double share;
  private boolean exchanged;

  AfterUpdate(List<? extends Regularization> regularization, Network network, Schedule.Time time) {
    this.network = network;
    this.time = time;
    Average last = null;
    for (Regularization one : regularization) {
      if (one instanceof Bound bound) {
        bound(bound);
      } else if (one instanceof Average mean) {
        last = mean;
      }
    }
    average = last;
    List<Op> copies = new ArrayList<>();
    List<Op> moves = new ArrayList<>();
    List<Op> exchanges = new ArrayList<>();
    Engine engine = network.engine();
    if (average != null) {
      MatrixVisitor each =
          (name, own) -> {
            Matrix mean = engine.matrixLike(own);
            means.put(name, mean);
            Expr w = Expr.of(own);
            Expr a = Expr.of(mean);
            copies.add(engine.set(mean, w));
            moves.add(engine.set(mean, a.plus(w.minus(a).times(Expr.number(() -> share)))));
            exchanges.add(engine.set(new Assign(own, a), new Assign(mean, w)));
          };
      network.state(each);
    }
    copy = engine.together(copies);
    move = engine.together(moves);
    exchange = engine.together(exchanges);
  }

  private void bound(Bound bound) {
    for (Parameter parameter : network.parameters()) {
      boolean named = bound.layers().isEmpty() || bound.layers().contains(parameter.layer());
      if (named && parameter.kind() == Parameter.Kind.WEIGHT) {
        bounds.add(bound.on(network.engine(), parameter.value()));
      }
    }
  }

  /// @param step updates done
  void run(long step) {
    for (int i = 0; i < bounds.size(); i++) { // an iterator would be an object a step
      bounds.get(i).run();
    }
    if (average != null) {
      share = average.share(step, time.steps(), time.stepsPerEpoch());
      if (share > 0) {
        (share == 1 ? copy : move).run();
      }
    }
  }

  /// Whether the last update moved the mean, and running statistics must be collected for it.
  boolean wantsStatistics() {
    return average != null && average.renewsStatistics() && share > 0 && share < 1 && network.tracksStatistics();
  }

  /// Puts what predicts into the network, or back what is trained.
  void predicting(boolean on) {
    if (exchanged != on && average != null) {
      exchange.run();
      exchanged = on;
    }
  }

  /// The network, and what is remembered beside it.
  void state(State s) {
    network.state(average == null ? s : new Both(s, means, exchanged));
  }

  private record Both(State to, Map<String, Matrix> means, boolean exchanged) implements State {
    @Override
    public void matrix(String name, Matrix own) {
      Matrix other = means.getOrDefault(name, own);
      to.matrix(name, exchanged ? own : other);
      to.in("trained").matrix(name, exchanged ? other : own);
    }

    @Override
    public long whole(String name, long value) {
      return to.whole(name, value);
    }

    @Override
    public double real(String name, double value) {
      return to.real(name, value);
    }

    @Override
    public List<String> texts(String name, List<String> value) {
      return to.texts(name, value);
    }
  }
}
