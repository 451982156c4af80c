package nnrun.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The same bytes whatever the width of the vectors, in virtual machines of their own.
class LanesTest {
  @Test
  void allLaneWidthsAndNoVectorsAtAllGiveTheSameBytes() throws IOException, InterruptedException {
    String scalar = run("--add-modules", "jdk.incubator.vector", "-Dnnrun.lanes=0");
    assertThat(scalar).contains("scalar loops (nnrun.lanes=0)");
    String hash = scalar.substring(0, scalar.indexOf(' '));
    assertThat(run()).startsWith(hash + " on scalar loops (the module");
    for (int lanes : new int[] {16, 8, 4}) {
      assertThat(run("--add-modules", "jdk.incubator.vector", "-Dnnrun.lanes=" + lanes))
          .as("%d lanes", lanes)
          .startsWith(hash + " on ");
    }
  }

  @Test
  void aWidthThatNoMachineHasIsRefused() throws IOException, InterruptedException {
    assertThat(run("--add-modules", "jdk.incubator.vector", "-Dnnrun.lanes=5"))
        .contains("nnrun.lanes=5", "16, 8, 4 or 0");
  }

  /// What the program printed.
  private static String run(String... flags) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(flags));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), LanesMain.class.getName()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output.replace("WARNING: Using incubator modules: jdk.incubator.vector\n", "");
  }
}
