package nnrun.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sweeps by several processes, which are killed.
class SweepIT {
  private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();
  private static final Path JAR = Path.of("target", "nnrun.jar").toAbsolutePath();
  private static final int GOOD = 19;
  private static final int BAD = 5;

  @TempDir private Path folder;

  /// The jar where there is one, and else the classes under test.
  private static List<String> nnrun(String... arguments) {
    List<String> command =
        new ArrayList<>(List.of(JAVA, "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dnnrun.lanes=0"));
    command.addAll(
        Files.exists(JAR)
            ? List.of("-jar", JAR.toString())
            : List.of(
                "--add-exports=java.base/jdk.internal.module=ALL-UNNAMED",
                "-cp",
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                    .map(entry -> Path.of(entry).toAbsolutePath().toString())
                    .collect(Collectors.joining(File.pathSeparator)),
                "nnrun.cli.Main"));
    command.addAll(List.of(arguments));
    return command;
  }

  private Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectInput(new File("/dev/null"))
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile())
        .start();
  }

  /// Trials that have an end.
  private long done() throws IOException {
    Path trials = folder.resolve("sweeps/massacre/trials");
    if (!Files.isDirectory(trials)) {
      return 0;
    }
    try (Stream<Path> all = Files.list(trials)) {
      return all.filter(trial -> Files.exists(trial.resolve("summary.json"))).count();
    }
  }

  /// P18, P19: 24 trials, 5 of which diverge; two processes in one group at work on them, and the group killed five
  /// times. The kills come while untouched trials are left, since what a killed process was at is tried again last and
  /// alone.
  @Test
  void aSweepKilledFiveTimesEndsAsIfNothingHadBeen() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/setsid")), "process groups are made by setsid and there is none");
    List<String> rates = new ArrayList<>();
    for (int i = 0; i < GOOD + BAD; i++) {
      rates.add(i % 5 == 2 ? (i + 1) + "e30" : "0." + (i + 10));
    }
    Files.writeString(
        folder.resolve("massacre.yaml"),
        """
        data: {source: {type: moons, n: 4000}, split: {val: 1000}}
        model: [dense: 8, relu, dense: 2]
        loss: cross_entropy
        train: {epochs: 4, batch_size: 16}
        sweep: {parameters: {optimizer.lr: [%s]}}
        """
            .formatted(String.join(", ", rates)));
    String one = quoted(nnrun("sweep", "massacre.yaml", "--parallel", "1", "-q"));
    Random random = new Random(1);
    for (int kill = 0; kill < 5; kill++) {
      long goal = done() + 1 + random.nextInt(2);
      Process group = start(List.of("/usr/bin/setsid", "/bin/sh", "-c", one + " & " + one + " & wait"));
      for (int i = 0; i < 3000 && done() < goal && group.isAlive(); i++) {
        Thread.sleep(10);
      }
      Thread.sleep(random.nextInt(100));
      new ProcessBuilder("/bin/kill", "-KILL", "--", "-" + group.pid()).start().waitFor();
      group.waitFor();
    }
    assertThat(done()).isBetween(5L, 23L);
    Process last = start(nnrun("sweep", "massacre.yaml", "--parallel", "2", "-q"));
    assertThat(last.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(folder.resolve("err"), UTF_8)).isEmpty();
    assertThat(last.exitValue()).isEqualTo(6);
    assertThat(Files.readString(folder.resolve("out"), UTF_8)).isEqualTo("sweeps/massacre\n");

    List<String> rows = Files.readAllLines(folder.resolve("sweeps/massacre/trials.csv"));
    assertThat(rows).hasSize(1 + GOOD + BAD);
    List<String> ids = rows.stream().skip(1).map(row -> row.split(",")[0]).toList();
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(rows).filteredOn(row -> row.contains(",finished,,")).hasSize(GOOD);
    assertThat(rows).filteredOn(row -> row.matches(".*,diverged,[^,]+ became .*")).hasSize(BAD);
    for (int i : new int[] {0, 1, 11, 23}) {
      isLikeATrainingAlone(ids.get(i), rates.get(i));
    }
  }

  private void isLikeATrainingAlone(String id, String rate) throws Exception {
    Path alone = folder.resolve("alone-" + id);
    String[] arguments = {"train", "massacre.yaml", "-o", "optimizer.lr=" + rate, "--run-dir", alone.toString(), "-q"};
    assertThat(start(nnrun(arguments)).waitFor()).isZero();
    Path trial = folder.resolve("sweeps/massacre/trials").resolve(id);
    for (String file :
        List.of(
            "metrics.csv",
            "summary.json",
            "predictions.csv",
            "config.resolved.yaml",
            "checkpoints/last.safetensors",
            "checkpoints/best.safetensors")) {
      assertThat(trial.resolve(file)).hasSameBinaryContentAs(alone.resolve(file));
    }
  }

  /// Who is first to say that a trial is done has seen its files; whoever trained it again would have made them anew.
  @Test
  void threeProcessesShareASweepAndTrainEachTrialOnce() throws Exception {
    Files.writeString(
        folder.resolve("shared.yaml"),
        """
        data: {source: {type: moons, n: 2000}}
        model: [dense: 8, relu, dense: 2]
        loss: cross_entropy
        train: {epochs: 4, batch_size: 16}
        sweep: {parameters: {optimizer.lr: {linear: [0.1, 0.3], points: 16}}}
        """);
    Map<String, FileTime> said = new ConcurrentHashMap<>();
    List<Process> processes = new ArrayList<>();
    List<Thread> readers = new ArrayList<>();
    List<String> names = List.of("one", "two", "three");
    for (String name : names) {
      List<String> command = nnrun("sweep", "shared.yaml", "--parallel", "1", "--data-dir", name); // for run.json
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      processes.add(process);
      readers.add(
          Thread.startVirtualThread(() ->
              process
                  .errorReader(UTF_8)
                  .lines()
                  .filter(line -> line.matches(" *[0-9]+/16  [0-9a-f]{12}  .*"))
                  .map(line -> line.strip().split(" +")[1])
                  .forEach(id -> said.putIfAbsent(id, FileTime.from(Instant.now())))));
    }
    for (int i = 0; i < processes.size(); i++) {
      assertThat(processes.get(i).waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(processes.get(i).exitValue()).isZero();
      readers.get(i).join();
    }
    assertThat(said).hasSize(16);
    Set<String> atWork = new TreeSet<>();
    for (String id : said.keySet()) {
      Path trial = folder.resolve("sweeps/shared/trials").resolve(id);
      assertThat(Files.getLastModifiedTime(trial.resolve("config.yaml"))).isLessThan(said.get(id));
      assertThat(Files.getLastModifiedTime(trial.resolve("summary.json"))).isLessThan(said.get(id));
      assertThat(trial.resolve("timing.csv")).content().hasLineCount(1 + 4);
      String provenance = Files.readString(trial.resolve("run.json"), UTF_8);
      names.stream().filter(name -> provenance.contains("\"" + name + "\"")).forEach(atWork::add);
    }
    assertThat(atWork).hasSizeGreaterThan(1);
    assertThat(Files.readAllLines(folder.resolve("sweeps/shared/trials.csv")))
        .hasSize(1 + 16)
        .filteredOn(row -> row.contains(",finished,,"))
        .hasSize(16);
  }

  @Test
  void aStoppedSweepSaysHowToGoOnAndBlamesNoTrial() throws Exception {
    Files.writeString(
        folder.resolve("long.yaml"),
        """
        data: {source: {type: moons, n: 2000}}
        model: [dense: 8, relu, dense: 2]
        loss: cross_entropy
        train: {epochs: 100000, batch_size: 16}
        """);
    Process sweep = start(nnrun("sweep", "long.yaml", "-p", "optimizer.lr=0.1,0.2", "--parallel", "2"));
    Path attempts = folder.resolve("sweeps/long/attempts");
    for (int i = 0; i < 600 && !(Files.isDirectory(attempts) && attempts.toFile().list().length == 2); i++) {
      Thread.sleep(50);
    }
    Thread.sleep(200);
    sweep.destroy();
    assertThat(sweep.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(sweep.exitValue()).isEqualTo(143);
    assertThat(attempts).isEmptyDirectory();
    assertThat(Files.readString(folder.resolve("err"), UTF_8))
        .endsWith("nnrun: stopped; the same command goes on from here\n")
        .doesNotContain("Exception");
  }

  private static String quoted(List<String> command) {
    return String.join(" ", command.stream().map(word -> "'" + word.replace("'", "'\\''") + "'").toList());
  }
}
