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

  /// c = 5 ms + 50,000·12 ns = 5.6 ms; e = 5 µs + 395·1 µs + 10⁸·0.01 ns = 1.4 ms; 50·5.6/1.4 = 200.
  @Test
  void filesHaveAFiftiethOfTheTime() {
    CheckpointPlan plan = plan("auto", 50_000, 395, 1e8);
    assertThat(plan.everyEpochs()).isEqualTo(200);
    assertThat(due(plan, 800)).containsExactly(1, 200, 400, 600, 800);
    assertThat(plan).hasToString("after the first epoch, every 200 epochs, at the end");
  }

  /// 50·5 ms / (5 µs + 1 µs) = 41,666.7
  @Test
  void evenTheSmallestEpochsAreSavedNowAndThen() {
    assertThat(plan("auto", 0, 1, 0).everyEpochs()).isEqualTo(41_667);
  }

  /// e = 1 s, and 50·c = 0.28 s.
  @Test
  void longEpochsAreAllSaved() {
    CheckpointPlan plan = plan("auto", 50_000, 0, 1e11);
    assertThat(due(plan, 3)).containsExactly(1, 2, 3);
    assertThat(plan).hasToString("every epoch");
  }

  @Test
  void whatTheConfigSaysCounts() {
    CheckpointPlan plan = plan("3", 50_000, 395, 1e8);
    assertThat(due(plan, 10)).containsExactly(3, 6, 9);
    assertThat(plan.dueToShow(200)).as("files are seen to grow as often as by default").isTrue();
    assertThat(plan).hasToString("every 3 epochs, at the end");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1000001", "often", "1.5", ""})
  void otherIntervalsAreRefused(String text) {
    assertThatThrownBy(() -> EpochInterval.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
