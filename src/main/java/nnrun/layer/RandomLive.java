package nnrun.layer;

import java.util.function.LongSupplier;
import nnrun.tensor.Op;
import nnrun.tensor.Stream;
import org.jspecify.annotations.Nullable;

/// A layer that draws random numbers while training and hands its input on afterwards. What a step draws is a function
/// of (seed, layer, step, place).
final class RandomLive implements Layer.Live {
  /// What is done while training, afterwards, and with the gradient of the output; the last may be null.
  record Ops(Op training, Op evaluation, @Nullable Op backward) {}

  private final Signal y;
  private final Stream draws;
  private final Ops ops;
  private long key;

  /// @param ops made from the key of the step
  RandomLive(Signal y, Stream draws, java.util.function.Function<LongSupplier, Ops> ops) {
    this.y = y;
    this.draws = draws;
    this.ops = ops.apply(() -> key);
  }

  @Override
  public Signal output() {
    return y;
  }

  @Override
  public void forward(Pass pass) {
    if (pass.draws()) {
      key = draws.keyAt(pass.step);
      ops.training.run();
    } else {
      ops.evaluation.run();
    }
  }

  @Override
  public boolean random() {
    return true;
  }

  @Override
  public void backward(Pass pass) {
    if (ops.backward != null) {
      ops.backward.run();
    }
  }
}
