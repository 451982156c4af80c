package nnrun.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import nnrun.tensor.Matrix;
import nnrun.train.EpochResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A checkpoint that is not as it was written is never used in silence: the run is refused and left as it is, or goes
/// on from the one before, says so, and ends in the same bytes.
class DamageTest {
  private static final Path RUN = Path.of("/run");
  private static final Path LAST = RUN.resolve("checkpoints/last.safetensors");
  private static final Path PREVIOUS = RUN.resolve("checkpoints/previous.safetensors");
  private static final Path BEST = RUN.resolve("checkpoints/best.safetensors");

  @TempDir static Path temporary;
  private static final MemoryDisk INTERRUPTED = new MemoryDisk();
  private static Map<String, String> expected = Map.of();

  private final Random random = new Random(11);

  @BeforeAll
  static void train() throws Exception {
    Path config =
        Files.writeString(
            temporary.resolve("small.yaml"),
            """
            data: {source: {type: moons, n: 20}, split: {val: 0.2}}
            model: [dense: 8, tanh, dense: 2]
            loss: cross_entropy
            optimizer: adam
            train:
              epochs: 4
              batch_size: 4
              checkpoint: {every_epochs: 1}
              early_stopping: {monitor: val.loss, patience: 3}
            metrics: [accuracy]
            """);
    MemoryDisk whole = new MemoryDisk();
    Runs.train(whole, config, RUN, 1, new Runs.Silent());
    expected = Runs.results(whole, RUN);
    assertThatThrownBy(() -> Runs.train(INTERRUPTED, config, RUN, 1, new Runs.StopAfter(3)))
        .isInstanceOf(Runs.Stopped.class);
  }

  private static MemoryDisk interrupted() {
    return INTERRUPTED.after(MemoryDisk.Kept.ALL, new Random(1));
  }

  private static void damage(MemoryDisk disk, Path file, UnaryOperator<byte[]> how) {
    disk.write(file, ByteBuffer.wrap(how.apply(disk.read(file).clone())));
  }

  /// Resumes, and holds it to the promise.
  ///
  /// @return whether the run went on
  private static boolean keepsThePromise(MemoryDisk disk, String what) {
    Map<String, String> before = Runs.results(disk, RUN);
    Runs.Notes notes = new Runs.Notes();
    Throwable refused = catchThrowable(() -> Runs.resume(disk, RUN, 1, notes));
    if (refused == null) {
      assertThat(Runs.results(disk, RUN)).as(what).isEqualTo(expected);
      return true;
    }
    assertThat(refused).as(what).isInstanceOf(DamagedFile.class);
    assertThat(refused.getMessage()).as(what).startsWith("/run").doesNotContain("\n");
    assertThat(Runs.results(disk, RUN)).as(what).isEqualTo(before);
    return false;
  }

  /// A file of the run that is not as it was written.
  ///
  /// @param goesOn whether the run can go on without it, or null where it depends on chance
  private record Damage(String what, Path file, UnaryOperator<byte[]> how, @Nullable Boolean goesOn) {}

  private static final List<Path> FILES = List.of(LAST, PREVIOUS, BEST);

  @Test
  void noneOfFiveHundredDamagedFilesIsUsedInSilence() {
    List<Damage> damages = new ArrayList<>();
    FILES.forEach(file -> {
      flippedBits(file, damages);
      otherLengths(file, damages);
      tablesOfTensorsThatAreNotTrue(file, damages);
    });
    bytesThatWereNeverACheckpoint(damages);
    piecesOfZeros(damages);
    headersOfAnySize(damages);
    assertThat(damages).hasSizeGreaterThan(500);
    for (Damage damage : damages) {
      MemoryDisk disk = interrupted();
      damage(disk, damage.file, damage.how);
      String what = damage.file.getFileName() + ": " + damage.what;
      boolean went = keepsThePromise(disk, what);
      assertThat(damage.goesOn == null || damage.goesOn == went).as(what + (went ? " went on" : " refused")).isTrue();
    }
  }

  private void flippedBits(Path file, List<Damage> damages) {
    int size = INTERRUPTED.read(file).length;
    for (int i = 0; i < 75; i++) {
      int at = i < 20 ? i : random.nextInt(size);
      int bit = random.nextInt(8);
      Boolean goesOn = file.equals(BEST) ? null : Boolean.TRUE;
      damages.add(new Damage("bit " + bit + " of byte " + at, file, bytes -> flipped(bytes, at, bit), goesOn));
    }
  }

  private static byte[] flipped(byte[] bytes, int at, int bit) {
    bytes[at] ^= (byte) (1 << bit);
    return bytes;
  }

  private void otherLengths(Path file, List<Damage> damages) {
    int size = INTERRUPTED.read(file).length;
    for (int i = 0; i < 50; i++) {
      int length = i < 12 ? i : i < 16 ? size - i + 11 : i < 20 ? size + i : random.nextInt(size);
      damages.add(new Damage(length + " bytes", file, bytes -> Arrays.copyOf(bytes, length), !file.equals(BEST)));
    }
  }

  private void bytesThatWereNeverACheckpoint(List<Damage> damages) {
    for (int i = 0; i < 40; i++) {
      byte[] noise = new byte[random.nextInt(5000)];
      random.nextBytes(noise);
      damages.add(new Damage("noise " + i, LAST, _ -> noise, true));
    }
  }

  private void piecesOfZeros(List<Damage> damages) {
    int size = INTERRUPTED.read(LAST).length;
    for (int i = 0; i < 40; i++) {
      int from = random.nextInt(size);
      int to = Math.min(size, from + 1 + random.nextInt(512));
      damages.add(
          new Damage(
              "zeros from " + from + " to " + to,
              LAST,
              bytes -> {
                Arrays.fill(bytes, from, to, (byte) 0);
                return bytes;
              },
              true));
    }
  }

  /// The header says so much, and nothing of that size is asked of the memory.
  private static void headersOfAnySize(List<Damage> damages) {
    for (long says :
        new long[] {
          0, 1, 7, 99_999_999, 100_000_001, Integer.MAX_VALUE, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE, -1
        }) {
      damages.add(new Damage("a header of " + says, LAST, bytes -> withLength(bytes, says), true));
    }
  }

  private static byte[] withLength(byte[] bytes, long length) {
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
    return bytes;
  }

  /// Headers that a program wrote with care and bad intent: each entry of the table of tensors in turn. Without a
  /// checksum the file is no checkpoint; so what refuses them first is the table itself.
  private static final String LIES =
      """
      "shape":\\[\\d+,\\d+] | "shape":[1000000000,1000000000]
      "shape":\\[\\d+,\\d+] | "shape":[9223372036854775807,9223372036854775807]
      "shape":\\[\\d+,\\d+] | "shape":[-1,-1]
      "shape":\\[\\d+,\\d+] | "shape":[1e9,1]
      "shape":\\[\\d+,\\d+] | "shape":[]
      "shape":\\[\\d+,\\d+] | "shape":"8,2"
      "data_offsets":\\[\\d+,\\d+] | "data_offsets":[0,9223372036854775807]
      "data_offsets":\\[\\d+,\\d+] | "data_offsets":[0,0]
      "data_offsets":\\[\\d+,\\d+] | "data_offsets":[8,4]
      "data_offsets":\\[\\d+,\\d+] | "data_offsets":[0]
      "data_offsets":\\[(\\d+),\\d+] | "data_offsets":[$1,$1]
      "dtype":"F\\d+" | "dtype":"F16"
      "dtype":"F\\d+" | "dtype":"BF16"
      "dtype":"F\\d+" | "dtype":64
      "dtype" | "shape"
      "__metadata__" | "__metadata"
      "dense_2.bias" | "dense_1.bias"
      "dense_2.bias" | "dense_3.bias"
      "sha256":"[0-9a-f]+" | "sha256":""
      "sha256":"[0-9a-f]+" | "sha256":null
      "sha256" | "sha255"
      "epoch":"\\d" | "epoch":"9"
      "epoch":"\\d" | "epoch":"three"
      "bytes.metrics.csv":"\\d+" | "bytes.metrics.csv":"1"
      nnrun-checkpoint-1 | nnrun-checkpoint-2
      """;

  private static void tablesOfTensorsThatAreNotTrue(Path file, List<Damage> damages) {
    LIES.lines()
        .map(line -> line.split(" \\| ", 2))
        .forEach(lie ->
            damages.add(
                new Damage(
                    "a header with " + lie[1], file, bytes -> withHeader(bytes, lie[0], lie[1]), !file.equals(BEST))));
  }

  private static byte[] withHeader(byte[] bytes, String was, String is) {
    int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
    String header = new String(bytes, 8, length, StandardCharsets.UTF_8);
    String other = header.replaceFirst(was, is);
    assertThat(other).isNotEqualTo(header);
    byte[] utf8 = other.getBytes(StandardCharsets.UTF_8);
    ByteBuffer whole = ByteBuffer.allocate(8 + utf8.length + bytes.length - 8 - length).order(ByteOrder.LITTLE_ENDIAN);
    return whole.putLong(utf8.length).put(utf8).put(bytes, 8 + length, bytes.length - 8 - length).array();
  }

  /// Whole files, checksum and all, of another content.
  @ParameterizedTest
  @CsvSource({
    "dense_1.weight, NaN, holds NaN or infinities",
    "dense_1.weight, Infinity, holds NaN or infinities",
    "dense_2.bias, -Infinity, holds NaN or infinities",
  })
  void aNumberWhereNoneCanBeGoneOnFrom(String tensor, double value, String message) {
    MemoryDisk disk = interrupted();
    Safetensors whole = Safetensors.open(disk, LAST);
    Map<String, Matrix> matrices = matrices(whole);
    matrices.get(tensor).put(0, value);
    write(disk, matrices, whole.metadata());
    assertThatThrownBy(() -> Runs.resume(disk, RUN, 1, new Runs.Silent()))
        .isInstanceOf(DamagedFile.class)
        .hasMessageContaining("last.safetensors: " + message);
  }

  @Test
  void tensorsThatAreMissingLeftOverOrOfAnotherShape() {
    for (int i = 0; i < 3; i++) {
      MemoryDisk disk = interrupted();
      Safetensors whole = Safetensors.open(disk, LAST);
      Map<String, Matrix> matrices = matrices(whole);
      Matrix bias = matrices.get("dense_2.bias");
      String problem;
      if (i == 0) {
        matrices.remove("dense_2.bias");
        problem = "missing: dense_2.bias";
      } else if (i == 1) {
        matrices.put("dense_3.bias", bias);
        problem = "left over: dense_3.bias";
      } else {
        matrices.put("dense_2.bias", Matrix.row(new double[5]));
        problem = "of another shape: dense_2.bias is F64 [1, 5] in the file and F32 [1, 2] here";
      }
      write(disk, matrices, whole.metadata());
      assertThatThrownBy(() -> Runs.resume(disk, RUN, 1, new Runs.Silent()))
          .isInstanceOf(DamagedFile.class)
          .hasMessageContaining(problem);
    }
  }

  private static Map<String, Matrix> matrices(Safetensors from) {
    Map<String, Matrix> matrices = new LinkedHashMap<>();
    try (nnrun.tensor.Engine narrow = nnrun.tensor.Engine.of(nnrun.tensor.Precision.FLOAT32, 1);
        nnrun.tensor.Engine wide = nnrun.tensor.Engine.of(nnrun.tensor.Precision.FLOAT64, 1)) {
      from.tensors()
          .forEach((name, tensor) -> {
            nnrun.tensor.Engine engine = tensor.precision() == nnrun.tensor.Precision.FLOAT32 ? narrow : wide;
            Matrix matrix = engine.matrix(tensor.shape().getFirst().intValue(), tensor.shape().getLast().intValue());
            from.read(name, matrix);
            matrices.put(name, matrix);
          });
    }
    return matrices;
  }

  private static void write(MemoryDisk disk, Map<String, Matrix> matrices, Map<String, String> metadata) {
    Map<String, String> rest = new TreeMap<>(metadata);
    rest.remove(Safetensors.CHECKSUM);
    disk.replace(LAST, Safetensors.content(matrices, rest));
  }

  @Test
  void swappedFiles() {
    List<Path> files = List.of(LAST, PREVIOUS, BEST);
    for (Path to : files) {
      for (Path from : files) {
        MemoryDisk disk = interrupted();
        byte[] other = INTERRUPTED.read(from);
        damage(disk, to, _ -> other);
        keepsThePromise(disk, from.getFileName() + " as " + to.getFileName());
      }
    }
    MemoryDisk disk = interrupted();
    damage(disk, LAST, _ -> INTERRUPTED.read(RUN.resolve("metrics.csv")));
    assertThat(keepsThePromise(disk, "metrics.csv as last")).isTrue();
  }

  /// Every damage says which file it is, and from which one the run goes on.
  @Test
  void theOneBeforeIsUsedWithANotice() throws Exception {
    MemoryDisk disk = interrupted();
    damage(disk, LAST, bytes -> flipped(bytes, bytes.length - 1, 0));
    Runs.Notes notes = new Runs.Notes();
    Runs.resume(disk, RUN, 1, notes);
    assertThat(notes.notes)
        .containsExactly(
            LAST + ": is damaged: its content does not have the checksum it names; going on from previous.safetensors");
    assertThat(Runs.results(disk, RUN)).isEqualTo(expected);
  }

  /// What a stop left is passed over when it is damaged, and gone when the run has gone on.
  @Test
  void aDamagedStopIsPassedOver() throws Exception {
    MemoryDisk disk = interrupted();
    Progress stop =
        new Progress() {
          private boolean begun;

          @Override
          public void step(int epoch, int batch, int batches, double loss) {
            begun = batch == 2;
          }

          @Override
          public boolean wantsStop() {
            return begun;
          }

          @Override
          public void epoch(EpochResult result, boolean best, double seconds, double samplesPerSecond) {
            throw new AssertionError("it should have stopped");
          }
        };
    assertThatThrownBy(() -> Runs.resume(disk, RUN, 1, stop)).isInstanceOf(RunStopped.class);
    Path stopped = LAST.resolveSibling("stopped.safetensors");
    assertThat(new Checkpoints(disk, LAST.getParent()).open().content().file()).isEqualTo(stopped);
    for (int at : new int[] {0, 100, 2000}) {
      MemoryDisk damaged = disk.after(MemoryDisk.Kept.ALL, random);
      damage(damaged, stopped, bytes -> flipped(bytes, at, 3));
      Runs.Notes notes = new Runs.Notes();
      Runs.resume(damaged, RUN, 1, notes);
      assertThat(notes.notes).hasSize(1);
      assertThat(notes.notes.getFirst()).startsWith(stopped + ": ").endsWith("; going on from last.safetensors");
      assertThat(Runs.results(damaged, RUN)).isEqualTo(expected);
    }
    Runs.resume(disk, RUN, 1, new Runs.Silent());
    assertThat(Runs.results(disk, RUN)).isEqualTo(expected);
  }
}
