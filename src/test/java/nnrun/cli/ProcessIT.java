package nnrun.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What only a process shows, on the jar that was just built: signals, pipes, full devices, a terminal.
class ProcessIT {
  private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();
  private static final String JAR = Path.of("target", "nnrun.jar").toAbsolutePath().toString();

  @TempDir private Path folder;

  private record Outcome(int exit, String out, String err) {}

  @BeforeAll
  static void thereIsAShell() {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "pipes are made by bash and there is no /bin/bash");
  }

  /// @param script bash, with `nnrun` as a command
  private Process start(String script) throws IOException {
    String nnrun =
        "nnrun() { exec "
            + quoted(JAVA)
            + " -Xmx256m -XX:TieredStopAtLevel=1 -Dnnrun.lanes=0 -jar "
            + quoted(JAR)
            + " \"$@\"; }\n";
    return new ProcessBuilder("/bin/bash", "-c", nnrun + script)
        .directory(folder.toFile())
        .redirectInput(new File("/dev/null"))
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile())
        .start();
  }

  private Outcome end(Process process) throws IOException, InterruptedException {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Outcome(
        process.exitValue(),
        Files.readString(folder.resolve("out"), UTF_8),
        Files.readString(folder.resolve("err"), UTF_8));
  }

  private Outcome bash(String script) throws IOException, InterruptedException {
    return end(start(script));
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private void config(int epochs) throws IOException {
    Files.writeString(
        folder.resolve("moons.yaml"),
        """
        data: {source: {type: moons, n: 20000}}
        model: [dense: 32, tanh, dense: 2]
        loss: cross_entropy
        train: {epochs: %d, batch_size: 16}
        """
            .replace("%d", Integer.toString(epochs)));
  }

  @Test
  void aReaderWhoLeavesEndsAPredictionInSilence() throws Exception {
    config(1);
    List<String> rows = new ArrayList<>(List.of("x1,x2"));
    for (int i = 0; i < 50_000; i++) {
      rows.add("0.5,0.25");
    }
    Files.write(folder.resolve("rows.csv"), rows);
    Outcome outcome =
        bash(
            """
            (nnrun train moons.yaml --run-dir run -q) > trained || exit 99
            (nnrun predict run --input rows.csv) | head -1
            echo ${PIPESTATUS[0]}
            """);
    assertThat(outcome).isEqualTo(new Outcome(0, "prediction,p.0,p.1\n141\n", ""));
  }

  @Test
  void aFullDeviceIsAFailure() throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/full")), "there is no /dev/full");
    Outcome outcome = bash("nnrun list > /dev/full");
    assertThat(outcome.exit()).isEqualTo(7);
    assertThat(outcome.err()).startsWith("nnrun: standard output could not be written").hasLineCount(1);
  }

  @Test
  void aTrainingWhoseMessagesNobodyReadsGoesOn() throws Exception {
    config(2);
    Outcome outcome = bash("(nnrun train moons.yaml --run-dir run; echo $? > code) 2> >(exec 0<&-) | cat");
    assertThat(outcome.out()).isEqualTo("run\n");
    assertThat(folder.resolve("run/summary.json")).exists();
  }

  @Test
  void aStoppedDownloadLeavesNothing() throws Exception {
    CountDownLatch stopped = new CountDownLatch(1);
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/iris.csv",
        exchange -> {
          exchange.sendResponseHeaders(200, 2734);
          exchange.getResponseBody().write('1');
          exchange.getResponseBody().flush();
          try (exchange) {
            stopped.await();
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
        });
    server.start();
    try {
      int port = server.getAddress().getPort();
      Process process = start("nnrun fetch iris --data-dir data --from http://localhost:" + port);
      Path made = folder.resolve("data/sklearn");
      for (int i = 0; i < 600 && !Files.exists(made); i++) {
        Thread.sleep(50);
      }
      assertThat(made).isDirectory();
      process.destroy(); // TERM; bash has become the JVM
      Outcome outcome = end(process);
      assertThat(outcome.exit()).isEqualTo(143);
      assertThat(outcome.out()).isEmpty();
      assertThat(outcome.err())
          .endsWith("nnrun: stopped; nothing is left of the file that was coming, and the same command goes on\n")
          .hasLineCount(2);
      assertThat(folder.resolve("data")).doesNotExist();
    } finally {
      stopped.countDown();
      server.stop(0);
    }
  }

  @Test
  void aStoppedTrainingHasToldItsFolderAndHowToGoOn() throws Exception {
    config(100_000);
    Process process = start("nnrun train moons.yaml --run-dir run");
    Path metrics = folder.resolve("run/metrics.csv");
    for (int i = 0; i < 600 && !(Files.exists(metrics) && Files.readAllLines(metrics).size() > 2); i++) {
      Thread.sleep(50);
    }
    process.destroy(); // TERM; bash has become the JVM
    Outcome outcome = end(process);
    assertThat(outcome.exit()).isEqualTo(143);
    assertThat(outcome.out()).isEqualTo("run\n");
    assertThat(outcome.err()).endsWith("nnrun: stopped; nnrun resume run goes on from the last checkpoint\n");
    assertThat(outcome.err()).doesNotContain("Exception", "\033");
  }

  @Test
  void aShortCommandLoadsNoLibraryItDoesNotNeed() throws Exception {
    for (String command : List.of("--version", "list", "check moons.yaml")) {
      config(1);
      bash(quoted(JAVA) + " -Xlog:class+load:file=classes -jar " + quoted(JAR) + " " + command);
      assertThat(Files.readString(folder.resolve("classes")))
          .contains("nnrun.cli.Main")
          .doesNotContain("tools.jackson", "org.ejml", "jdk.incubator.vector", "org.apache.commons", "java.net.http");
    }
  }
}
