package nnrun.config;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// A config cannot eat the machine: refused within two seconds, with a sentence, whatever it holds.
class HostileTest {
  /// Of the processor's time: a busy machine may take longer.
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  @TestFactory
  List<DynamicTest> textsMadeToHurtAreRefusedInTime() {
    Map<String, String> texts = HostileTexts.all();
    List<DynamicTest> tests = new ArrayList<>();
    assertThat(texts).hasSizeGreaterThanOrEqualTo(60);
    texts.forEach((name, text) -> tests.add(DynamicTest.dynamicTest(name, () -> refusedInTime(text))));
    return tests;
  }

  private static void refusedInTime(String text) {
    Duration[] work = new Duration[1];
    ConfigException e =
        Assertions.assertTimeoutPreemptively(
            PATIENCE,
            () -> {
              ThreadMXBean thread = ManagementFactory.getThreadMXBean();
              long start = thread.getCurrentThreadCpuTime();
              ConfigException refusal =
                  catchThrowableOfType(ConfigException.class, () -> Config.parse(Kitchen.class, text, "hostile.yaml"));
              work[0] = Duration.ofNanos(thread.getCurrentThreadCpuTime() - start);
              return refusal;
            });
    assertThat(work[0]).isLessThan(LIMIT);
    assertThat(e).isNotNull();
    assertThat(e.problems()).hasSizeBetween(1, 101);
    assertThat(e.getMessage().length()).isLessThan(100_000);
    assertThat(e.getMessage().chars().filter(c -> c != '\n')).noneMatch(Character::isISOControl);
    assertThat(e.getMessage()).doesNotContain("\u202e");
  }

  @Test
  void aFileLargerThanOneMebibyteIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("big.yaml"), "#".repeat((1 << 20) + 1));
    assertThat(refused(file)).isEqualTo(file + ": larger than 1 MiB, so it is hardly a config");
  }

  @Test
  void nothingStrangeIsReadByExtendingIt() throws Exception {
    Files.createDirectory(folder.resolve("folder.yaml"));
    Files.createSymbolicLink(folder.resolve("device.yaml"), Path.of("/dev/zero"));
    Files.createSymbolicLink(folder.resolve("loop.yaml"), Path.of("loop.yaml"));
    Files.writeString(folder.resolve("large.yaml"), "#".repeat((1 << 20) + 1));
    Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0x7f, 'E', 'L', 'F', (byte) 0xff});
    for (int i = 1; i < 12; i++) {
      Files.writeString(folder.resolve("chain" + i + ".yaml"), "extends: chain" + (i + 1) + ".yaml\n");
    }
    Files.writeString(folder.resolve("chain12.yaml"), "seed: 1\n");
    Files.writeString(folder.resolve("back.yaml"), "extends: config.yaml\n");
    Map<String, String> refusals = new LinkedHashMap<>();
    refusals.put("folder.yaml", "this is a folder");
    refusals.put("device.yaml", "no regular file");
    refusals.put("loop.yaml", "cannot be read");
    refusals.put("large.yaml", "larger than 1 MiB");
    refusals.put("binary.yaml", "not UTF-8");
    refusals.put("missing.yaml", "no such file");
    refusals.put("chain1.yaml", "more than 8 configs extend one another");
    refusals.put("back.yaml", "would never end");
    refusals.put("config.yaml", "would never end");
    refusals.put("/etc/hosts.yaml", "relative to this file");
    refusals.put("../../../../../../etc/passwd", "ends in .yaml or .yml");
    refusals.put("a\\0b.yaml", "no path of a file");
    for (Map.Entry<String, String> refusal : refusals.entrySet()) {
      Path config = folder.resolve("config.yaml");
      Files.writeString(config, "extends: \"" + refusal.getKey() + "\"\n" + Knobs.GOOD);
      String message = Assertions.assertTimeoutPreemptively(PATIENCE, () -> refused(config));
      assertThat(message).as(refusal.getKey()).contains("extends: ", refusal.getValue());
      assertThat(message.chars().filter(c -> c != '\n')).noneMatch(Character::isISOControl);
    }
  }

  @Test
  void aLinkInACircleIsNoConfig() throws IOException {
    Path loop = Files.createSymbolicLink(folder.resolve("self.yaml"), Path.of("self.yaml"));
    assertThat(refused(loop)).startsWith(loop + ": cannot be read: ");
  }

  @Test
  void aFolderIsNoConfig() throws IOException {
    Files.writeString(folder.resolve("b.yaml"), "seed: 1");
    Files.writeString(folder.resolve("a.yaml"), "seed: 1");
    assertThat(refused(folder))
        .isEqualTo(folder + ": this is a folder; wanted a YAML file, such as " + folder.resolve("a.yaml"));
  }

  @Test
  void aPipeIsNotOpened() throws Exception {
    Path pipe = folder.resolve("pipe.yaml");
    Process mkfifo = new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start();
    assertThat(mkfifo.waitFor()).isZero();
    String report = Assertions.assertTimeoutPreemptively(PATIENCE, () -> refused(pipe));
    assertThat(report).isEqualTo(pipe + ": this is no regular file but a pipe or a device; wanted a YAML file");
  }

  @Test
  void aDeviceIsNotRead() {
    assertThat(refused(Path.of("/dev/zero"))).contains("no regular file");
  }

  @Test
  void aMissingFileNamesTheOneThatWasMeant() throws IOException {
    Files.writeString(folder.resolve("mnist.yaml"), "seed: 1");
    assertThat(refused(folder.resolve("minst.yaml")))
        .isEqualTo(folder.resolve("minst.yaml") + ": no such file; did you mean " + folder.resolve("mnist.yaml") + "?");
    assertThat(refused(folder.resolve("other.yaml"))).endsWith("other.yaml: no such file");
    assertThat(refused(folder.resolve("mnist.yaml/x.yaml"))).endsWith("x.yaml: no such file");
    assertThat(refused(folder.resolve("nowhere/x.yaml"))).endsWith("x.yaml: no such file");
  }

  @Test
  void otherEncodingsAreNamed() throws IOException {
    Path latin = Files.write(folder.resolve("latin.yaml"), new byte[] {'n', 'a', 'm', 'e', ':', ' ', (byte) 0xE9});
    assertThat(refused(latin)).isEqualTo(latin + ": this is not UTF-8 text; save it as UTF-8");
    Path utf16 = Files.write(folder.resolve("utf16.yaml"), "\uFEFFseed: 1".getBytes(UTF_16LE));
    assertThat(refused(utf16)).isEqualTo(utf16 + ": this is UTF-16 text; save it as UTF-8");
    Path overlong = Files.write(folder.resolve("overlong.yaml"), new byte[] {'#', (byte) 0xC0, (byte) 0xAF});
    assertThat(refused(overlong)).contains("not UTF-8");
  }

  @Test
  void aByteOrderMarkAtTheStartOfUtf8IsSkippedAndCountsForNoColumn() throws Exception {
    Path good = Files.write(folder.resolve("bom.yaml"), "\uFEFFseed: 5".getBytes(UTF_8));
    assertThat(Config.read(Kitchen.class, good, List.of()).value().seed()).isEqualTo(5);
    Path bad = Files.write(folder.resolve("bad.yaml"), "\uFEFFsead: 5".getBytes(UTF_8));
    assertThat(refused(bad)).startsWith(bad + ":1:1: sead: unknown key; did you mean seed?");
  }

  private static String refused(Path file) {
    return catchThrowableOfType(ConfigException.class, () -> Config.read(Kitchen.class, file, List.of())).getMessage();
  }
}
