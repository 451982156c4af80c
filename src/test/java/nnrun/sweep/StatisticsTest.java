package nnrun.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nnrun.config.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Against the values of scipy and statsmodels (`statistics/generate.py`, versions in the file), and against textbooks.
class StatisticsTest {
  private static Map<?, ?> reference;

  @BeforeAll
  static void read() throws IOException {
    reference = (Map<?, ?>) Json.parse(Files.readString(Path.of("src/test/resources/statistics/statistics.json")));
  }

  private static List<Map<?, ?>> cases(String name) {
    return ((List<?>) reference.get(name)).stream().<Map<?, ?>>map(c -> (Map<?, ?>) c).toList();
  }

  private static double number(Map<?, ?> of, String key) {
    return ((Number) of.get(key)).doubleValue();
  }

  private static double[] numbers(Map<?, ?> of, String key) {
    return ((List<?>) of.get(key)).stream().mapToDouble(x -> ((Number) x).doubleValue()).toArray();
  }

  private static void same(double actual, double expected) {
    assertThat(actual).isCloseTo(expected, within(1e-11 * Math.abs(expected) + 1e-300));
  }

  @Test
  void theDistributionOfStudentIsThatOfScipyFarOutAsWell() {
    for (Map<?, ?> c : cases("t")) {
      same(StudentT.twoSided(number(c, "t"), (int) number(c, "df")), number(c, "two_sided"));
      same(StudentT.cdf(number(c, "t"), (int) number(c, "df")), number(c, "cdf"));
    }
    assertThat(cases("t")).hasSize(90);
    assertThat(StudentT.twoSided(Double.POSITIVE_INFINITY, 3)).isZero();
  }

  @Test
  void itsQuantilesAreThoseOfScipyAndOfTheTableInEveryTextbook() {
    for (Map<?, ?> c : cases("quantile")) {
      same(StudentT.quantile(number(c, "p"), (int) number(c, "df")), number(c, "t"));
    }
    assertThat(StudentT.quantile(0.975, 4)).isCloseTo(2.776, within(5e-4)); // Fisher and Yates 1938, table III
    assertThat(StudentT.quantile(0.975, 9)).isCloseTo(2.262, within(5e-4));
  }

  @Test
  void meanDeviationAndIntervalAreThoseOfScipy() {
    for (Map<?, ?> c : cases("sample")) {
      Sample sample = Sample.of(numbers(c, "values"));
      same(sample.mean(), number(c, "mean"));
      same(sample.sd(), number(c, "sd"));
      same(sample.mean() - sample.halfWidth(0.95), number(c, "low"));
      same(sample.mean() + sample.halfWidth(0.95), number(c, "high"));
    }
    assertThat(Sample.of(0.5)).isEqualTo(new Sample(1, 0.5, Double.NaN));
    assertThat(Sample.of(0.5).halfWidth(0.95)).isNaN();
  }

  @Test
  void pairedTestsAreThoseOfScipy() {
    for (Map<?, ?> c : cases("paired")) {
      double[] a = numbers(c, "a");
      double[] b = numbers(c, "b");
      double[] d = numbers(c, "differences"); // rounded, so that equal ones are
      double[] zero = new double[d.length];
      assertThat(PairedTest.t(a, b).p()).isCloseTo(number(c, "t_p"), within(1e-9));
      same(PairedTest.wilcoxon(d, zero).statistic(), number(c, "w"));
      same(PairedTest.wilcoxon(d, zero).p(), number(c, "w_p"));
      PairedTest corrected = PairedTest.corrected(d, zero, number(c, "test_share"));
      assertThat(corrected.statistic()).isCloseTo(number(c, "corrected_t"), within(1e-9));
      assertThat(corrected.p()).isCloseTo(number(c, "corrected_p"), within(1e-9));
    }
  }

  /// Student 1908: hours of sleep gained by ten patients with two drugs. t = 4.0621, p = 0.002833.
  @Test
  void theTwoDrugsOfStudentDiffer() {
    double[] one = {0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};
    double[] other = {1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};
    PairedTest test = PairedTest.t(other, one);
    assertThat(test.statistic()).isCloseTo(4.0621, within(5e-5));
    assertThat(test.p()).isCloseTo(0.002833, within(5e-7));
  }

  @Test
  void whatIsTheSameDoesNotDiffer() {
    double[] a = {0.25, 0.5, 1};
    assertThat(PairedTest.t(a, a)).isEqualTo(new PairedTest(0, 1));
    assertThat(PairedTest.wilcoxon(a, a).p()).isEqualTo(1);
    double[] more = {0.5, 0.75, 1.25};
    assertThat(PairedTest.t(more, a).p()).as("the same difference each time").isZero();
    assertThat(PairedTest.wilcoxon(more, a).p()).as("2 of 8 signs").isEqualTo(0.25);
  }

  @Test
  void severalTestsAreCorrectedAsByStatsmodels() {
    for (Map<?, ?> c : cases("holm")) {
      double[] corrected = Holm.corrected(numbers(c, "p"));
      double[] expected = numbers(c, "corrected");
      for (int i = 0; i < expected.length; i++) {
        same(corrected[i], expected[i]);
      }
    }
  }

  @Test
  void theSharesOfAFullGridAreThoseOfTheAnalysisOfVariance() {
    Map<?, ?> c = (Map<?, ?>) reference.get("importance");
    List<Map<?, ?>> trials = ((List<?>) c.get("trials")).stream().<Map<?, ?>>map(t -> (Map<?, ?>) t).toList();
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String name : List.of("lr", "optimizer")) {
      values.put(name, trials.stream().map(t -> String.valueOf(t.get(name))).toList());
    }
    List<String> points = trials.stream().map(t -> t.get("lr") + " " + t.get("optimizer")).toList();
    Importance.Shares shares =
        Importance.of(values, points, trials.stream().mapToDouble(t -> number(t, "y")).toArray());
    assertThat(shares.shares().get("lr")).isCloseTo(number(c, "lr"), within(1e-9));
    assertThat(shares.shares().get("optimizer")).isCloseTo(number(c, "optimizer"), within(1e-9));
    assertThat(shares.interaction()).isCloseTo(number(c, "interaction"), within(1e-9));
    assertThat(shares.chance()).isCloseTo(number(c, "chance"), within(1e-9));
  }

  /// Eight values of x, each once, y = 1 in the upper half of them. In four classes of two trials the means are 0, 0,
  /// 1, 1: all of the variance. A text that comes once each would explain everything and so nothing.
  @Test
  void numbersThatComeOnceAreBroughtTogether() {
    List<String> x = List.of("0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8");
    double[] y = {0, 1, 0, 1, 0, 1, 0, 1};
    Importance.Shares noise = Importance.of(Map.of("x", x), x, y);
    assertThat(noise.shares().get("x")).as("means of 0.5 in all four classes").isZero();
    double[] step = {0, 0, 0, 0, 1, 1, 1, 1};
    assertThat(Importance.of(Map.of("x", x), x, step).shares().get("x")).isCloseTo(1, within(1e-12));
  }

  @Test
  void withoutVarianceNothingMatters() {
    double[] y = {0.5, 0.5, 0.5};
    Importance.Shares shares = Importance.of(Map.of("x", List.of("1", "2", "3")), List.of("a", "b", "c"), y);
    assertThat(shares).isEqualTo(new Importance.Shares(Map.of("x", 0.0), 0, 0));
  }
}
