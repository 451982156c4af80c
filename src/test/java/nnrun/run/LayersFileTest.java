package nnrun.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// layers.csv: what a layer did, epoch by epoch.
class LayersFileTest {
  private static final Path CONFIG = Path.of("configs/lectures/vanishing-gradient/sigmoid-fan-uniform.yaml");
  private static final int LAYERS = 13;
  private static final int EPOCHS = 5;
  @TempDir Path folder;

  private Path train(String name, int threads, Progress progress, String... overrides) throws Exception {
    Path run = folder.resolve(name);
    Runs.train(CONFIG, List.of(overrides), run, threads, progress);
    return run;
  }

  @Test
  void aRowAnEpochAndLayerUnderColumnsDeclaredUpFront() throws Exception {
    List<String> lines = Runs.text(train("run", 1, new Runs.Silent()).resolve("layers.csv")).lines().toList();
    assertThat(lines.getFirst()).isEqualTo("epoch,layer,mean,sd,dead,gradient.sd,weight.gradient.sd");
    assertThat(lines).hasSize(1 + LAYERS * EPOCHS);
    assertThat(lines.get(1)).startsWith("1,dense_1,");
    assertThat(lines.get(2)).startsWith("1,sigmoid_1,").endsWith(",NaN");
    assertThat(lines.getLast()).startsWith("5,dense_7,").doesNotContain("NaN");
  }

  /// Sigmoids are positive, so that weights of -1 make every sum negative: relu gives 0 and passes nothing back.
  @Test
  void aReluThatIsNeverReachedIsDeadAndStopsTheGradient() throws Exception {
    Path run = train("run", 1, new Runs.Silent(), "model.2.init={constant: -1}", "model.3=relu");
    List<String> lines = Runs.text(run.resolve("layers.csv")).lines().toList();
    assertThat(lines.get(1)).startsWith("1,dense_1,").endsWith(",0.0,0.0,0.0");
    assertThat(lines.get(4)).startsWith("1,relu_1,0.0,0.0,1.0,");
  }

  @Test
  void theSameBytesForAnyThreadsAndAfterAnInterruption() throws Exception {
    Map<String, String> expected = Runs.results(train("one", 1, new Runs.Silent()));
    assertThat(expected).containsKey("layers.csv");
    assertThat(Runs.results(train("three", 3, new Runs.Silent()))).isEqualTo(expected);
    for (Progress stop : List.of(new Runs.StopAfter(2), new Runs.StopIn(4, 3))) {
      String name = "stopped-" + stop.getClass().getSimpleName();
      assertThatThrownBy(() -> train(name, 2, stop)).isInstanceOf(Runs.Stopped.class);
      Path run = folder.resolve(name);
      Files.writeString(run.resolve("layers.csv"), "9,torn", StandardOpenOption.APPEND);
      Runs.resume(run, 1, new Runs.Silent());
      assertThat(Runs.results(run)).as(name).isEqualTo(expected);
    }
  }

  @Test
  void recordingChangesNoOtherNumber() throws Exception {
    Path with = train("with", 1, new Runs.Silent());
    Path without = train("without", 1, new Runs.Silent(), "record.layers=false");
    assertThat(without.resolve("layers.csv")).doesNotExist();
    assertThat(with.resolve("metrics.csv")).hasSameBinaryContentAs(without.resolve("metrics.csv"));
    assertThat(tensors(with)).isEqualTo(tensors(without));
  }

  /// The numbers of the last checkpoint, behind its header.
  private static byte[] tensors(Path run) throws Exception {
    byte[] file = Files.readAllBytes(run.resolve("checkpoints/last.safetensors"));
    long header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return Arrays.copyOfRange(file, Math.toIntExact(8 + header), file.length);
  }
}
