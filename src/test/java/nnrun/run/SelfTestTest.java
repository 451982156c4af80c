package nnrun.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The bytes that nnrun doctor expects are those that every machine gets.
class SelfTestTest {
  @Test
  void anyNumberOfThreadsGivesTheBytesThatAreExpected() {
    for (int threads : new int[] {1, 2, 3, 8}) {
      SelfTest.Bytes bytes = SelfTest.bytes(threads);
      assertThat(bytes.right()).as(bytes.hash()).isTrue();
    }
  }

  @Test
  void theSpeedIsThatOfTheOperationsDone() {
    SelfTest.Speed speed = SelfTest.speed(1, 0.2);
    long forward = 2L * (256 * 256 + 256 * 256 + 256 * 10); // of the three products, a row
    double products = 3 * forward * speed.samplesPerSecond() / 1e9;
    assertThat(speed.samplesPerSecond()).isPositive();
    assertThat(speed.gigaflops()).isBetween(products, 1.05 * products); // biases and relu are operations too
  }
}
