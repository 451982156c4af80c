package nnrun.schedule;

import java.util.function.ToDoubleFunction;
import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Inline;
import nnrun.spec.Rule;
import nnrun.state.Hyper;
import nnrun.state.State;

@Component(
    formula = "η_t = η·(t+1)/w for t < w, then another schedule",
    doc = "Begins with small steps while the moving means of the optimizer settle, then hands over.",
    use = "With large batches or rates, and before cosine in deep nets.",
    avoid = "In short runs: it is spent before the net has learned.",
    source = "Goyal et al. 2017")
@Rule(
    needs = {"steps", "epochs"},
    says = "say how long it warms up: steps: 500 or epochs: 1")
public record Warmup(
    @Inline Length length,
    @Doc("The schedule afterwards, which spans the rest of the run") @Default("constant") Schedule then)
    implements Schedule {
  @Override
  public Live start(Time time, double lr, double momentum) {
    long warm = length.in(time);
    Live rest = then.start(new Time(Math.max(1, time.steps() - warm), time.stepsPerEpoch()), lr, momentum);
    return new Live() {
      private boolean warming;

      @Override
      public void drive(long t, Hyper hyper) {
        warming = t < warm;
        if (warming) {
          hyper.lr = lr * (t + 1) / warm;
          hyper.momentum = momentum;
        } else {
          rest.drive(t - warm, hyper);
        }
      }

      @Override
      public void observe(ToDoubleFunction<String> measures) {
        if (!warming) { // the last update of the epoch was one of the rest
          rest.observe(measures);
        }
      }

      @Override
      public void state(State s) {
        rest.state(s);
      }
    };
  }
}
