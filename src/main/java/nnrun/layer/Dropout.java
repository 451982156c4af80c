package nnrun.layer;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Example;
import nnrun.spec.Range;
import nnrun.tensor.Assign;
import nnrun.tensor.Engine;
import nnrun.tensor.Expr;
import nnrun.tensor.Matrix;
import nnrun.tensor.Op;
import nnrun.tensor.Stream;
import org.jspecify.annotations.Nullable;

/// The mask of a step is a function of (seed, layer, step, place): no generator, so it is the same for any number of
/// threads and after a resume.
@Component(
    formula = "training: y = x·m/(1-rate), m = 0 with probability rate else 1; afterwards y = x",
    doc = "Switches units off at random while training, so that none relies on another.",
    use = "After the activations of wide layers, when val.loss rises while train.loss falls.",
    avoid = "After the last layer, in small nets, and where the net does not even fit the training rows.",
    source = "Srivastava et al. 2014")
public record Dropout(
    @Doc("Share of the units switched off") @Example("0.2") @Default("0.5") @Range("[0,1)") double rate,
    @Doc("Scale while training; false scales by 1-rate afterwards, as in the paper") @Default("true") boolean inverted)
    implements Layer {
  @Override
  public boolean passesThrough() {
    return true;
  }

  @Override
  public Reads backwardReads() {
    return Reads.NEITHER;
  }

  @Override
  public Live build(Signal in, Build build) {
    return new LiveDropout(this, in, build);
  }

  private static final class LiveDropout implements Live {
    private final Signal y;
    private final Op drop;
    private final Op keep;
    private final @Nullable Op backward;
    private final Stream masks;
    private long key;

    LiveDropout(Dropout settings, Signal x, Build build) {
      y = build.output(x, x.shape());
      masks = build.stream("mask");
      Engine engine = build.engine();
      Matrix mask = build.perRow(x.size());
      double kept = 1 - settings.rate;
      Expr m = Expr.uniform(() -> key).less(settings.rate).then(0, settings.inverted ? 1 / kept : 1);
      Expr in = Expr.of(x.value());
      drop = engine.set(new Assign(mask, m), new Assign(y.value(), in.times(m)));
      keep = engine.set(y.value(), settings.inverted ? in : in.times(kept));
      backward =
          x.gradient() == null || y.gradient() == null
              ? null
              : engine.set(x.gradient(), Expr.of(y.gradient()).times(Expr.of(mask)));
    }

    @Override
    public Signal output() {
      return y;
    }

    @Override
    public void forward(Pass pass) {
      if (pass.draws()) {
        key = masks.keyAt(pass.step);
        drop.run();
      } else {
        keep.run();
      }
    }

    @Override
    public boolean random() {
      return true;
    }

    @Override
    public void backward(Pass pass) {
      if (backward != null) {
        backward.run();
      }
    }
  }
}
