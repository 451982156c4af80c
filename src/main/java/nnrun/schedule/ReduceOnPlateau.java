package nnrun.schedule;

import java.util.function.ToDoubleFunction;
import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.state.Hyper;
import nnrun.state.State;

@Component(
    formula = "η *= factor when the measure has not improved for more than patience epochs",
    doc = "Cuts the rate when a measure stops getting better. The one schedule with memory.",
    use = "When the length of the run is not known, and there are validation rows.",
    avoid = "With noisy measures and little patience: it cuts on noise.",
    source = "Common knowledge")
public record ReduceOnPlateau(
    @Doc("Measure watched, as in metrics.csv") @Default("val.loss") String monitor,
    @Doc("min where smaller is better, max where larger is") @Default("min") Mode mode,
    @Doc("Factor of each cut") @Default("0.1") @Range("(0,1)") double factor,
    @Doc("Epochs without improvement that are borne") @Default("10") @Range("[0,1000000]") int patience,
    @Doc("What counts as an improvement") @Default("1e-4") @Range("[0,inf)") double threshold,
    @Doc("rel: threshold is a share of the best value; abs: a difference") @Default("rel") ThresholdMode thresholdMode,
    @Doc("Epochs after a cut that are not counted") @Default("0") @Range("[0,1000000]") int cooldown,
    @Doc("The rate falls no lower") @Default("0") @Range("[0,inf)") double minLr,
    @Doc("A cut smaller than this is not made") @Default("1e-8") @Range("[0,inf)") double eps)
    implements Schedule {
  /// Which way is better.
  public enum Mode {
    MIN,
    MAX
  }

  /// How the threshold is meant.
  public enum ThresholdMode {
    REL,
    ABS
  }

  @Override
  public Live start(Time time, double lr, double momentum) {
    return new Plateau(this, lr, momentum);
  }

  private boolean better(double value, double best) {
    double margin = thresholdMode == ThresholdMode.REL ? threshold * best : threshold;
    return mode == Mode.MIN ? value < best - margin : value > best + margin;
  }

  private static final class Plateau implements Live {
    private final ReduceOnPlateau settings;
    private final double momentum;
    private double lr;
    private double best;
    private boolean seen;
    private long bad;
    private long cooling;

    Plateau(ReduceOnPlateau settings, double lr, double momentum) {
      this.settings = settings;
      this.lr = lr;
      this.momentum = momentum;
    }

    @Override
    public void drive(long t, Hyper hyper) {
      hyper.lr = lr;
      hyper.momentum = momentum;
    }

    @Override
    public void observe(ToDoubleFunction<String> measures) {
      double value = measures.applyAsDouble(settings.monitor);
      if (!Double.isFinite(value)) {
        bad++;
      } else if (!seen || settings.better(value, best)) {
        best = value;
        seen = true;
        bad = 0;
      } else {
        bad++;
      }
      if (cooling > 0) {
        cooling--;
        bad = 0;
      }
      if (bad > settings.patience) {
        double next = Math.max(lr * settings.factor, settings.minLr);
        if (lr - next > settings.eps) {
          lr = next;
        }
        cooling = settings.cooldown;
        bad = 0;
      }
    }

    @Override
    public void state(State s) {
      lr = s.real("lr", lr);
      best = s.real("best", best);
      seen = s.whole("seen", seen ? 1 : 0) == 1;
      bad = s.whole("bad", bad);
      cooling = s.whole("cooling", cooling);
    }
  }
}
