package nnrun.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TicksTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0     | 1     | 5 | 0 0.2 0.4 0.6 0.8 1.0",
        "0.5   | 0.97  | 6 | 0.5 0.6 0.7 0.8 0.9 1.0",
        "-3    | 4     | 4 | -4 -2 0 2 4",
        "0     | 7e6   | 4 | 0 2e6 4e6 6e6 8e6",
        "0     | 3e-7  | 3 | 0 1e-7 2e-7 3e-7"
      })
  void linearStepsAreOneTwoOrFiveTimesAPowerOfTen(double low, double high, int steps, String texts) {
    assertThat(Ticks.linear(low, high, steps, false).texts()).containsExactly(texts.split(" "));
  }

  @Test
  void wholeAxesHaveNoTicksBetweenWholeNumbers() {
    assertThat(Ticks.linear(1, 3, 10, true).texts()).containsExactly("1", "2", "3");
    assertThat(Ticks.linear(1, 3, 10, false).texts()).contains("1.2");
  }

  @Test
  void fewDecadesHaveTwosAndFives() {
    Ticks ticks = Ticks.logarithmic(0.03, 1.5, 6);
    assertThat(ticks.texts()).containsExactly("0.02", "0.05", "0.1", "0.2", "0.5", "1", "2");
  }

  @Test
  void manyDecadesHavePowersOfTenOnAnAxisThatEndsNearTheData() {
    Ticks ticks = Ticks.logarithmic(3e-12, 1.5, 6);
    assertThat(ticks.texts()).containsExactly("1e-9", "1e-6", "0.001", "1");
    assertThat(List.of(ticks.low(), ticks.high())).containsExactly(2e-12, 2.0);
  }

  @ParameterizedTest
  @CsvSource({
    "0.123456,0.1235",
    "1,1",
    "-0.5,-0.5",
    "0,0",
    "123456.7,123500",
    "1234567,1.235e6",
    "0.00001234,1.234e-5",
    "NaN,NaN"
  })
  void shortTextsHaveFourDigits(double value, String text) {
    assertThat(Ticks.shortText(value)).isEqualTo(text);
  }

  @Test
  void exactTextsHaveAllDigits() {
    assertThat(Ticks.exactText(123456)).isEqualTo("123456");
    assertThat(Ticks.exactText(0.1)).isEqualTo("0.1");
  }
}
