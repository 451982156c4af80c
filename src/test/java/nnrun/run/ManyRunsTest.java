package nnrun.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ten thousand runs are listed in three seconds and little memory, and a broken one among them is named.
class ManyRunsTest {
  private static final int RUNS = 10_000;

  @TempDir Path folder;

  @Test
  void tenThousandRunsAreListedInThreeSecondsAndLessThan256Megabytes() throws Exception {
    Path run = folder.resolve("one");
    Runs.train(Runs.configs().get("numbers"), run, 1, new Runs.Silent());
    Path runs = Files.createDirectory(folder.resolve("runs"));
    for (int i = 0; i < RUNS; i++) {
      Path copy = Files.createDirectory(runs.resolve(String.format(Locale.ROOT, "a-20260101-000000-%06x", i)));
      if (i != 77) {
        Files.createLink(copy.resolve("config.resolved.yaml"), run.resolve("config.resolved.yaml"));
        Files.createLink(copy.resolve("summary.json"), run.resolve("summary.json"));
      }
    }
    var thread = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long cpu = thread.getCurrentThreadCpuTime(); // a busy machine may take longer
    long bytes = thread.getCurrentThreadAllocatedBytes();
    List<RunOverview> all = RunOverview.all(new LocalDisk(), runs);
    assertThat((thread.getCurrentThreadCpuTime() - cpu) / 1e9).as("seconds").isLessThan(3);
    assertThat((thread.getCurrentThreadAllocatedBytes() - bytes) >> 20).as("MiB, garbage and all").isLessThan(256);
    assertThat(all).hasSize(RUNS);
    assertThat(all)
        .filteredOn(r -> !r.status().equals("finished"))
        .singleElement()
        .satisfies(broken -> {
          assertThat(broken.name()).endsWith("00004d");
          assertThat(broken.status()).isEqualTo("broken: no config.resolved.yaml");
        });
  }
}
