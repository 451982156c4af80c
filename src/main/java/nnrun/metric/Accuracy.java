package nnrun.metric;

import nnrun.spec.Component;
import nnrun.state.State;
import nnrun.tensor.Matrix;

@Component(
    formula = "right / all",
    doc = "Share of the rows whose most probable class is the right one.",
    use = "For classes of about one size.",
    avoid = "For rare classes: always saying no is right 99 times of 100. See confusion.",
    source = "Common knowledge")
public record Accuracy() implements Metric {
  @Override
  public boolean higherIsBetter() {
    return true;
  }

  @Override
  public boolean needsClasses() {
    return true;
  }

  @Override
  public Tally start(int outputs) {
    return new Tally() {
      private long right;
      private long all;

      @Override
      public void add(Matrix predictions, Matrix targets) {
        for (int r = 0; r < predictions.rows(); r++) {
          right += Classes.of(predictions, r) == Classes.of(targets, r) ? 1 : 0;
        }
        all += predictions.rows();
      }

      @Override
      public double value() {
        return (double) right / all;
      }

      @Override
      public void state(State s) {
        right = s.whole("right", right);
        all = s.whole("all", all);
      }
    };
  }
}
