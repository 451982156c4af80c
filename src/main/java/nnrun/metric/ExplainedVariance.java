package nnrun.metric;

import java.util.stream.Stream;
import nnrun.spec.Component;
import nnrun.state.State;
import nnrun.tensor.Matrix;

@Component(
    formula = "1 - Var(t - y) / Var(t), averaged over outputs",
    doc = "r2 that forgives a constant offset. A constant target gives 1 if the errors are all equal, else 0.",
    use = "Beside r2: where they differ, predictions are off by a constant.",
    avoid = "Alone: an offset does not show. See r2.",
    source = "Common knowledge")
public record ExplainedVariance() implements Metric {
  @Override
  public boolean higherIsBetter() {
    return true;
  }

  @Override
  public Tally start(int outputs) {
    return new Tally() {
      private final Spread[] errors = Stream.generate(Spread::new).limit(outputs).toArray(Spread[]::new);
      private final Spread[] spreads = Stream.generate(Spread::new).limit(outputs).toArray(Spread[]::new);

      @Override
      public void add(Matrix predictions, Matrix targets) {
        for (int r = 0; r < predictions.rows(); r++) {
          for (int c = 0; c < outputs; c++) {
            errors[c].add(targets.get(r, c) - predictions.get(r, c));
            spreads[c].add(targets.get(r, c));
          }
        }
      }

      @Override
      public double value() {
        double sum = 0;
        for (int c = 0; c < outputs; c++) {
          sum += Spread.explained(errors[c].value(), spreads[c].value());
        }
        return sum / outputs;
      }

      @Override
      public void state(State s) {
        Spread.states(s.in("errors"), errors);
        Spread.states(s.in("spreads"), spreads);
      }
    };
  }
}
