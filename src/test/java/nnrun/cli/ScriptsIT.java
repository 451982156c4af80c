package nnrun.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The scripts that users start from, on small data, through `./nnrun`.
class ScriptsIT {
  private static final Path PROJECT = Path.of("").toAbsolutePath();

  @TempDir private Path folder;

  private record Outcome(int exit, String out, String err) {}

  @BeforeAll
  static void thereIsAShell() {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no /bin/sh");
  }

  private Path config(String name, String expect) throws IOException {
    return Files.writeString(
        folder.resolve(name + ".yaml"),
        """
        data: {source: {type: moons, n: 200}, split: {val: 0.2, test: 0.2}}
        model: [dense: 4, tanh, dense: 2]
        loss: cross_entropy
        optimizer: {type: sgd, lr: 0.1}
        train: {epochs: 2}
        """
            + expect);
  }

  private Outcome run(String... command) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(command));
    all.set(0, PROJECT.resolve(command[0]).toString());
    ProcessBuilder builder = new ProcessBuilder(all).directory(folder.toFile());
    builder.environment().put("RUNS", folder.resolve("made").toString());
    builder.environment().put("REPORTS", folder.resolve("reports").toString());
    builder.environment().put("NNRUN_JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("NNRUN_JVM_OPTS", "-XX:TieredStopAtLevel=1 -Dnnrun.lanes=0");
    Process process =
        builder
            .redirectInput(new File("/dev/null"))
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Outcome(
        process.exitValue(), Files.readString(folder.resolve("out")), Files.readString(folder.resolve("err")));
  }

  @Test
  void aLoopOverSeedsGoesOnWhereItWasAndEndsInTheirMean() throws Exception {
    String config = config("moons", "").toString();
    assertThat(run("nnrun", "train", config, "--seed", "0", "--run-dir", "made/seed-0", "-q").exit).isZero();
    Outcome both = run("scripts/seeds.sh", config, "0", "1");
    assertThat(both.exit).as(both.err).isZero();
    assertThat(both.err).contains("seed-0 is finished").doesNotContain("exit code");
    List<String> lines = both.out.lines().toList();
    assertThat(lines.subList(1, 3)).extracting(line -> line.split(" +")[0]).containsExactly("seed-0", "seed-1");
    double first = loss(lines.get(1));
    double second = loss(lines.get(2));
    assertThat(lines.getLast()).startsWith("mean val.loss of 2 seeds: ");
    assertThat(Double.parseDouble(lines.getLast().split(": ")[1])).isCloseTo((first + second) / 2, within(1e-3));
  }

  @Test
  void aMeasureThatNoRunHasIsNoMeanOfZero() throws Exception {
    Path config = config("moons", "");
    Files.writeString(config, Files.readString(config).replace("val: 0.2, ", ""));
    Outcome outcome = run("scripts/seeds.sh", config.toString(), "0");
    assertThat(outcome.out.lines().toList().getLast())
        .isEqualTo("no finished run has val.loss; name another measure, as in BY=train.loss");
  }

  private static double loss(String line) {
    return Double.parseDouble(line.split(" +")[4]);
  }

  @Test
  void valuesAndSeedsAreTrainedSeveralAtATime() throws Exception {
    Outcome outcome = run("scripts/parallel.sh", config("moons", "").toString(), "optimizer.lr", "0.1");
    assertThat(outcome.exit).as(outcome.err).isZero();
    assertThat(outcome.out.lines()).hasSize(4).anyMatch(line -> line.contains("0.1-seed2"));
  }

  @Test
  void aTableOfLearningRatesHasARowForTheOneThatDiverged() throws Exception {
    Outcome outcome = run("scripts/lr-table.sh", config("moons", "").toString(), "0.1", "1e40");
    assertThat(outcome.exit).as(outcome.err).isZero();
    assertThat(outcome.err).contains("1e40: diverged").containsPattern("0.1: val.loss 0\\.\\d+");
    assertThat(outcome.out.lines().skip(1).map(line -> line.replaceAll(".* (finished|diverged) .*", "$1")))
        .startsWith("finished", "diverged")
        .last()
        .asString()
        .startsWith("best: " + folder.resolve("made"));
  }

  @Test
  void aJobOfCiEndsInTheExitCodeOfTheFirstFailure() throws Exception {
    Path good = config("good", "expect: [no_nan, val.loss < 10]\n");
    Path bad = config("bad", "expect: [val.loss < 0]\n");
    Outcome outcome = run("scripts/ci-example.sh", bad.toString(), good.toString());
    assertThat(outcome.exit).as(outcome.err).isEqualTo(ExitCode.EXPECTATION_NOT_MET.code());
    assertThat(outcome.out).endsWith("bad: exit code 9\ngood: exit code 0\n");
    assertThat(folder.resolve("reports/bad.xml")).content().contains("<failure", "val.loss &lt; 0");
    assertThat(folder.resolve("reports/good.xml")).content().contains("failures=\"0\"");
  }

  /// Names, states and hard links of one run: what is looked at is read ten thousand times all the same.
  @Test
  void tenThousandRunsAreListedInALittleHeap() throws Exception {
    Path config = config("moons", "");
    Path one = folder.resolve("one");
    assertThat(run("nnrun", "train", config.toString(), "--run-dir", one.toString(), "-q").exit).isZero();
    Path runs = Files.createDirectories(folder.resolve("many"));
    for (int i : IntStream.range(0, 10_000).toArray()) {
      Path run = Files.createDirectory(runs.resolve("r" + i));
      for (String file : List.of("summary.json", "config.resolved.yaml")) {
        Files.createLink(run.resolve(file), one.resolve(file));
      }
    }
    Files.writeString(Files.createDirectory(runs.resolve("torn")).resolve("summary.json"), "{\"status\": ");
    Files.createDirectory(runs.resolve("without-anything"));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    long start = System.nanoTime();
    Outcome all =
        run(
            java,
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-jar",
            PROJECT.resolve("target/nnrun.jar").toString(),
            "runs",
            "--runs-dir",
            runs.toString(),
            "--csv");
    double seconds = (System.nanoTime() - start) / 1e9;
    assertThat(all.exit).as(all.err).isZero();
    assertThat(all.out.lines()).hasSize(10_003);
    assertThat(all.out.lines().filter(line -> line.contains("finished"))).hasSize(10_000);
    assertThat(all.out.lines().filter(line -> line.contains("broken")))
        .satisfiesExactly(
            line -> assertThat(line).contains("torn"), line -> assertThat(line).contains("without-anything"));
    assertThat(seconds).as("3 s on a quiet machine").isLessThan(15);
  }
}
