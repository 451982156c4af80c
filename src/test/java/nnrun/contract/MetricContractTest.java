package nnrun.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import nnrun.contract.Variants.Variant;
import nnrun.metric.Metric;
import nnrun.spec.Invalid;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;
import nnrun.tensor.Precision;
import nnrun.tensor.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MetricContractTest {
  private static final int ROWS = 700; // two chains of rows and a part of a third
  private static final int[] OUTPUTS = {1, 2, 3, 19};

  static List<Variant<Metric>> metrics() {
    return Variants.of(Metric.class);
  }

  /// Predicted probabilities and true classes of rows.
  private record Rows(Matrix y, Matrix t) {
    static Rows random(Engine engine, int outputs) {
      Stream stream = Stream.of(3).named("rows");
      Rows rows = new Rows(engine.matrix(ROWS, outputs), engine.matrix(ROWS, outputs));
      for (int r = 0; r < ROWS; r++) {
        for (int c = 0; c < outputs; c++) {
          rows.y.set(r, c, Math.round(64 * stream.uniform((long) r * outputs + c)) / 64.0); // some are equal
        }
        int own = (int) (stream.named("class").uniform(r) * Math.max(2, outputs));
        rows.t.set(r, outputs == 1 ? 0 : own, outputs == 1 ? own : 1);
      }
      return rows;
    }

    void add(Metric.Tally tally, Engine engine, int batch) {
      int[] order = new int[ROWS];
      for (int r = 0; r < ROWS; r++) {
        order[r] = r;
      }
      for (int from = 0; from < ROWS; from += batch) {
        int count = Math.min(batch, ROWS - from);
        Matrix someY = engine.matrix(count, y.columns());
        Matrix someT = engine.matrix(count, y.columns());
        nnrun.data.Rows.of(y).gather(order, from, count, someY);
        nnrun.data.Rows.of(t).gather(order, from, count, someT);
        tally.add(someY, someT);
      }
    }
  }

  /// Null where the metric makes no sense of so many outputs.
  private static Metric.@Nullable Tally start(Metric metric, int outputs) {
    try {
      return metric.start(outputs);
    } catch (Invalid _) {
      return null;
    }
  }

  private static double value(Metric metric, int outputs, int batch, Precision precision, boolean perfect) {
    try (Engine engine = Engine.of(precision, 1)) {
      Rows rows = Rows.random(engine, outputs);
      Metric.Tally tally = metric.start(outputs);
      (perfect ? new Rows(rows.t, rows.t) : rows).add(tally, engine, batch);
      return tally.value();
    }
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void theSizeOfABatchAndThePrecisionOfItsNumbersDoNotShow(Variant<Metric> metric) {
    int made = 0;
    for (int outputs : OUTPUTS) {
      if (start(metric.component(), outputs) != null) {
        made++;
        double expected = value(metric.component(), outputs, ROWS, Precision.FLOAT64, false);
        assertThat(expected).isFinite();
        for (int batch : new int[] {1, 7, 256, 300}) {
          assertThat(value(metric.component(), outputs, batch, Precision.FLOAT32, false)).isEqualTo(expected);
        }
      }
    }
    assertThat(made).isPositive();
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void nothingIsBetterThanTheTruth(Variant<Metric> metric) {
    for (int outputs : OUTPUTS) {
      if (metric.component().scalar() && start(metric.component(), outputs) != null) {
        double truth = value(metric.component(), outputs, 300, Precision.FLOAT64, true);
        double guess = value(metric.component(), outputs, 300, Precision.FLOAT64, false);
        if (metric.component().higherIsBetter()) {
          assertThat(truth).isEqualTo(1).isGreaterThan(guess);
        } else {
          assertThat(truth).isLessThan(guess);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void aTallyThatWasSavedInTheMiddleOfAnEpochGoesOn(Variant<Metric> metric) {
    for (int outputs : OUTPUTS) {
      Metric.Tally whole = start(metric.component(), outputs);
      Metric.Tally first = start(metric.component(), outputs);
      Metric.Tally second = start(metric.component(), outputs);
      if (whole != null && first != null && second != null) {
        try (Engine engine = Engine.of(Precision.FLOAT64, 1)) {
          Rows rows = Rows.random(engine, outputs);
          Memory empty = new Memory();
          first.state(empty);
          second.state(empty.load());
          rows.add(whole, engine, 100);
          rows.add(second, engine, 100);
          Memory full = new Memory();
          second.state(full);
          first.state(full.load());
          assertThat(first.value()).isEqualTo(whole.value());
          rows.add(whole, engine, 70);
          rows.add(first, engine, 70);
          assertThat(first.value()).isEqualTo(whole.value());
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void anAskedTallyGoesOn(Variant<Metric> metric) {
    for (int outputs : OUTPUTS) {
      Metric.Tally asked = start(metric.component(), outputs);
      Metric.Tally other = start(metric.component(), outputs);
      if (asked != null && other != null) {
        try (Engine engine = Engine.of(Precision.FLOAT64, 1)) {
          Rows rows = Rows.random(engine, outputs);
          rows.add(asked, engine, 100);
          rows.add(other, engine, 100);
          assertThat(asked.value()).isFinite();
          rows.add(asked, engine, 100);
          rows.add(other, engine, 100);
          assertThat(asked.value()).isEqualTo(other.value());
        }
      }
    }
  }
}
