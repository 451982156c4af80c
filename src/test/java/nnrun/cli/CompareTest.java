package nnrun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nnrun.config.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A sweep of two parameters whose numbers are easy to follow. The differences of `b` from the best, `a`, are 0.01,
/// 0.02, 0.03: their mean is 0.02, their standard deviation 0.01, so t = 0.02/(0.01/√3) = √12, and with two degrees of
/// freedom p = 1 - t/√(t² + 2) = 1 - √(12/14) = 0.0742. Those of `c` are 0.20, 0.21, 0.22: t² = 3·21² = 1323 and p = 1
/// - √(1323/1325) = 0.000755, times 2 for two comparisons 0.00151. `d` has one seed, `e` none that did not diverge.
class CompareTest {
  private static final String HEADER =
      "trial,point,status,reason,seed,fold,optimizer,optimizer.lr,epochs,best_epoch,objective,seconds\n";

  @TempDir private Path sweep;

  @BeforeEach
  void write() throws IOException {
    StringBuilder csv = new StringBuilder(HEADER);
    add(csv, "c", "sgd", "0.1", 0.70, 0.71, 0.72);
    add(csv, "a", "\"{type: adam, beta2: 0.99}\"", "0.01", 0.90, 0.92, 0.94);
    add(csv, "b", "sgd", "0.01", 0.89, 0.90, 0.91);
    add(csv, "d", "\"{type: adam, beta2: 0.99}\"", "0.1", 0.75);
    csv.append("t-e-0,e,diverged,loss became NaN,0,,sgd,10,1,,,0.5\n");
    Files.writeString(sweep.resolve("trials.csv"), csv);
    Files.writeString(sweep.resolve("sweep.yaml"), "base: base.yaml\nobjective: {maximize: val.accuracy}\nfolds: 0\n");
  }

  private static void add(StringBuilder csv, String point, String optimizer, String lr, double... objective) {
    for (int seed = 0; seed < objective.length; seed++) {
      csv.append(
          "t-%s-%d,%s,finished,,%d,,%s,%s,5,4,%s,1.5\n"
              .formatted(point, seed, point, seed, optimizer, lr, objective[seed]));
    }
  }

  private Cli compare(String... options) {
    List<String> command = new ArrayList<>(List.of("compare", sweep.toString()));
    command.addAll(List.of(options));
    Cli cli = Cli.run(command.toArray(String[]::new));
    assertThat(cli.exit()).as(cli.err()).isZero();
    return cli;
  }

  @Test
  void theBestComesFirstAndWhatMayBeAsGoodIsMarked() {
    String text = compare().out();
    assertThat(text.lines().skip(2).limit(6).map(line -> line.replaceAll(" {2,}", "|")))
        .containsExactly(
            "|optimizer|optimizer.lr|val.accuracy|95 % interval|n|p",
            // 0.92 ± 4.303·0.02/√3
            "*|{type: adam, beta2: 0.99}|0.01|0.9200 ± 0.0200|0.8703 to 0.9697|3",
            "=|sgd|0.01|0.9000 ± 0.0100|0.8752 to 0.9248|3|0.074",
            "?|{type: adam, beta2: 0.99}|0.1|0.7500|1",
            "|sgd|0.1|0.7100 ± 0.0100|0.6852 to 0.7348|3|0.002",
            "-|sgd|10|diverged|0 of 1");
    assertThat(text)
        .startsWith("val.accuracy, more is better: mean ± standard deviation")
        .contains("*: the best mean", "=: not told apart from the best, so it may be as good: paired t test")
        .contains("no mark: worse than the best, p <= 0.05", "?: no test is possible", "-: no trial of it is finished")
        .contains("corrected for 2 comparisons (Holm)", "val.accuracy by optimizer.lr");
  }

  @Test
  void programsGetAllDigitsAndWords() {
    Map<String, Map<?, ?>> points = new LinkedHashMap<>();
    Map<?, ?> json = (Map<?, ?>) Json.parse(compare("--json").out());
    for (Object point : (List<?>) json.get("points")) {
      Map<?, ?> map = (Map<?, ?>) point;
      points.put(String.valueOf(map.get("point")), map);
    }
    assertThat(points.keySet()).containsExactly("a", "b", "d", "c", "e");
    assertThat(points.values())
        .extracting(p -> (Object) p.get("mark"))
        .containsExactly("best", "tied", "unknown", "worse", "none");
    assertThat((double) points.get("b").get("p")).isBetween(0.07417, 0.07419);
    assertThat((double) points.get("c").get("p")).isBetween(0.001509, 0.001511);
    assertThat(json.get("better")).isEqualTo("more");
    assertThat(compare("--csv").out().lines().toList())
        .hasSize(6)
        .startsWith("point,optimizer,optimizer.lr,mean,sd,low,high,n,trials,p,mark")
        .contains("e,sgd,10,,,,,0,1,,none");
  }

  /// Of three pairs that all differ in one direction, 2 of 8 signs lead as far out: p = 0.25, twice.
  @Test
  void ranksOfThreeSeedsTellNothingApart() {
    assertThat(compare("--ranks").out()).contains("Wilcoxon's signed-rank test").doesNotContain("no mark:");
  }

  /// With five folds the variance of the mean difference is (1/3 + 1/4)·sd² in place of sd²/3: t of c is
  /// 0.21/(0.01·√(7/12)) = 27.5, p = 1 - √(t²/(t² + 2)) = 0.00132, and 0.0026 for two comparisons.
  @Test
  void foldsShareTheirTrainingRowsAndSoTheirTestIsCorrected() throws IOException {
    Files.writeString(sweep.resolve("sweep.yaml"), "folds: 5\nobjective: {maximize: val.accuracy}\n");
    assertThat(compare().out())
        .contains("Nadeau and Bengio's t test")
        .containsPattern("sgd +0\\.1 +0.7100.* 0\\.003\n");
  }

  @Test
  void lessIsBetterOfALoss() throws IOException {
    Files.writeString(sweep.resolve("sweep.yaml"), "objective: {minimize: val.loss}\n");
    assertThat(compare("--csv").out().lines().skip(1).findFirst().orElseThrow()).startsWith("c,").endsWith("best");
  }

  @Test
  void whatIsNoSweepOrNotYetOneIsSaid() throws IOException {
    Files.writeString(sweep.resolve("trials.csv"), HEADER);
    Cli empty = Cli.run("compare", sweep.toString());
    assertThat(empty.exit()).isEqualTo(ExitCode.BAD_INPUT.code());
    assertThat(empty.err()).contains("no trial has begun");
    Files.writeString(sweep.resolve("trials.csv"), "a,b\n1,2\n");
    assertThat(Cli.run("compare", sweep.toString()).exit()).isEqualTo(ExitCode.DAMAGED.code());
    assertThat(Cli.run("compare", sweep.resolve("none").toString()).err()).contains("no such folder");
  }
}
