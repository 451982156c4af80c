package nnrun.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import nnrun.config.HostileTexts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What hostile configs make of the real program: nothing but messages, in little memory, and without a network.
class HostileConfigsIT {
  private static final Path NNRUN = Path.of("nnrun").toAbsolutePath();
  private static final long MEBI = 1 << 20;

  @TempDir private Path here;

  /// @param peak resident memory in bytes; 0 where the system does not tell
  private record Outcome(int exit, String out, String err, long peak) {}

  private Outcome nnrun(String options, List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(NNRUN.toString()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(here.toFile());
    List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "NNRUN_DATA").forEach(builder.environment()::remove);
    builder.environment().put("NNRUN_JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("NNRUN_JVM_OPTS", options);
    builder.redirectOutput(here.resolve("out").toFile()).redirectError(here.resolve("err").toFile());
    Process process = builder.start();
    process.getOutputStream().close();
    long peak = 0;
    for (int i = 0; i < 6_000 && !process.waitFor(10, TimeUnit.MILLISECONDS); i++) {
      peak = Math.max(peak, peak(process));
    }
    process.destroyForcibly();
    return new Outcome(
        process.waitFor(), Files.readString(here.resolve("out")), Files.readString(here.resolve("err")), peak);
  }

  /// The most memory that the process has held so far.
  private static long peak(Process process) {
    try {
      for (String line : Files.readString(Path.of("/proc/" + process.pid() + "/status")).lines().toList()) {
        if (line.startsWith("VmHWM:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
        }
      }
    } catch (IOException _) {
      // It has ended, or this system has no /proc.
    }
    return 0;
  }

  /// The same texts under the keys of an experiment.
  private static String ofExperiment(String text) {
    return text.replace("courses:", "model:")
        .replace("stock:", "data:")
        .replace("oven:", "optimizer:")
        .replace("service:", "train:")
        .replace("extras:", "metrics:");
  }

  @Test
  void sixtyHostileConfigsAreRefusedInOneProcessOf300Mebibytes() throws Exception {
    List<String> arguments = new ArrayList<>(List.of("check"));
    for (Map.Entry<String, String> text : HostileTexts.all().entrySet()) {
      String file = text.getKey().replaceAll("[^A-Za-z0-9]", "-") + ".yaml";
      Files.writeString(here.resolve(file), ofExperiment(text.getValue()), UTF_8);
      arguments.add(file);
    }
    Outcome outcome = nnrun("-Xmx160m", arguments);
    assertThat(outcome.exit).as(outcome.err).isEqualTo(2);
    assertThat(outcome.err).doesNotContain("OutOfMemory", "\tat ");
    for (String file : arguments.subList(1, arguments.size())) {
      assertThat(outcome.out).containsPattern("(?m)^" + file + "(:\\d+:\\d+)?: ");
    }
    assertThat(outcome.peak).isLessThan(300 * MEBI);
  }

  /// Numbers are believed only after what they would cost is known.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "model: [dense: 2000000000, dense: 2]",
        "model: [dense: 50000, dense: 50000, dense: 2]",
        "data: {source: {type: moons, n: 2000000000}}",
        "data: {source: {type: blobs, n: 100000, features: 100000}}",
        "data: {source: {type: glyphs, n: 100000000}}",
      })
  void aConfigThatWantsMoreMemoryThanThereIsIsRefusedBeforeItIsTaken(String part) throws Exception {
    String rest = "data: {source: {type: moons, n: 40}}\nmodel: [dense: 2]\n";
    String config = rest.lines().filter(line -> !line.startsWith(part.substring(0, 5))).toList().getFirst();
    Files.writeString(here.resolve("greedy.yaml"), config + "\n" + part + "\nloss: cross_entropy\n");
    Outcome outcome = nnrun("-Xmx160m", List.of("train", "greedy.yaml"));
    assertThat(outcome.exit).as(outcome.err).isEqualTo(2);
    assertThat(outcome.err).startsWith("greedy.yaml:");
    assertThat(outcome.peak).isLessThan(300 * MEBI);
    assertThat(here.resolve("runs")).doesNotExist();
  }

  private static final String TRAINING =
      "data: {source: {type: csv, path: '%s'}}\nmodel: [dense: 1]\nloss: mse\ntrain: {epochs: 1}\n";

  @Test
  void nobodyIsCalledWhateverAConfigNames() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout(1);
      String host = server.getInetAddress().getHostAddress() + ":" + server.getLocalPort();
      String url = "http://" + host + "/a.csv";
      Files.writeString(here.resolve("url.yaml"), String.format(Locale.ROOT, TRAINING, url));
      Outcome outcome = nnrun("", List.of("train", "url.yaml"));
      assertThat(outcome.exit).isEqualTo(2);
      assertThat(outcome.err).contains(url);
      assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
    }
  }

  /// The virtual machine itself tries out whether there are sockets, and the C library where it may ask for names.
  @Test
  void aTrainingAsksTheSystemForNoConnection() throws Exception {
    assumeTrue(traced("/bin/true") == 0, "there is no strace here, or it may not trace");
    Files.writeString(here.resolve("rows.csv"), "x,y\n1,2\n3,4\n5,7\n");
    Files.writeString(here.resolve("good.yaml"), String.format(Locale.ROOT, TRAINING, "rows.csv"));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String jar = Path.of("target", "nnrun.jar").toAbsolutePath().toString();
    assertThat(traced(java, "-XX:TieredStopAtLevel=1", "-jar", jar, "train", "good.yaml", "--run-dir", "run")).isZero();
    assertThat(here.resolve("run/summary.json")).isRegularFile();
    assertThat(Files.readString(here.resolve("calls")).lines())
        .anyMatch(line -> line.contains("exited with 0"))
        .noneMatch(line -> line.contains("sa_family=AF_INET") || line.contains("send") || line.contains("listen("));
  }

  /// Runs a command and keeps what it asks of the network in the file `calls`.
  private int traced(String... command) throws InterruptedException {
    List<String> all = new ArrayList<>(List.of("strace", "-f", "-e", "trace=network", "-o", "calls"));
    all.addAll(List.of(command));
    try {
      Process process =
          new ProcessBuilder(all)
              .directory(here.toFile())
              .redirectErrorStream(true)
              .redirectOutput(here.resolve("out").toFile())
              .start();
      return process.waitFor(60, TimeUnit.SECONDS) ? process.exitValue() : -1;
    } catch (IOException _) {
      return -1;
    }
  }
}
