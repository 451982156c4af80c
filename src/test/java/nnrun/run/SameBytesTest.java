package nnrun.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Same config, data and seed: the same result files, byte for byte, however the run is carried out.
class SameBytesTest {
  @TempDir static Path reference;
  static final Map<String, Map<String, String>> EXPECTED = new TreeMap<>();
  @TempDir Path folder;

  @BeforeAll
  static void trainOnce() throws Exception {
    for (Map.Entry<String, Path> config : Runs.configs().entrySet()) {
      Path run = reference.resolve(config.getKey());
      Runs.train(config.getValue(), run, 1, new Runs.Silent());
      EXPECTED.put(config.getKey(), Runs.results(run));
    }
  }

  @Test
  void theRunsDoWhatTheyAreHereFor() {
    assertThat(EXPECTED.get("classes"))
        .containsKeys(
            "metrics.csv",
            "summary.json",
            "predictions.csv",
            "confusion.csv",
            "config.yaml",
            "config.resolved.yaml",
            "overrides.txt",
            "checkpoints/last.safetensors",
            "checkpoints/previous.safetensors",
            "checkpoints/best.safetensors");
    assertThat(Runs.column(reference.resolve("classes"), "lr")).as("one_cycle").doesNotHaveDuplicates();
    assertThat(Runs.column(reference.resolve("plateau"), "lr")).as("reduce_on_plateau").contains("0.05", "0.025");
    assertThat(Runs.column(reference.resolve("table"), "epoch")).as("early stopping").hasSizeLessThan(9);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void forAnyNumberOfThreads(int threads) throws Exception {
    for (Map.Entry<String, Path> config : Runs.configs().entrySet()) {
      Path run = folder.resolve(config.getKey());
      Runs.train(config.getValue(), run, threads, new Runs.Silent());
      assertThat(Runs.results(run)).as(config.getKey()).isEqualTo(EXPECTED.get(config.getKey()));
    }
  }

  static List<Arguments> jvms() {
    return List.of(
        jvm("vectors of 16 numbers, the parallel collector", "-Dnnrun.lanes=16", "-XX:+UseParallelGC"),
        jvm("vectors of 8 numbers", "-Dnnrun.lanes=8"),
        jvm("no vectors, the first compiler alone, the concurrent collector", NO_VECTORS, C1, "-XX:+UseZGC"),
        jvm("an older processor's vectors", ANY_PROCESSOR, "-XX:UseAVX=2", "-XX:MaxVectorSize=16", "-XX:+UseSerialGC"));
  }

  private static final String ANY_PROCESSOR = "-XX:+IgnoreUnrecognizedVMOptions";
  private static final String C1 = "-XX:TieredStopAtLevel=1";

  /// To warm vector loops in the background is most of the work of so short a run.
  private static final String NO_VECTORS = "-Dnnrun.lanes=0";

  private static Arguments jvm(String what, String... flags) {
    return Arguments.of(what, List.of(flags));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("jvms")
  void forAnyJvmFlagAndWorkingFolder(String what, List<String> flags) throws Exception {
    trainInAnotherJvm(flags, List.copyOf(Runs.configs().keySet()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Duser.language=tr -Duser.country=TR -Duser.timezone=Pacific/Kiritimati",
        "-Duser.language=de -Dfile.encoding=UTF-16 -Duser.timezone=America/St_Johns",
        "-Duser.language=ar -Duser.country=EG -Dfile.encoding=ISO-8859-1"
      })
  void forAnyLanguageCharsetAndTimeZone(String flags) throws Exception {
    List<String> all = new ArrayList<>(List.of(C1, NO_VECTORS));
    all.addAll(List.of(flags.split(" ")));
    trainInAnotherJvm(all, List.of("numbers", "table"));
  }

  @Test
  void withoutAnyCompiler() throws Exception {
    trainInAnotherJvm(List.of("-Xint", NO_VECTORS), List.of("table"));
  }

  private void trainInAnotherJvm(List<String> flags, List<String> configs) throws Exception {
    List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
    command.addAll(flags);
    command.addAll(List.of("--add-exports=java.base/jdk.internal.module=ALL-UNNAMED", "-cp", absoluteClassPath()));
    command.addAll(List.of(InAnotherJvm.class.getName(), folder.toString()));
    for (String config : configs) {
      command.add(Runs.configs().get(config).toAbsolutePath().toString());
    }
    Path said = folder.resolve("said.txt");
    Process jvm =
        new ProcessBuilder(command)
            .directory(Files.createDirectory(folder.resolve("elsewhere")).toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    boolean ended = jvm.waitFor(60, TimeUnit.SECONDS);
    jvm.destroyForcibly();
    assertThat(ended && jvm.exitValue() == 0).as(Runs.text(said)).isTrue();
    for (String config : configs) {
      assertThat(Runs.results(folder.resolve(config))).as(config).isEqualTo(EXPECTED.get(config));
    }
  }

  private static String absoluteClassPath() {
    return String.join(
        File.pathSeparator,
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .toList());
  }

  @Test
  void whereverTheConfigAndItsDataLie() throws Exception {
    Path moved = Files.createDirectories(folder.resolve("ein Ordner/ü"));
    Runs.copy(Path.of("src/test/resources/runs"), moved.resolve("runs"));
    Runs.train(moved.resolve("runs/table.yaml"), folder.resolve("run"), 2, new Runs.Silent());
    assertThat(Runs.results(folder.resolve("run"))).isEqualTo(EXPECTED.get("table"));
  }

  @Test
  void anotherSeedGivesOtherBytes() throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("classes.yaml"), Runs.text(Runs.configs().get("classes")).replace("seed: 7", "seed: 8"));
    Runs.train(config, folder.resolve("run"), 1, new Runs.Silent());
    assertThat(Runs.results(folder.resolve("run")).get("metrics.csv"))
        .isNotEqualTo(EXPECTED.get("classes").get("metrics.csv"));
  }

  /// Trains configs into folders named after them.
  static final class InAnotherJvm {
    private InAnotherJvm() {}

    static void main(String[] args) throws Exception {
      nnrun.tensor.VectorModule.load();
      for (int i = 1; i < args.length; i++) {
        Path config = Path.of(args[i]);
        String name = config.getFileName().toString().replace(".yaml", "");
        Runs.train(config, Path.of(args[0], name), 2, new Runs.Silent());
      }
    }
  }
}
