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

/// Questions about four folders written by hand: `slow` and `fast` are finished, `torn` diverged, `junk` is no run.
class RunsOfManyTest {
  @TempDir private Path runs;

  @BeforeEach
  void write() throws IOException {
    run("slow", 0.001, 0, "finished", List.of(0.9, 0.5, 0.4), 0.8);
    run("fast", 0.1, 1, "finished", List.of(0.7, 0.3, 0.6), 0.75);
    run("torn", 10, 2, "diverged", List.of(0.8), 0);
    Files.createDirectories(runs.resolve("junk"));
  }

  /// @param valLoss by epoch
  private void run(String name, double lr, int seed, String status, List<Double> valLoss, double testAccuracy)
      throws IOException {
    Path run = Files.createDirectories(runs.resolve(name));
    Files.writeString(
        run.resolve("config.resolved.yaml"),
        """
        name: %s
        seed: %d
        data: {source: {type: moons}, split: {val: 0.2, test: 0.2}}
        model:
          - {type: dense, units: 2, name: logits}
        loss: {type: cross_entropy}
        optimizer: {type: adam, lr: %s}
        train: {epochs: %d}
        metrics: [{type: accuracy}]
        expect: []
        """
            .formatted(name, seed, lr, valLoss.size()));
    StringBuilder metrics = new StringBuilder("epoch,step,samples,val.loss\n");
    StringBuilder timing = new StringBuilder("epoch,seconds,samples_per_second\n");
    for (int i = 0; i < valLoss.size(); i++) {
      metrics.append(i + 1).append(",1,1,").append(valLoss.get(i)).append('\n');
      timing.append(i + 1).append(",0.25,100\n");
    }
    Files.writeString(run.resolve("metrics.csv"), metrics);
    Files.writeString(run.resolve("timing.csv"), timing);
    Files.writeString(
        run.resolve("run.json"),
        Json.pretty(Map.of("nnrun", "1", "git", Map.of("commit", "c" + seed), "data", List.of())));
    double best = valLoss.stream().min(Double::compare).orElseThrow();
    Map<String, Object> summary = new LinkedHashMap<>(Map.of("status", status, "epochs", valLoss.size()));
    summary.put("final", Map.of("val.loss", valLoss.getLast()));
    if (status.equals("finished")) {
      summary.putAll(Map.of("best_epoch", valLoss.indexOf(best) + 1, "best_by", "val.loss"));
      summary.putAll(Map.of("best", Map.of("val.loss", best), "test", Map.of("accuracy", testAccuracy)));
    }
    Files.writeString(run.resolve("summary.json"), Json.pretty(summary));
  }

  private String run(String name) {
    return runs.resolve(name).toString();
  }

  private static String out(String... command) {
    Cli cli = Cli.run(command);
    assertThat(cli.exit()).as(cli.err()).isZero();
    return cli.out();
  }

  @Test
  void aRunIsAskedForWhateverItKnows() {
    assertThat(out("get", run("fast"), "val.loss", "val.loss@best", "val.loss@last", "val.loss@1", "final.val.loss"))
        .isEqualTo("0.6\n0.3\n0.6\n0.7\n0.6\n");
    assertThat(out("get", run("fast"), "best_epoch", "status", "seconds", "test.accuracy", "git.commit"))
        .isEqualTo("2\nfinished\n0.75\n0.75\nc1\n");
    assertThat(out("get", run("fast"), "optimizer.lr", "optimizer", "model.logits.units", "model.0.units", "seed"))
        .isEqualTo("0.1\nadam\n2\n2\n1\n");
    assertThat(out("get", run("fast"), "val.loss", "seed", "--csv")).isEqualTo("val.loss,seed\n0.6,1\n");
    assertThat(Json.parse(out("get", run("fast"), "val.loss@2", "--json"))).isEqualTo(Map.of("val.loss@2", 0.3));
  }

  @Test
  void whereTheWeightsOfTheBestEpochAreKeptAMeasureIsThatOfTheBestEpoch() throws IOException {
    Path summary = runs.resolve("fast/summary.json");
    Files.writeString(summary, Files.readString(summary).replaceFirst("\\{", "{\"ends_in_best\": true,"));
    assertThat(out("get", run("fast"), "val.loss", "val.loss@last")).isEqualTo("0.3\n0.6\n");
  }

  @Test
  void whatARunDoesNotKnowIsNamedWithTheNearest() {
    Cli cli = Cli.run("get", run("fast"), "val.los", "val.loss@9", "test.accuracy@best", "optimiser.lr");
    assertThat(cli.exit()).isEqualTo(ExitCode.BAD_INPUT.code());
    assertThat(cli.out()).isEmpty();
    assertThat(cli.err())
        .contains("has no val.los; did you mean val.loss?")
        .contains("has no epoch 9; its last is 3")
        .contains("the test rows are measured once")
        .contains("did you mean optimizer.lr?");
    assertThat(out("get", run("torn"), "val.loss@best", "--default", "-")).isEqualTo("-\n");
    assertThat(Cli.run("get", run("junk"), "val.loss").err()).contains("is no run folder");
  }

  @Test
  void theBestIsThatOfLessLossOrOfMoreAccuracyAmongFinishedRuns() {
    assertThat(out("best", runs.toString(), "--by", "val.loss")).isEqualTo(run("slow") + "\n");
    assertThat(out("best", runs.toString(), "--by", "val.loss@best")).isEqualTo(run("fast") + "\n");
    assertThat(out("best", run("fast"), run("slow"), "--by", "test.accuracy")).isEqualTo(run("slow") + "\n");
    assertThat(out("best", runs.toString(), "--by", "test.accuracy", "--min")).isEqualTo(run("fast") + "\n");
    assertThat(out("best", runs.toString(), "--by", "val.loss", "--csv"))
        .isEqualTo("run,val.loss\n" + run("slow") + ",0.4\n");
    Cli cli = Cli.run("best", runs.toString(), "--by", "val.loss");
    assertThat(cli.err()).contains("junk: no config.resolved.yaml", "0.4000, the best of 2; 2 not finished, broken");
    assertThat(Cli.run("best", runs.toString(), "--by", "val.lss").err()).contains("did you mean val.loss?");
    assertThat(Cli.run("best", run("torn"), "--by", "val.loss").err()).contains("no finished run");
  }

  @Test
  void runsAreChosenAndSortedByWhateverTheyKnow() throws IOException {
    String folder = runs.toString();
    Cli chosen =
        Cli.run(
            "runs",
            "--runs-dir",
            folder,
            "--filter",
            "val.loss < 0.9",
            "--sort",
            "val.loss",
            "--show",
            "seed,val.loss",
            "--csv");
    assertThat(chosen.out())
        .isEqualTo("run,status,seed,val.loss\nslow,finished,0,0.4\nfast,finished,1,0.6\ntorn,diverged,2,0.8\n");
    assertThat(chosen.err()).isEqualTo("junk: broken: no config.resolved.yaml\n");
    assertThat(names("--filter", "status == finished", "--sort", "optimizer.lr", "--reverse"))
        .containsExactly("fast", "slow");
    assertThat(names("--filter", "optimizer.lr >= 0.1", "--filter", "status != finished")).containsExactly("torn");
    assertThat(names("--sort", "test.accuracy")).as("those without it last").startsWith("fast", "slow").hasSize(4);
    Cli wrong = Cli.run("runs", "--runs-dir", folder, "--filter", "val.loss => 1");
    assertThat(wrong.exit()).isEqualTo(ExitCode.BAD_INPUT.code());
    assertThat(wrong.err()).contains("=> is no relation; did you mean >=?", "| val.loss => 1\n      |          ^");
    Files.writeString(runs.resolve("fast/summary.json"), "{");
    assertThat(out("runs", "--runs-dir", folder)).contains("broken: ", "slow");
  }

  private List<String> names(String... options) {
    List<String> command = new ArrayList<>(List.of("runs", "--runs-dir", runs.toString(), "--csv"));
    command.addAll(List.of(options));
    return out(command.toArray(String[]::new))
        .lines()
        .skip(1)
        .map(line -> line.substring(0, line.indexOf(',')))
        .toList();
  }

  @Test
  void twoRunsDifferInConfigCodeAndMeasures() {
    String csv = out("diff", run("slow"), run("fast"), "--csv");
    assertThat(csv.lines())
        .containsExactly(
            "of,what,a,b",
            "config,optimizer.lr,0.001,0.1",
            "config,seed,0,1",
            "code,git.commit,c0,c1",
            "measures,final.val.loss,0.4,0.6",
            "measures,best.val.loss,0.4,0.3",
            "measures,test.accuracy,0.8,0.75",
            "measures,best_epoch,3,2");
    Cli same = Cli.run("diff", run("slow"), run("slow"));
    assertThat(same.exit() + same.out() + same.err()).isEqualTo("0the same config, data, code and measures\n");
    assertThat(out("diff", run("slow"), run("torn"))).containsPattern("measures +best.val.loss +0.4000 +-");
  }
}
