package nnrun.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import nnrun.train.EpochResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveProgressTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private LiveProgress progress(boolean errIsTerminal, boolean quiet) {
    return new LiveProgress(
        new Terminal(InputStream.nullInputStream(), new ByteArrayOutputStream(), err, false, errIsTerminal, Map.of()),
        quiet);
  }

  private static EpochResult epoch() {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("lr", 0.1);
    values.put("train.loss", 0.123456);
    values.put("train.penalty", 0.0);
    values.put("val.accuracy", 0.98);
    values.put("grad.norm", 1.0);
    return new EpochResult(3, 30, 300, values);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1.000",
    "0.123456, 0.1235",
    "12.3456, 12.35",
    "9999.9, 10000",
    "12345.6, 12346",
    "123456, 1.235e+05",
    "0.000123, 1.230e-04",
    "-0.5, -0.5000",
    "NaN, NaN",
    "Infinity, Infinity"
  })
  void aNumberHasFourDigits(double value, String shown) {
    assertThat(LiveProgress.number(value)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({"0.4, 0 s", "59.4, 59 s", "59.6, 1:00 min", "3599, 59:59 min", "3600, 1:00 h", "90061, 25:01 h"})
  void aDurationHasTheTwoUnitsThatCount(double seconds, String shown) {
    assertThat(LiveProgress.duration(seconds)).isEqualTo(shown);
  }

  @Test
  void anEpochShowsTheMeasuresOfItsSplitsAndNoPenaltyWhereThereIsNone() {
    assertThat(LiveProgress.summary(epoch(), 20, true, 12345.6))
        .isEqualTo("epoch  3/20  train.loss 0.1235  val.accuracy 0.9800  12,346 samples/s  best");
  }

  @Test
  void theLiveLineBeginsWithWhatMatters() {
    assertThat(LiveProgress.live(3, 20, 0.45, 0.5, 61, 1000))
        .isEqualTo("epoch 3/20 [####......] loss 0.5000  1:01 min left  1,000 samples/s");
  }

  @Test
  void linesAreTheSameInEveryLanguage() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));
      assertThat(LiveProgress.live(3, 20, 0.45, 0.5, 61, 1000)).contains("loss 0.5000  1:01 min left  1,000");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void onATerminalALineChangesAndIsGoneBeforeTheNext() {
    LiveProgress progress = progress(true, false);
    progress.step(1, 1, 2, 0.5);
    progress.epoch(epoch(), false, 1, 100);
    assertThat(err.toString(UTF_8))
        .matches("\r\033\\[K\033\\[\\?7lepoch 1/0 .*\033\\[\\?7h\r\033\\[Kepoch 3/0 [^\033]*\n");
  }

  @Test
  void elsewhereThereAreWholeLinesWithoutControlCodes() {
    LiveProgress progress = progress(false, false);
    progress.step(1, 1, 2, 0.5);
    progress.epoch(epoch(), false, 1, 100);
    assertThat(err.toString(UTF_8)).isEqualTo("epoch 3/0  train.loss 0.1235  val.accuracy 0.9800  100 samples/s\n");
  }

  @Test
  void aQuietRunSaysNothing() {
    LiveProgress progress = progress(true, true);
    progress.step(1, 1, 2, 0.5);
    progress.epoch(epoch(), true, 1, 100);
    progress.note("note");
    assertThat(err.toString(UTF_8)).isEmpty();
  }

  @Test
  void afterASignalNothingFollows() {
    LiveProgress progress = progress(true, false);
    progress.step(1, 1, 2, 0.5);
    progress.stop();
    err.reset();
    progress.step(1, 2, 2, 0.5);
    progress.epoch(epoch(), true, 1, 100);
    assertThat(err.toString(UTF_8)).isEmpty();
  }
}
