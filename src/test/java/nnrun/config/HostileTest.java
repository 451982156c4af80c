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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("20,000 open brackets", "courses: " + "[".repeat(20_000));
    texts.put("20,000 closed brackets", "courses: " + "[".repeat(20_000) + "]".repeat(20_000));
    texts.put("20,000 braces", "stock: " + "{a: ".repeat(20_000));
    texts.put("nested dashes", "- ".repeat(500_000));
    texts.put("nested question marks", "? ".repeat(500_000));
    texts.put("nested maps", nestedMaps(700));
    texts.put("65 levels", "stock: " + "[".repeat(64) + "]".repeat(64));
    texts.put("a billion laughs", laughs());
    texts.put("100,000 aliases", "a: &a 1\nb: [" + "*a, ".repeat(100_000) + "*a]");
    texts.put("tags", "courses: !!javax.script.ScriptEngineManager [!!java.net.URL [\"http://localhost/\"]]");
    texts.put("merge", "base: &b {a: 1}\nservice: {<<: *b}");
    texts.put("half a million elements", "extras: [" + "bread,".repeat(150_000) + "bread]");
    texts.put("a million commas", "extras: [" + "1,".repeat(500_000) + "1]");
    texts.put("90,000 unknown keys", keys("", 90_000));
    texts.put("9,999 unknown keys", keys("", 9_999));
    texts.put("9,999 unknown keys of a component", "oven:\n  type: gas\n" + keys("  ", 9_999));
    texts.put("10,001 keys", "stock:\n" + keys("  ", 10_001));
    texts.put("one key 45,000 times", "seed: 1\n".repeat(45_000));
    texts.put("one key of 1 MB", "k".repeat(1_000_000) + ": 1");
    texts.put("a number of 1 MB", "seed: " + "9".repeat(1_000_000));
    texts.put("a decimal of 1 MB", "oven: {type: gas, leak: 0." + "x9".repeat(500_000) + "}");
    texts.put("a line of 1 MB", "name: '" + "é".repeat(500_000) + "'");
    texts.put("a huge exponent", "seed: 1e999999999");
    texts.put("unclosed quote", "name: \"" + "a b ".repeat(250_000));
    texts.put("no end of comments", "#\n".repeat(500_000));
    texts.put("blank", " \n".repeat(500_000));
    texts.put("colons", ":".repeat(1_000_000));
    texts.put("anchors", "&a ".repeat(300_000));
    texts.put("directives", "%X y\n".repeat(200_000));
    texts.put("documents", "---\n".repeat(250_000));
    texts.put("a NUL", "name: a\0b");
    texts.put("an escape code", "name: \u001b[31mred");
    texts.put("a lone surrogate escape", "service: {greeting: \"\\uD800\"}");
    texts.put("right to left", "\u202ename: a");
    texts.put("units beyond any memory", "oven: {type: gas, heat: 99999999999999999999999}");
    texts.put("a negative huge number", "seed: -1e999999999");
    texts.put("a hexadecimal bomb", "seed: 0x" + "f".repeat(500_000));
    texts.put("a sexagesimal number", "seed: " + "59:".repeat(300_000) + "59");
    texts.put("tabs", "\t".repeat(500_000));
    texts.put("a flow map of pairs", "stock: {" + "a: 1, ".repeat(9_000) + "b: 1}");
    texts.put("commas and brackets", "courses: " + "[,".repeat(10_000));
    texts.put("literal blocks", "name: |\n" + "  x\n".repeat(200_000));
    texts.put("folded blocks", "name: >\n" + "  x\n\n".repeat(150_000));
    texts.put("block indentation of 9", "name: |9\n x");
    texts.put("escapes", "name: \"" + "\\x41".repeat(200_000) + "\"");
    texts.put("an escape beyond Unicode", "name: \"\\UFFFFFFFF\"");
    texts.put("a tag of 1 MB", "name: !" + "t".repeat(1_000_000) + " x");
    texts.put("an anchor of itself", "courses: &a [*a]");
    texts.put("a binary", "name: !!binary " + "A".repeat(400_000));
    texts.put("a set", "stock: !!set {a, b}");
    texts.put("a YAML version", "%YAML 9.9\n---\nseed: 1");
    texts.put("a tag directive", "%TAG ! tag:localhost,2000:\n---\nseed: !x 1");
    texts.put("a key that is a list", "? [a, b]\n: 1");
    texts.put("a key that is a map of maps", "? {a: {b: {c: 1}}}\n: 1");
    texts.put("extends without a file", "extends: base.yaml\nseed: 1");
    texts.put("extends of a list", "extends: [a.yaml, b.yaml]");
    texts.put("extends of a device", "extends: /dev/zero");
    texts.put("extends of nothing", "extends:\nseed: 1");
    texts.put("a lone minus", "-");
    texts.put("half a document", "---\n...\n---\nseed: 1");
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

  private static String keys(String indent, int count) {
    return IntStream.range(0, count).mapToObj(i -> indent + "k" + i + ": x").collect(Collectors.joining("\n"));
  }

  private static String nestedMaps(int depth) {
    return IntStream.range(0, depth).mapToObj(i -> " ".repeat(i) + "a:\n").collect(Collectors.joining());
  }

  private static String laughs() {
    return IntStream.range(1, 60)
        .mapToObj(i -> "a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ",").repeat(9) + "1]\n")
        .collect(Collectors.joining("", "a0: &a0 [1]\n", ""));
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
