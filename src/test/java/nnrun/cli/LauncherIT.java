package nnrun.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Drives `./nnrun` as a user does. What it decides is seen with a JDK and a Maven that are small scripts; that it
/// works with the real ones is seen on the jar that was just built.
class LauncherIT {
  private static final Path PROJECT = Path.of("").toAbsolutePath();
  private static final Path REAL_JDK = Path.of(System.getProperty("java.home"));

  @TempDir Path temporary;
  Path elsewhere;
  Path root;
  final Map<String, String> environment = new LinkedHashMap<>();

  record Outcome(int exit, String out, String err) {}

  @BeforeAll
  static void thereIsBash() {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "the launcher is a bash script and there is no /bin/bash");
  }

  @BeforeEach
  void useTheRealJdk() throws IOException {
    elsewhere = Files.createDirectory(temporary.resolve("some where"));
    root = temporary.resolve("the pro ject");
    environment.put("NNRUN_JAVA_HOME", REAL_JDK.toString());
  }

  /// The project, already built, in a folder with spaces.
  private static void copyTheProject(Path root) throws IOException {
    Files.createDirectory(root);
    for (String part : List.of("nnrun", "pom.xml", "scripts", "src/main", "target/nnrun.jar", "target/lib")) {
      copy(PROJECT.resolve(part), root.resolve(part));
    }
    dateTo(root.resolve("target/nnrun.jar"), Instant.now());
  }

  /// One copy for all, since each prepares itself by a training.
  @Nested
  class WithTheRealJdk {
    @TempDir static Path shared;

    @BeforeAll
    static void copyOnce() throws IOException {
      copyTheProject(shared.resolve("the pro ject"));
    }

    @BeforeEach
    void useTheCopy() {
      root = shared.resolve("the pro ject");
    }

    @Test
    void itPrintsTheVersionAndNothingElse() throws Exception {
      assertThat(nnrun(root.resolve("nnrun"), "--version")).isEqualTo(new Outcome(0, "nnrun 0.1.0\n", ""));
    }

    @Test
    void itWorksThroughALinkToALink() throws Exception {
      Path first = Files.createSymbolicLink(temporary.resolve("first link"), root.resolve("nnrun"));
      Path second =
          Files.createSymbolicLink(elsewhere.resolve("second link"), Path.of("..", first.getFileName().toString()));
      assertThat(nnrun(second, "--version")).isEqualTo(new Outcome(0, "nnrun 0.1.0\n", ""));
    }

    @Test
    void theExitCodeOfTheProgramIsItsOwn() throws Exception {
      Outcome outcome = nnrun(root.resolve("nnrun"), "--no-such-option");
      assertThat(outcome.exit()).isEqualTo(2);
      assertThat(outcome.err()).contains("--no-such-option");
    }

    @Test
    void aClassDataArchiveIsMadeOnceAndUsed() throws Exception {
      nnrun(root.resolve("nnrun"), "--version");
      Files.delete(onlyFile("target", ".jsa"));
      nnrun(root.resolve("nnrun"), "--version");
      Path archive = onlyFile("target", ".jsa");
      FileTime made = Files.getLastModifiedTime(archive);
      environment.put("NNRUN_JVM_OPTS", "-Xlog:class+load:file=classes.log");
      assertThat(nnrun(root.resolve("nnrun"), "--version").exit()).isZero();
      assertThat(Files.getLastModifiedTime(archive)).isEqualTo(made);
      assertThat(Files.readString(elsewhere.resolve("classes.log")))
          .containsPattern("nnrun\\.cli\\.Main source: shared objects file");
    }

    /// 784-2048-2048-10: 5.8 million weights, with a gradient and momentum each.
    @Test
    void trainingAWideNetworkStaysBelow400MegabytesResident() throws Exception {
      assumeTrue(Files.exists(Path.of("/proc/self/status")), "only Linux tells the most a process ever had resident");
      Files.writeString(
          elsewhere.resolve("wide.yaml"),
          """
          data: {source: {type: glyphs, n: 1280}, split: {val: 0.2}, scale: unit}
          model: [dense: 2048, relu, dropout: 0.5, dense: 2048, relu, dropout: 0.5, dense: 10]
          loss: cross_entropy
          optimizer: {type: momentum, lr: 1e-3}
          train: {epochs: 2, batch_size: 256, batches_per_epoch: 2}
          """);
      nnrun(root.resolve("nnrun"), "--version"); // so that no build runs first
      Process process = start(root.resolve("nnrun"), "train", "wide.yaml", "-q");
      int most = 0;
      while (process.isAlive()) {
        most = Math.max(most, mostResidentKibibytes(process.pid())); // the launcher has become the JVM
        TimeUnit.MILLISECONDS.sleep(5);
      }
      assertThat(finish(process).exit()).isZero();
      assertThat(most / 1024).as("MiB").isBetween(100, 399);
    }

    @Test
    void aBrokenArchiveIsPassedOverInSilence() throws Exception {
      nnrun(root.resolve("nnrun"), "--version");
      Files.writeString(onlyFile("target", ".jsa"), "broken");
      assertThat(nnrun(root.resolve("nnrun"), "--version")).isEqualTo(new Outcome(0, "nnrun 0.1.0\n", ""));
    }

    @Test
    void anotherCollectorInTheEnvironmentDoesNotStopTheJvm() throws Exception {
      environment.put("JDK_JAVA_OPTIONS", "-XX:+UseParallelGC");
      assertThat(nnrun(root.resolve("nnrun"), "--version").exit()).isZero();
    }
  }

  /// The "JDK" here is a script that prints its arguments, one a line, and ends as told.
  @Nested
  class WithAScriptForAJdk {
    @BeforeEach
    void useIt() throws IOException {
      copyTheProject(root);
      environment.put("NNRUN_JAVA_HOME", fakeJdk("jdk", "25.0.1").toString());
    }

    @Test
    void argumentsArriveUnchanged() throws Exception {
      assertThat(nnrun(root.resolve("nnrun"), "train", "a b", "", "*", "$HOME", "-o", "x='y'").out())
          .endsWith("-jar\n" + root + "/target/nnrun-app.jar\ntrain\na b\n\n*\n$HOME\n-o\nx='y'\n");
    }

    @Test
    void outOfMemoryEndsWithCode3AndIsSaidOnStderr() throws Exception {
      assertThat(nnrun(root.resolve("nnrun"), "train").out().lines())
          .contains("-XX:+ExitOnOutOfMemoryError", "-XX:+DisplayVMOutputToStderr");
    }

    @Test
    void onlyShortCommandsDoWithoutTheOptimizingCompiler() throws Exception {
      assertThat(nnrun(root.resolve("nnrun"), "list").out()).contains("-XX:TieredStopAtLevel=1\n");
      assertThat(nnrun(root.resolve("nnrun"), "train").out()).doesNotContain("TieredStopAtLevel");
    }

    @Test
    void theSerialCollectorIsChosen() throws Exception {
      assertThat(nnrun(root.resolve("nnrun"), "train").out()).contains("-XX:+UseSerialGC\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseParallelGC", "-Xmx1g -XX:+UseG1GC", "-XX:Flags=f", "@file"})
    void noCollectorIsChosenBesideOneOfTheUser(String flags) throws Exception {
      for (String variable : List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "NNRUN_JVM_OPTS")) {
        environment.put(variable, flags);
        assertThat(nnrun(root.resolve("nnrun"), "train").out()).doesNotContain("UseSerialGC");
        environment.remove(variable);
      }
    }

    @Test
    void whatIsNotATerminalIsSaidToBeNone() throws Exception {
      assertThat(nnrun(root.resolve("nnrun"), "train").out().lines())
          .contains("-Dnnrun.stdout.tty=false", "-Dnnrun.stderr.tty=false");
    }

    @Test
    void flagsOfTheUserComeAfterOurs() throws Exception {
      environment.put("NNRUN_JVM_OPTS", " -Xmx1g  -Da=* ");
      assertThat(nnrun(root.resolve("nnrun"), "train").out()).contains("\n-Xmx1g\n-Da=*\n-jar\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 8, 143})
    void anyExitCodePassesThrough(int code) throws Exception {
      environment.put("FAKE_EXIT", Integer.toString(code));
      assertThat(nnrun(root.resolve("nnrun"), "train").exit()).isEqualTo(code);
    }

    @Test
    void sigtermReachesTheProgram() throws Exception {
      environment.put("FAKE_WAIT", "yes");
      Process process = start(root.resolve("nnrun"), "train");
      waitFor(elsewhere.resolve("waiting"));
      process.destroy();
      assertThat(process.waitFor()).as("the code that the script's own trap ends with").isEqualTo(77);
    }

    @Test
    void standardInputReachesTheProgramEvenWhenItIsBuiltFirst() throws Exception {
      fakeMaven("exit 0");
      dateTo(root.resolve("pom.xml"), Instant.now().plusSeconds(60));
      environment.put("FAKE_CAT", "yes");
      Process process = start(root.resolve("nnrun"), "predict");
      try (var writer = process.outputWriter()) {
        writer.write("1,2,3\n");
      }
      assertThat(finish(process).out()).endsWith("predict\n1,2,3\n");
    }
  }

  @Nested
  class Building {
    @BeforeEach
    void useScripts() throws IOException {
      copyTheProject(root);
      environment.put("NNRUN_JAVA_HOME", fakeJdk("jdk", "25").toString());
      fakeMaven("echo built >> \"$(dirname \"$pom\")/builds\"");
    }

    @Test
    void aFreshJarIsNotBuiltAgain() throws Exception {
      nnrun(root.resolve("nnrun"), "list");
      assertThat(nnrun(root.resolve("nnrun"), "list").err()).isEmpty();
      assertThat(root.resolve("builds")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pom.xml", "src/main/java/nnrun/cli/Main.java", "src/main/java/nnrun/cli"})
    void whatIsNewerThanTheJarIsBuiltOnce(String source) throws Exception {
      dateTo(root.resolve("target/nnrun.jar"), Instant.now().minusSeconds(60));
      dateTo(root.resolve(source), Instant.now().minusSeconds(1));
      assertThat(nnrun(root.resolve("nnrun"), "list").err()).startsWith("nnrun: building").hasLineCount(1);
      assertThat(nnrun(root.resolve("nnrun"), "list").err()).isEmpty();
      assertThat(root.resolve("builds")).hasContent("built\n");
    }

    @Test
    void twoStartedAtOnceBuildOnce() throws Exception {
      assumeTrue(Files.exists(Path.of("/usr/bin/flock")), "without flock each builds");
      fakeMaven("sleep 1; echo built >> \"$(dirname \"$pom\")/builds\"");
      dateTo(root.resolve("target/nnrun.jar"), Instant.now().minusSeconds(60));
      dateTo(root.resolve("pom.xml"), Instant.now().minusSeconds(1));
      List<Process> processes = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        processes.add(start(root.resolve("nnrun"), "list"));
      }
      for (Process process : processes) {
        assertThat(finish(process).exit()).isZero();
      }
      assertThat(root.resolve("builds")).hasContent("built\n");
    }

    @Test
    void aRebuildLeavesTheJarOfARunningProgramAlone() throws Exception {
      nnrun(root.resolve("nnrun"), "list");
      try (var running = Files.newInputStream(root.resolve("target/nnrun-app.jar"))) {
        byte[] start = running.readNBytes(4);
        Files.writeString(root.resolve("target/nnrun.jar"), "another");
        dateTo(root.resolve("pom.xml"), Instant.now().plusSeconds(1));
        nnrun(root.resolve("nnrun"), "list");
        assertThat(Files.readString(root.resolve("target/nnrun-app.jar"))).isEqualTo("another");
        assertThat(running.readAllBytes().length + start.length)
            .isEqualTo((int) Files.size(PROJECT.resolve("target/nnrun.jar")));
      }
    }

    @Test
    void aFailedBuildShowsWhyAndEndsWith1() throws Exception {
      fakeMaven("echo '[ERROR] Dense.java:[3,1] ; expected'; exit 1");
      dateTo(root.resolve("pom.xml"), Instant.now().plusSeconds(1));
      Outcome outcome = nnrun(root.resolve("nnrun"), "train");
      assertThat(outcome.exit()).isEqualTo(1);
      assertThat(outcome.out()).isEmpty();
      assertThat(outcome.err()).contains("[ERROR] Dense.java:[3,1] ; expected\n").contains("nnrun: the build failed");
    }

    @Test
    void aMissingMavenIsOneLineAndCode2() throws Exception {
      environment.put("PATH", toolsWithoutMaven().toString());
      dateTo(root.resolve("pom.xml"), Instant.now().plusSeconds(1));
      assertThat(nnrun(root.resolve("nnrun"), "train"))
          .isEqualTo(
              new Outcome(
                  2,
                  "",
                  "nnrun: Maven is needed to build nnrun, and there is no mvn on the PATH; install Maven 3.8 or"
                      + " later\n"));
    }
  }

  @Nested
  class FindingAJdk {
    @BeforeEach
    void copyIt() throws IOException {
      copyTheProject(root);
    }

    @Test
    void anOldOneThatWasNamedIsRefusedWithItsVersion() throws Exception {
      Path old = fakeJdk("old jdk", "17.0.9");
      environment.put("NNRUN_JAVA_HOME", old.toString());
      Outcome outcome = nnrun(root.resolve("nnrun"), "train");
      assertThat(outcome.exit()).isEqualTo(2);
      assertThat(outcome.err()).hasLineCount(1).contains(old + " is JDK 17.0.9, no JDK of version 25 or later");
    }

    @Test
    void aFolderThatIsNoneIsRefused() throws Exception {
      environment.put("NNRUN_JAVA_HOME", elsewhere.toString());
      Outcome outcome = nnrun(root.resolve("nnrun"), "train");
      assertThat(outcome.exit()).isEqualTo(2);
      assertThat(outcome.err()).hasLineCount(1).contains(elsewhere + " is no JDK of version 25 or later");
    }

    @Test
    void javaHomeIsPassedOverWhenItIsTooOldAndTheJavaOnThePathIsFollowedToItsJdk() throws Exception {
      environment.remove("NNRUN_JAVA_HOME");
      environment.put("JAVA_HOME", fakeJdk("old", "21").toString());
      Path onPath = Files.createDirectory(temporary.resolve("bin"));
      Path newer = fakeJdk("ne wer", "26-ea");
      Files.createSymbolicLink(onPath.resolve("java"), newer.resolve("bin/java"));
      environment.put("PATH", onPath + ":" + System.getenv("PATH"));
      assertThat(nnrun(root.resolve("nnrun"), "list").out()).startsWith(newer.toString());
    }

    @Test
    void theUsualFoldersAreSearchedWhenNeitherJavaHomeNorThePathHasOne() throws Exception {
      environment.remove("NNRUN_JAVA_HOME");
      environment.put("JAVA_HOME", "");
      environment.put("PATH", toolsWithoutMaven().toString());
      environment.put("HOME", temporary.resolve("home").toString());
      fakeJdk("home/.sdkman/candidates/java/25-tem", "25");
      assertThat(nnrun(root.resolve("nnrun"), "--version").exit()).isZero();
    }
  }

  // Helpers: processes.

  private Process start(Path program, String... arguments) throws IOException {
    var command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).directory(elsewhere.toFile());
    for (String variable : List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "NNRUN_JVM_OPTS")) {
      builder.environment().remove(variable);
    }
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static Outcome finish(Process process) throws IOException, InterruptedException {
    process.getOutputStream().close();
    var err = new StringBuilder();
    Thread reader =
        Thread.ofVirtual().start(() -> process.errorReader().lines().forEach(line -> err.append(line).append('\n')));
    String out = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
    reader.join();
    return new Outcome(process.exitValue(), out, err.toString());
  }

  private Outcome nnrun(Path program, String... arguments) throws IOException, InterruptedException {
    return finish(start(program, arguments));
  }

  // Helpers: files.

  private Path fakeJdk(String name, String version) throws IOException {
    Path home = temporary.resolve(name);
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
    script(home.resolve("bin/javac"), "exit 0");
    script(
        home.resolve("bin/java"),
        """
        echo "%s"
        case $1 in -XX:ArchiveClassesAtExit*) exit 1 ;; esac
        printf '%%s\\n' "$@"
        if [ -n "$FAKE_CAT" ]; then cat; fi
        if [ -n "$FAKE_WAIT" ]; then
          trap 'exit 77' TERM
          touch waiting
          while :; do sleep 0.05; done
        fi
        exit "${FAKE_EXIT:-0}"
        """
            .formatted(home));
    return home;
  }

  private void fakeMaven(String body) throws IOException {
    Path folder = temporary.resolve("maven");
    Files.createDirectories(folder);
    script(folder.resolve("mvn"), "while [ \"$1\" != -f ]; do shift; done\npom=$2\n" + body);
    environment.put("PATH", folder + ":" + System.getenv("PATH"));
  }

  /// What the launcher calls besides Maven and Java.
  private Path toolsWithoutMaven() throws IOException {
    Path folder = Files.createDirectory(temporary.resolve("tools"));
    for (String tool :
        List.of("bash", "cp", "dirname", "env", "find", "flock", "mkdir", "mktemp", "mv", "readlink", "rm", "touch")) {
      for (Path bin : List.of(Path.of("/usr/bin"), Path.of("/bin"))) {
        if (Files.exists(bin.resolve(tool)) && !Files.exists(folder.resolve(tool))) {
          script(folder.resolve(tool), "exec " + bin.resolve(tool) + " \"$@\"");
        }
      }
    }
    return folder;
  }

  private static void script(Path file, String body) throws IOException {
    Files.writeString(file, "#!/bin/bash\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Path onlyFile(String folder, String ending) throws IOException {
    try (Stream<Path> files = Files.list(root.resolve(folder))) {
      List<Path> found = files.filter(path -> path.toString().endsWith(ending)).toList();
      assertThat(found).hasSize(1);
      return found.getFirst();
    }
  }

  /// 0 when the process has ended.
  private static int mostResidentKibibytes(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToInt(line -> Integer.parseInt(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException | UncheckedIOException _) {
      return 0;
    }
  }

  private static void waitFor(Path file) throws InterruptedException {
    for (int i = 0; i < 600 && !Files.exists(file); i++) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    assertThat(file).exists();
  }

  private static void dateTo(Path file, Instant when) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(when));
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.sorted().toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    // A folder's date is that of the copies put into it; older than the jar, as after a build.
    try (Stream<Path> files = Files.walk(to)) {
      for (Path file : files.toList()) {
        dateTo(file, Instant.now().minusSeconds(120));
      }
    }
  }
}
