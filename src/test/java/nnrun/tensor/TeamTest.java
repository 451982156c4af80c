package nnrun.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TeamTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void everyPartOfManyShortWorksRunsOnce(int threads) {
    try (Team team = new Team(threads)) {
      AtomicIntegerArray runs = new AtomicIntegerArray(threads);
      int works = threads > 2 ? 3_000 : 30_000;
      for (int i = 1; i <= works; i++) {
        team.run((part, parts) -> {
          assertThat(parts).isEqualTo(threads);
          runs.incrementAndGet(part);
        });
        for (int part = 0; part < threads; part++) {
          assertThat(runs.get(part)).isEqualTo(i);
        }
      }
    }
  }

  /// 20,000 numbers a row are cut from one row on, and five rows are fewer than eight threads.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void everyRowIsWorkedOnOnce(int threads) {
    try (Engine engine = Engine.of(Precision.FLOAT32, threads)) {
      Matrix matrix = engine.matrix(100, 20_000);
      AtomicIntegerArray visits = new AtomicIntegerArray(100);
      AtomicInteger calls = new AtomicInteger();
      Op work =
          engine.rows(
              matrix,
              (from, to) -> {
                calls.incrementAndGet();
                for (int row = from; row < to; row++) {
                  visits.incrementAndGet(row);
                }
              });
      for (int rows : new int[] {100, 5, 1, 0}) {
        matrix.rows(rows);
        work.run();
        for (int row = 0; row < 100; row++) {
          assertThat(visits.getAndSet(row, 0)).as("row %d of %d", row, rows).isEqualTo(row < rows ? 1 : 0);
        }
        assertThat(calls.getAndSet(0)).isEqualTo(rows == 0 ? 1 : threads);
      }
    }
  }

  @Test
  void whatPartsWriteIsSeenByTheCallerAndByTheNextWork() {
    try (Team team = new Team(3)) {
      long[] sums = new long[3 * 16]; // a cache line apart
      for (int i = 0; i < 5_000; i++) {
        team.run((part, _) -> sums[part * 16] += sums[(part * 16 + 16) % 48] >= 0 ? 1 : 0);
        assertThat(sums[0] + sums[16] + sums[32]).isEqualTo(3L * (i + 1));
      }
    }
  }

  @Test
  void aFailureInAnyPartReachesTheCallerAndTheTeamWorksOn() {
    try (Team team = new Team(3)) {
      for (int i = 0; i < 300; i++) {
        int bad = i % 3;
        assertThatThrownBy(() ->
                team.run((part, _) -> {
                  if (part == bad) {
                    throw new IllegalStateException("part " + bad);
                  }
                }))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("part " + bad);
        assertThatThrownBy(() ->
                team.run((part, _) -> {
                  if (part == bad) {
                    throw new OutOfMemoryError("part " + bad);
                  }
                }))
            .isInstanceOf(OutOfMemoryError.class);
        int[] ran = new int[3];
        team.run((part, _) -> ran[part]++);
        assertThat(ran).containsExactly(1, 1, 1);
      }
    }
  }

  @Test
  void anInterruptedCallerStillWaitsForAllParts() {
    try (Team team = new Team(2)) {
      Thread.currentThread().interrupt();
      int[] ran = new int[2];
      team.run((part, _) -> ran[part]++);
      assertThat(ran).containsExactly(1, 1);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void restingHelpersWakeUp() throws InterruptedException {
    try (Team team = new Team(3)) {
      for (int i = 0; i < 20; i++) {
        Thread.sleep(5); // longer than they spin
        int[] ran = new int[3];
        team.run((part, _) -> ran[part]++);
        assertThat(ran).containsExactly(1, 1, 1);
      }
    }
  }

  @Test
  void aClosedTeamRefusesWork() {
    Team team = new Team(2);
    team.close();
    assertThatThrownBy(() -> team.run((_, _) -> {})).hasMessageContaining("closed");
    assertThatThrownBy(() -> new Team(0)).hasMessageContaining("0 threads");
  }
}
