package nnrun.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A hostile afternoon with the real program: whatever goes wrong, the exit code is right, one clear line says what,
/// and nobody sees a stack trace.
class HostileIT {
  private static final Path NNRUN = Path.of("nnrun").toAbsolutePath();
  private static final String MODEL = "model: [dense: 4, tanh, dense: 2]\nloss: cross_entropy\n";
  private static final String SMALL = "data: {source: {type: moons, n: 40}}\n" + MODEL + "train: {epochs: 2}\n";

  /// Leaves the numbers in its first steps.
  private static final String FAST =
      "data: {source: {type: function, expression: 3*x1}}\nmodel: [dense: 4, relu, dense: 4, dense: 1]\nloss: mse\n"
          + "optimizer: {type: sgd, lr: 1e30}\n";

  /// Some seconds of epochs.
  private static final String LONG =
      "data: {source: {type: moons, n: 2000}, split: {val: 0.1}}\n"
          + "model: [dense: 64, relu, dropout: 0.2, batch_norm, dense: 64, relu, dense: 2]\nloss: cross_entropy\n"
          + "optimizer: adam\ntrain: {epochs: 100, batch_size: 16}\n";

  /// What the run that the signals stop leaves when nothing stops it.
  private static Map<String, String> whole = Map.of();

  @TempDir Path here;
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final List<Process> started = new ArrayList<>();

  record Outcome(int exit, String out, String err) {
    Outcome {
      assertThat(err).doesNotContain("\tat ").doesNotContain("Exception");
    }

    /// The one line that it says, after the lines of progress.
    String line() {
      assertThat(err).endsWith("\n");
      return err.lines().toList().getLast();
    }
  }

  /// Nothing here lasts long enough to gain from compiled vector loops, which it costs a second of work to make.
  @BeforeEach
  void theJdkOfThisBuildWithoutItsOptimizingCompiler() {
    environment.put("NNRUN_JAVA_HOME", System.getProperty("java.home"));
    environment.put("NNRUN_JVM_OPTS", "-XX:TieredStopAtLevel=1 -Dnnrun.lanes=0");
  }

  @AfterEach
  void nothingGoesOn() {
    started.forEach(process -> process.descendants().forEach(ProcessHandle::destroyForcibly));
    started.forEach(Process::destroyForcibly);
  }

  // Code 0.

  @Test
  void code0TwoRunsOfTheSameSecondHaveFoldersOfTheirOwnAndTheSameBytes() throws Exception {
    config("small.yaml", SMALL);
    Process first = start("train", "small.yaml", "-q");
    Process second = start("train", "small.yaml", "-q");
    Outcome one = finish(first);
    Outcome two = finish(second);
    assertThat(List.of(one.exit, two.exit)).containsOnly(0);
    assertThat(one.out).isNotEqualTo(two.out);
    assertThat(results(here.resolve(one.out.strip()))).isEqualTo(results(here.resolve(two.out.strip())));
    Outcome resumed = nnrun("resume", one.out.strip());
    assertThat(resumed.exit).isZero();
    assertThat(resumed.line()).endsWith("is finished; there is nothing to resume");
  }

  @Test
  void code0WhenAPipeIsClosedAfterTheFirstLine() throws Exception {
    config("small.yaml", SMALL);
    Outcome outcome = shell("\"$NNRUN\" train small.yaml | head -1; exit ${PIPESTATUS[0]}");
    assertThat(outcome.exit).isZero();
    assertThat(here.resolve(outcome.out.strip()).resolve("summary.json")).isRegularFile();
  }

  @Test
  void aRunWhoseReaderLeavesGoesOnToItsEnd() throws Exception {
    config("small.yaml", SMALL);
    Outcome outcome = shell("\"$NNRUN\" train small.yaml --run-dir run 2>&1 | head -1");
    assertThat(outcome.out).isEqualTo("run\n");
    waitFor(here.resolve("run/summary.json"));
  }

  // Code 1.

  /// A Java without a module that one command needs is no mistake of the user's.
  @Test
  void code1ForAFailureThatNobodyForesaw() throws Exception {
    environment.put("NNRUN_JVM_OPTS", "--limit-modules=java.base");
    Outcome outcome = nnrun("doctor");
    assertThat(outcome.err)
        .startsWith("nnrun: a bug in nnrun: java.lang.NoClassDefFoundError: ")
        .endsWith("please report it with the output of --debug\n")
        .hasLineCount(1);
    assertThat(outcome.exit).isEqualTo(1);
  }

  // Code 2.

  /// All the others are in [BadUsageTest].
  @Test
  void code2ForBadUsage() throws Exception {
    config("small.yaml", SMALL);
    Outcome outcome = nnrun("train", "small.yaml", "-o", "trian.epochs=1");
    assertThat(outcome.err).startsWith("-o trian.epochs=1: trian: unknown key; did you mean train?");
    assertThat(outcome.exit).isEqualTo(2);
    assertThat(outcome.out).isEmpty();
    assertThat(here).isDirectoryNotContaining("glob:**{runs,run.json,.lock}*");
  }

  @Test
  void code2ForAModelTooLargeForTheMemoryBeforeAnythingIsAllocated() throws Exception {
    config("large.yaml", SMALL.replace("dense: 4, tanh", "dense: 40000, tanh, dense: 40000, tanh"));
    long start = System.nanoTime();
    Outcome outcome = nnrun("train", "large.yaml");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
    assertThat(outcome.err).containsPattern("large.yaml:2:8: model: needs \\d+ MiB of memory .* and \\d+ MiB are free");
    assertThat(outcome.exit).isEqualTo(2);
    assertThat(here.resolve("runs")).doesNotExist();
  }

  // Code 3.

  @Test
  void code3WhenMemoryRunsOut() throws Exception {
    environment.put("NNRUN_JVM_OPTS", "-Xmx12m");
    config("wide.yaml", SMALL.replace("n: 40}", "n: 200000}, split: {test: 0.98}"));
    Outcome outcome = nnrun("train", "wide.yaml");
    assertThat(outcome.exit).as(outcome.err).isEqualTo(3);
    assertThat(outcome.out).as("the folder, if there was one already").matches("(runs/wide-[^\n]+\n)?");
    assertThat(outcome.err).containsIgnoringCase("java.lang.OutOfMemoryError");
  }

  // Code 4.

  @Test
  void code4ForARunThatAnotherProcessWorksOn() throws Exception {
    config("long.yaml", LONG);
    Process first = start("train", "long.yaml", "--run-dir", "run", "-q");
    waitFor(here.resolve("run/checkpoints/last.safetensors"));
    signal("STOP", first); // it holds its lock and writes nothing
    Map<String, String> before = everyFile(here.resolve("run"));
    long start = System.nanoTime();
    Outcome second = nnrun("resume", "run");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    assertThat(second.exit).isEqualTo(4);
    assertThat(second.err).isEqualTo("nnrun: run: in use by another nnrun process; wait for its end, or stop it\n");
    assertThat(everyFile(here.resolve("run"))).isEqualTo(before);
    signal("CONT", first);
    assertThat(first.isAlive()).isTrue();
  }

  // Code 5.

  @Test
  void code5ForARunWithoutAUsableCheckpoint() throws Exception {
    config("small.yaml", SMALL);
    nnrun("train", "small.yaml", "--run-dir", "run", "-q");
    Files.delete(here.resolve("run/summary.json"));
    for (String name : List.of("last", "previous")) {
      Files.writeString(here.resolve("run/checkpoints/" + name + ".safetensors"), "broken");
    }
    Outcome outcome = nnrun("resume", "run");
    assertThat(outcome.exit).isEqualTo(5);
    assertThat(outcome.err).startsWith("nnrun: run/checkpoints: no usable checkpoint: ").hasLineCount(1);
  }

  // Code 6.

  @Test
  void code6ForASweepOfWhichATrialFailed() throws Exception {
    config("fast.yaml", FAST);
    Outcome outcome = nnrun("sweep", "fast.yaml", "-p", "optimizer.lr=1e-3,1e30", "-q", "--sweep-dir", "sweep");
    assertThat(outcome.exit).isEqualTo(6);
    assertThat(Files.readString(here.resolve("sweep/trials.csv")).lines()).hasSize(3);
  }

  // Code 7.

  @Test
  void code7WhenStandardOutputIsFull() throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/full")), "this system has no /dev/full");
    config("small.yaml", SMALL);
    Outcome outcome = shell("\"$NNRUN\" train small.yaml -q --run-dir run > /dev/full");
    assertThat(outcome.exit).isEqualTo(7);
    assertThat(outcome.err).startsWith("nnrun: standard output could not be written: ").hasLineCount(1);
    assertThat(here.resolve("run/summary.json")).as("the run itself is finished").isRegularFile();
  }

  @Test
  void code7WhenTheFolderOfRunsMayNotBeWritten() throws Exception {
    config("small.yaml", SMALL);
    Path runs = Files.createDirectory(here.resolve("runs"));
    boolean root = "root".equals(System.getProperty("user.name")); // who may write everywhere but on a read-only disk
    assumeTrue(
        root ? shell("mount -t tmpfs -o ro tmpfs runs").exit == 0 : runs.toFile().setWritable(false),
        "nothing here can be made read-only");
    try {
      Outcome outcome = nnrun("train", "small.yaml");
      assertThat(outcome.exit).isEqualTo(7);
      assertThat(outcome.err)
          .startsWith("nnrun: runs/small-")
          .containsIgnoringCase(root ? "read-only file system" : "permission denied")
          .hasLineCount(1);
    } finally {
      shell("umount runs 2> /dev/null");
    }
  }

  @Test
  void code7WhenRunsIsAFile() throws Exception {
    config("small.yaml", SMALL);
    Files.writeString(here.resolve("runs"), "no folder");
    Outcome outcome = nnrun("train", "small.yaml");
    assertThat(outcome.exit).isEqualTo(7);
    assertThat(outcome.err).startsWith("nnrun: runs").hasLineCount(1);
  }

  @Test
  void code7WhenTheDiskIsFullAndTheSameBytesAfterMakingRoom() throws Exception {
    Path disk = Files.createDirectory(here.resolve("disk"));
    assumeTrue(
        shell("mount -t tmpfs -o size=256k tmpfs disk").exit == 0, "only root may mount a small disk of its own");
    try {
      config("small.yaml", SMALL.replace("dense: 4", "dense: 300").replace("epochs: 2", "epochs: 4"));
      assertThat(nnrun("train", "small.yaml", "-q", "--run-dir", "whole").exit).isZero();
      Path ballast = disk.resolve("ballast");
      Files.write(ballast, new byte[220 << 10]);
      Outcome outcome = nnrun("train", "small.yaml", "-q", "--run-dir", "disk/run");
      assertThat(outcome.err).startsWith("nnrun: disk/run").endsWith("free some space and try again\n").hasLineCount(1);
      assertThat(outcome.exit).isEqualTo(7);
      Files.delete(ballast);
      assertThat(nnrun("resume", "disk/run", "-q").exit).isZero();
      assertThat(results(disk.resolve("run"))).isEqualTo(results(here.resolve("whole")));
    } finally {
      shell("umount disk");
    }
  }

  // Code 8.

  @Test
  void code8WhenARunDiverges() throws Exception {
    config("fast.yaml", FAST);
    Outcome outcome = nnrun("train", "fast.yaml", "--run-dir", "run");
    assertThat(outcome.exit).isEqualTo(8);
    assertThat(outcome.line()).matches("nnrun: .*dense_\\d.* became .* in epoch 1, step \\d+.*");
    assertThat(outcome.out).isEqualTo("run\n");
    assertThat(Files.readString(here.resolve("run/summary.json"))).contains("\"status\" : \"diverged\"");
    assertThat(Files.readString(here.resolve("run/metrics.csv"))).containsAnyOf("NaN", "Infinity");
  }

  // Code 9.

  @Test
  void code9ForAnExpectationThatIsNotMet() throws Exception {
    config("hopes.yaml", SMALL + "expect: [train.loss <= 0]\n");
    Outcome outcome = nnrun("train", "hopes.yaml", "-q", "--run-dir", "run");
    assertThat(outcome.exit).isEqualTo(9);
    assertThat(here.resolve("run/checks.json")).content().contains("train.loss <= 0");
  }

  // Codes 129, 130 and 143.

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
  void aSignalEndsTheRunWithItsCodeAndResumeEndsInTheSameBytes(String signal, int code) throws Exception {
    config("long.yaml", LONG.replace("epochs: 100", "epochs: 12"));
    if (whole.isEmpty()) {
      assertThat(nnrun("train", "long.yaml", "-q", "--run-dir", "whole").exit).isZero();
      whole = results(here.resolve("whole"));
    }
    Process process = start("train", "long.yaml", "-q", "--run-dir", "run");
    waitFor(here.resolve("run/checkpoints/last.safetensors"));
    long start = System.nanoTime();
    signal(signal, process);
    Outcome outcome = finish(process);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    assertThat(outcome.exit).isEqualTo(code);
    assertThat(outcome.err).isEqualTo("nnrun: stopped; nnrun resume run goes on from the last checkpoint\n");
    assertThat(here.resolve("run/summary.json")).doesNotExist();
    assertThat(nnrun("resume", "run", "-q").exit).isZero();
    assertThat(results(here.resolve("run"))).isEqualTo(whole);
  }

  @Test
  void aSignalInsideAnEpochSavesTheStateOfThatStep() throws Exception {
    config("long.yaml", LONG.replace("epochs: 100, batch_size: 16", "epochs: 2, batch_size: 2"));
    assertThat(nnrun("train", "long.yaml", "-q", "--run-dir", "whole").exit).isZero();
    Process process = start("train", "long.yaml", "-q", "--run-dir", "run");
    Path log = here.resolve("run/log.txt");
    waitFor(log);
    for (int i = 0; i < 600 && Files.size(log) == 0; i++) { // its first line is written before the first step
      TimeUnit.MILLISECONDS.sleep(10);
    }
    signal("TERM", process);
    assertThat(finish(process).exit).isEqualTo(143);
    assertThat(here.resolve("run/checkpoints")).isDirectoryContaining("glob:**/{stopped,last}.safetensors");
    assertThat(nnrun("resume", "run", "-q").exit).isZero();
    assertThat(results(here.resolve("run"))).isEqualTo(results(here.resolve("whole")));
  }

  /// One step of this takes longer than anybody waits.
  @Test
  void aSecondSignalEndsAtOnce() throws Exception {
    config(
        "slow.yaml",
        "data: {source: {type: moons, n: 60000}}\nmodel: [dense: 3000, tanh, dense: 3000, tanh, dense: 2]\n"
            + "loss: cross_entropy\ntrain: {batch_size: 20000}\n");
    Process process = start("train", "slow.yaml", "-q", "--run-dir", "run", "--threads", "1");
    waitFor(here.resolve("run/config.resolved.yaml"));
    TimeUnit.SECONDS.sleep(1);
    signal("TERM", process);
    TimeUnit.SECONDS.sleep(1);
    assertThat(process.isAlive()).as("it is in the middle of a step").isTrue();
    long start = System.nanoTime();
    signal("INT", process);
    Outcome outcome = finish(process);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    assertThat(outcome.exit).isEqualTo(130);
  }

  private static void signal(String name, Process process) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  // Helpers.

  private void config(String name, String text) throws IOException {
    Files.writeString(here.resolve(name), text);
  }

  private static Map<String, String> everyFile(Path run) throws IOException {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> files = Files.walk(run)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.put(
            run.relativize(file).toString(),
            new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1));
      }
    }
    return all;
  }

  private static Map<String, String> results(Path run) throws IOException {
    Map<String, String> results = everyFile(run);
    results.keySet().removeAll(List.of("run.json", "timing.csv", "log.txt"));
    assertThat(results).containsKeys("metrics.csv", "summary.json", "checkpoints/last.safetensors");
    return results;
  }

  private Outcome nnrun(String... arguments) throws Exception {
    return finish(start(arguments));
  }

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(NNRUN.toString()));
    command.addAll(List.of(arguments));
    return start(command);
  }

  private Outcome shell(String line) throws Exception {
    return finish(start(List.of("bash", "-c", line)));
  }

  private Process start(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(here.toFile());
    for (String variable : List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "NNRUN_JVM_OPTS", "NNRUN_DATA")) {
      builder.environment().remove(variable);
    }
    builder.environment().putAll(environment);
    builder.environment().put("NNRUN", NNRUN.toString());
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private static Outcome finish(Process process) throws Exception {
    process.getOutputStream().close();
    StringBuilder err = new StringBuilder();
    Thread reader =
        Thread.ofVirtual().start(() -> process.errorReader(UTF_8).lines().forEach(l -> err.append(l).append('\n')));
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
    reader.join();
    return new Outcome(process.exitValue(), out, err.toString());
  }

  private static void waitFor(Path file) throws InterruptedException {
    for (int i = 0; i < 600 && !Files.exists(file); i++) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    assertThat(file).exists();
  }
}
