package nnrun.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;
import nnrun.tensor.Precision;
import org.junit.jupiter.api.Test;

class VisitorsTest {
  private final Matrix weight = matrix(Precision.FLOAT32, 2, 3);
  private final Matrix bias = matrix(Precision.FLOAT64, 1, 3);

  private static Matrix matrix(Precision precision, int rows, int columns) {
    try (Engine engine = Engine.plain(precision)) {
      return engine.matrix(rows, columns);
    }
  }

  private void state(State s) {
    s.in("dense").matrix("weight", weight);
    s.in("dense").matrix("bias", bias);
    assertThat(s.whole("step", 3)).isEqualTo(3);
    assertThat(s.real("product", 0.5)).isEqualTo(0.5);
    assertThat(s.texts("classes", List.of("a", "b"))).containsExactly("a", "b");
  }

  @Test
  void everyNumberIsCounted() {
    Count count = new Count();
    state(count);
    assertThat(count.numbers()).isEqualTo(2 * 3 + 3);
  }

  @Test
  void theFirstMatrixWithANonFiniteNumberIsNamed() {
    assertThat(firstNonFinite()).isNull();
    bias.set(0, 2, Double.NEGATIVE_INFINITY);
    assertThat(firstNonFinite()).isEqualTo("dense.bias");
    weight.set(1, 2, Double.NaN);
    assertThat(firstNonFinite()).isEqualTo("dense.weight");
  }

  private String firstNonFinite() {
    FirstNonFinite visitor = new FirstNonFinite();
    state(visitor);
    return visitor.found() == null ? null : visitor.found().name();
  }

  @Test
  void equalStatesHaveEqualHashesAndAnyDifferenceChangesThem() {
    assertThat(hash(this::state)).hasSize(64).isEqualTo(hash(this::state));
    Set<String> hashes = new HashSet<>(Set.of(hash(this::state)));
    weight.set(0, 0, -0.0); // equal to 0.0 as a number, not as bits
    assertThat(hashes.add(hash(this::state))).isTrue();
    List<Consumer<State>> others =
        List.of(
            s -> s.matrix("a", matrix(Precision.FLOAT32, 2, 3)),
            s -> s.matrix("b", matrix(Precision.FLOAT32, 2, 3)),
            s -> s.matrix("a", matrix(Precision.FLOAT32, 3, 2)),
            s -> s.matrix("a", matrix(Precision.FLOAT64, 2, 3)),
            s -> s.whole("a", 0),
            s -> s.real("a", 0),
            s -> s.texts("a", List.of()),
            s -> s.texts("a", List.of("bc")),
            s -> s.texts("a", List.of("b", "c")));
    for (Consumer<State> other : others) {
      assertThat(hashes.add(hash(other))).isTrue();
    }
  }

  @Test
  void aSnapshotStaysWhatTheStateWas() {
    Snapshot snapshot = new Snapshot();
    snapshot.take(this::state);
    String then = hash(this::state);
    weight.set(1, 1, 3);
    bias.set(0, 0, 0.1); // not a float32
    assertThat(hash(snapshot::show)).isEqualTo(then).isNotEqualTo(hash(this::state));
    snapshot.take(this::state);
    assertThat(hash(snapshot::show)).isEqualTo(hash(this::state));
    List<Consumer<State>> others =
        List.of(
            s -> s.in("dense").matrix("weight", matrix(Precision.FLOAT32, 1, 2)),
            s -> s.in("dense").in("deeper").matrix("weight", matrix(Precision.FLOAT64, 2, 3)),
            s -> s.reals("means", new double[] {1, 2}),
            this::state,
            s -> {});
    for (Consumer<State> other : others) {
      snapshot.take(other);
      assertThat(hash(snapshot::show)).isEqualTo(hash(other));
    }
  }

  private static String hash(Consumer<State> state) {
    StateHash hash = new StateHash();
    state.accept(hash);
    return hash.hex();
  }
}
