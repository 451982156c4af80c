package nnrun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A folder of 10,000 runs is listed in 3 seconds of the processor's time, and those that are broken are named.
class RunsByTheThousandsTest {
  @TempDir private Path folder;

  @Test
  void tenThousandRunsAreListed() throws Exception {
    Path config = folder.resolve("small.yaml");
    Files.writeString(
        config,
        "data: {source: {type: moons, n: 40}, split: {val: 8}}\nmodel: [dense: 2]\nloss: cross_entropy\n"
            + "train: {epochs: 2}\n");
    Path run = folder.resolve("run");
    assertThat(Cli.run("train", config.toString(), "--run-dir", run.toString()).exit()).isZero();
    Path runs = Files.createDirectory(folder.resolve("runs"));
    for (int i = 0; i < 10_000; i++) {
      Path copy = Files.createDirectory(runs.resolve(String.format(Locale.ROOT, "small-%05d", i)));
      for (String file : List.of("config.resolved.yaml", "summary.json", "run.json")) {
        if (i != 777 || !file.equals("summary.json")) {
          Files.createLink(copy.resolve(file), run.resolve(file));
        }
      }
    }
    Files.writeString(runs.resolve("small-00777/summary.json"), "{\"status\": ");
    Files.createDirectory(runs.resolve("small-10000-without-anything"));
    long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    Cli listed = Cli.run("runs", "--runs-dir", runs.toString());
    long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
    assertThat(listed.exit()).as(listed.err()).isZero();
    assertThat(listed.out().lines().filter(line -> line.contains("small-"))).hasSize(10_001);
    assertThat(listed.out().lines().filter(line -> line.contains("finished"))).hasSize(9_999);
    for (String broken : List.of("small-00777 ", "small-10000-without-anything ")) {
      assertThat(listed.out().lines().filter(line -> line.contains(broken)))
          .singleElement()
          .asString()
          .contains("broken");
    }
    assertThat(Duration.ofNanos(nanos)).isLessThan(Duration.ofSeconds(3));
  }
}
