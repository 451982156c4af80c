package nnrun.train;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import nnrun.config.Config;
import nnrun.layer.Shape;
import nnrun.loss.Loss;
import nnrun.optim.Optimizer;
import nnrun.penalty.Penalty;
import nnrun.schedule.Schedule;
import nnrun.spec.Doc;
import nnrun.tensor.Engine;
import nnrun.tensor.Precision;
import nnrun.tensor.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A thousand whole steps after warm-up allocate nothing, all threads of the virtual machine counted; in a machine of
/// its own, where nothing else runs.
class StepAllocationTest {
  private static final String YAML =
      """
      model:
        - dense: 48
        - batch_norm
        - relu
        - dropout: 0.2
        - dense: 32
        - layer_norm
        - tanh
        - prelu
        - dense: 10
      loss: {type: cross_entropy, label_smoothing: 0.1}
      optimizer: {type: adam, clip: {norm: 1}}
      schedule: {type: warmup, steps: 100, then: %s}
      regularization: [{l2: 1e-4}, {type: l1, lambda: 1e-4, on: outputs, layers: [dense_2]}]
      """;

  /// What of an experiment a step needs.
  record Parts(
      @Doc("Layers") List<ModelLayer> model,
      @Doc("Loss") Loss loss,
      @Doc("Optimizer") Optimizer optimizer,
      @Doc("Schedule") Schedule schedule,
      @Doc("Penalties") List<Penalty> regularization) {}

  @ParameterizedTest
  @CsvSource({"1, cosine", "2, one_cycle", "2, 'step: 10'", "1, exponential"})
  void aThousandStepsAllocateNothing(int threads, String schedule) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                Integer.toString(threads),
                schedule.contains(":") ? "{" + schedule + "}" : schedule)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(output).isEqualTo("0 bytes\n");
  }

  /// Trains until a thousand steps have allocated nothing, and prints what the last thousand did.
  public static final class Main {
    private static final int ROUNDS = 40;

    private Main() {}

    public static void main(String[] args) throws Exception {
      Parts parts = Config.parse(Parts.class, YAML.formatted(args[1]), "test").value();
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long bytes = -1;
      try (Engine engine = Engine.of(Precision.FLOAT32, Integer.parseInt(args[0]))) {
        Network network =
            new Network(
                Model.resolved(parts.model(), null), Shape.of(64), parts.loss(), engine, Stream.of(1), 300, true);
        for (int i = 0; i < network.input().size(); i++) {
          network.input().put(i, Stream.of(2).normal(i));
        }
        for (int row = 0; row < network.targets().rows(); row++) {
          network.targets().set(row, row % 10, 1);
        }
        Training training =
            new Training(
                network, parts.optimizer(), parts.schedule(), new Schedule.Time(100_000, 50), parts.regularization());
        // The loops change over to vectors in the meantime, which allocates for a while.
        for (int round = 0; round < ROUNDS && bytes != 0; round++) {
          long before = threads.getTotalThreadAllocatedBytes();
          for (int step = 0; step < 1000; step++) {
            training.step();
          }
          bytes = threads.getTotalThreadAllocatedBytes() - before;
        }
      }
      new PrintStream(System.out, true, UTF_8).print(bytes + " bytes\n");
    }
  }
}
