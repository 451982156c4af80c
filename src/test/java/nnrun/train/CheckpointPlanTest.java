package nnrun.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How many epochs lie between two checkpoints.
class CheckpointPlanTest {
  private static CheckpointPlan plan(String everyEpochs, long numbers, long steps, double flops) {
    return CheckpointPlan.of(new TrainSpec.Checkpoints(EpochInterval.parse(everyEpochs), null), numbers, steps, flops);
  }

  private static int[] due(CheckpointPlan plan, int epochs) {
    return IntStream.rangeClosed(1, epochs).filter(epoch -> plan.dueAfterEpoch(epoch, epoch)).toArray();
  }

  /// c = 4 ms + 100,000·15 ns = 5.5 ms; e = 10 µs + 90·1 µs + 10⁸·0.01 ns = 1.1 ms; 50·5.5/1.1 = 250.
  @Test
  void filesHaveAFiftiethOfTheTime() {
    CheckpointPlan plan = plan("auto", 100_000, 90, 1e8);
    assertThat(plan.everyEpochs()).isEqualTo(250);
    assertThat(due(plan, 800)).containsExactly(1, 250, 500, 750);
    assertThat(plan).hasToString("after the first epoch, every 250 epochs, at the end");
  }

  /// 50·4 ms / (10 µs + 1 µs) = 18,181.8...
  @Test
  void evenTheSmallestEpochsAreSavedNowAndThen() {
    assertThat(plan("auto", 0, 1, 0).everyEpochs()).isEqualTo(18_182);
  }

  /// e = 1 s, and 50·c = 0.275 s.
  @Test
  void longEpochsAreAllSaved() {
    CheckpointPlan plan = plan("auto", 100_000, 0, 1e11);
    assertThat(due(plan, 3)).containsExactly(1, 2, 3);
    assertThat(plan).hasToString("every epoch");
  }

  @Test
  void whatTheConfigSaysCounts() {
    CheckpointPlan plan = plan("3", 100_000, 90, 1e8);
    assertThat(due(plan, 10)).containsExactly(3, 6, 9);
    assertThat(plan.dueToShow(250)).as("files are seen to grow as often as by default").isTrue();
    assertThat(plan).hasToString("every 3 epochs, at the end");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1000001", "often", "1.5", ""})
  void otherIntervalsAreRefused(String text) {
    assertThatThrownBy(() -> EpochInterval.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
