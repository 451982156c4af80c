package nnrun.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whole steps in a virtual machine of their own, where nobody else allocates and its compiler tells what it did.
@Timeout(300)
class StepTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aThousandStepsAllocateNothingOnAnyThreadAndNoLoopCallsThroughAnInterface(int threads)
      throws IOException, InterruptedException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:CompileCommand=quiet",
            "-XX:CompileCommand=PrintInlining,nnrun.tensor.Compiled*::run",
            "-XX:CompileCommand=PrintInlining,nnrun.tensor.CompiledKernel*::*",
            "--add-modules",
            "jdk.incubator.vector",
            "-cp",
            System.getProperty("java.class.path"),
            StepsMain.class.getName(),
            "" + threads);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output.lines()).contains("0").last().asString().endsWith("lanes of float32");
    assertThat(output).contains("(intrinsic)");
    // What the compiler says of such a one; at times it finds the class only after saying so, and copies the call.
    assertThat(output.lines().filter(line -> line.contains("virtual call")))
        .allMatch(line -> line.endsWith("late inline succeeded"));
  }
}
