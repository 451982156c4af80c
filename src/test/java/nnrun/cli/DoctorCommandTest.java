package nnrun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nnrun.config.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What nnrun doctor looks at, and what it calls wrong.
class DoctorCommandTest {
  @TempDir Path folder;

  @Test
  void aHealthyMachineHasNothingWrong() {
    Path data = folder.resolve("data");
    assertThat(data.toFile().mkdir()).isTrue();
    String runs = folder.resolve("new/runs").toString();
    Cli outcome = Cli.run("doctor", "--json", "--runs-dir", runs, "--data-dir", data.toString());
    assertThat(outcome.exit()).as(outcome.out()).isZero();
    Map<Object, Object> found = new LinkedHashMap<>();
    for (Object finding : (List<?>) Json.parse(outcome.out())) {
      Map<?, ?> map = (Map<?, ?>) finding;
      assertThat(map.get("verdict")).isIn("ok", "note");
      found.put(map.get("check"), map.get("found"));
    }
    assertThat(found.keySet()).contains("java", "cores", "memory", "speed");
    assertThat(found.get("data").toString()).startsWith(data.toString());
    assertThat(found.get("bytes, 1 thread, cold").toString().substring(0, 12))
        .isEqualTo(found.get("bytes, 2 threads, warm").toString().substring(0, 12));
    assertThat(folder.resolve("new")).as("nothing is left behind").doesNotExist();
  }

  @Test
  void aFolderOfRunsThatCannotBeIsWrong() throws Exception {
    Path file = Files.writeString(folder.resolve("runs"), "no folder");
    Cli outcome = Cli.run("doctor", "--runs-dir", "/proc/self/runs");
    assertThat(outcome.exit()).isEqualTo(9);
    assertThat(outcome.out()).containsPattern("runs +wrong +/proc/self/runs: ");
    assertThat(file).isRegularFile();
  }
}
