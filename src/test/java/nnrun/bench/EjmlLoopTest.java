package nnrun.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import nnrun.data.Dataset;
import nnrun.tensor.Engine;
import nnrun.tensor.Precision;
import nnrun.train.EpochResult;
import nnrun.train.Trainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A peer that computes something else proves nothing by being slower.
class EjmlLoopTest {
  private static final int STEPS = 5;

  /// From the same weights on the same batches, with sums in another order: float32 has 6e-8 of relative rounding, and
  /// some hundred operations stand between a weight and the loss.
  @ParameterizedTest
  @CsvSource({
    "W1, 2-8-8-1",
    "W2, 6-12-7-2",
    "W3, 20-12-9-4",
    "W4, 20-33-33-4",
    "W5, 20-16-16-16-16-4",
    "W6, 20-16-9-3-9-16-20"
  })
  void afterEachOfFiveStepsTheLossIsThatOfNnrun(String name, String widths) throws Exception {
    Workload w = Workload.named(name).small(widths, 0);
    try (Engine engine = Engine.of(Precision.FLOAT32, 1)) {
      Dataset rows = WorkloadBench.data(w, engine);
      Trainer trainer = WorkloadBench.trainer(w, rows, engine, w.rate);
      EjmlLoop loop = new EjmlLoop(w, w.rate);
      loop.begin(rows, trainer.training().network().parameters());
      Iterator<Double> mine = meanLosses(trainer).iterator();
      double sum = 0;
      for (int step = 1; step <= STEPS; step++) {
        sum += loop.step();
        double mean = mine.next();
        assertThat(sum / step).as("mean loss of %s steps", step).isCloseTo(mean, within(2e-5 * Math.abs(mean)));
      }
    }
  }

  /// After each step of the first epoch, the mean of the losses so far.
  private static List<Double> meanLosses(Trainer trainer) {
    List<Double> means = new ArrayList<>();
    Trainer.Listener listener =
        new Trainer.Listener() {
          @Override
          public void step(int epoch, int batch, int batches, double loss) {
            means.add(loss);
          }

          @Override
          public void epoch(EpochResult result, boolean best) {
            throw new WorkloadBench.Enough();
          }
        };
    assertThatThrownBy(() -> trainer.run(listener)).isInstanceOf(WorkloadBench.Enough.class);
    return means;
  }

  @Test
  void withDropoutTheLossFalls() {
    EjmlLoop loop = new EjmlLoop(Workload.named("W4").small("20-64-64-4", 0.5), 0.01);
    double first = mean(loop, 25);
    mean(loop, 200);
    assertThat(mean(loop, 25)).isLessThan(0.8 * first);
  }

  private static double mean(EjmlLoop loop, int steps) {
    double sum = 0;
    for (int i = 0; i < steps; i++) {
      sum += loop.step();
    }
    return sum / steps;
  }
}
