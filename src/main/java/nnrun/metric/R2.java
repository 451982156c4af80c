package nnrun.metric;

import java.util.stream.Stream;
import nnrun.spec.Component;
import nnrun.state.State;
import nnrun.tensor.Matrix;

@Component(
    formula = "1 - Σ(t - y)² / Σ(t - mean t)², averaged over outputs",
    doc =
        "Share of the target's variance that is explained: 1 is perfect, 0 is as good as the mean. A constant target"
            + " gives 1 if it is met, else 0.",
    use = "To compare regressions of targets in different units.",
    avoid = "On rows whose target hardly varies: small errors make it very negative.",
    source = "Wright 1921")
public record R2() implements Metric {
  @Override
  public boolean higherIsBetter() {
    return true;
  }

  @Override
  public Tally start(int outputs) {
    return new Tally() {
      private final Sum[] residuals = Stream.generate(Sum::new).limit(outputs).toArray(Sum[]::new);
      private final Spread[] spreads = Stream.generate(Spread::new).limit(outputs).toArray(Spread[]::new);

      @Override
      public void add(Matrix predictions, Matrix targets) {
        for (int r = 0; r < predictions.rows(); r++) {
          for (int c = 0; c < outputs; c++) {
            double t = targets.get(r, c);
            double error = t - predictions.get(r, c);
            residuals[c].add(error * error);
            spreads[c].add(t);
          }
        }
      }

      @Override
      public double value() {
        double sum = 0;
        for (int c = 0; c < outputs; c++) {
          sum += Spread.explained(residuals[c].value(), spreads[c].value());
        }
        return sum / outputs;
      }

      @Override
      public void state(State s) {
        Sum.states(s.in("residuals"), residuals);
        Spread.states(s.in("spreads"), spreads);
      }
    };
  }
}
