package nnrun.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import nnrun.tensor.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Data larger than the heap, on the jar that was just built.
class BigDataIT {
  private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();
  private static final String JAR = Path.of("target", "nnrun.jar").toAbsolutePath().toString();

  @TempDir private Path folder;

  private record Outcome(int exit, String err, Duration time) {}

  private Outcome nnrun(String heap, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(JAVA, "-Xmx" + heap, "-jar", JAR));
    command.addAll(List.of(arguments));
    return run(command);
  }

  private Outcome run(List<String> command) throws IOException, InterruptedException {
    long start = System.nanoTime();
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("TMPDIR", Files.createDirectories(folder.resolve("tmp")).toString());
    Process process =
        builder
            .redirectInput(new File("/dev/null"))
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    try {
      assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    return new Outcome(process.exitValue(), Files.readString(folder.resolve("err")), time);
  }

  /// @param cells a row, of numbers as -1.234, and a word behind them, if there are more than two
  private void table(int cells, long bytes) throws IOException {
    Stream random = Stream.of(7);
    List<byte[]> rows = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      StringBuilder row = new StringBuilder();
      for (int c = 0; c < cells; c++) {
        row.append(cells == 2 ? "" : "-1.").append(random.below(cells == 2 ? 10 : 1000, i * cells + c)).append(',');
      }
      rows.add(row.append(i % 3 == 0 ? "a\n" : "b\n").toString().getBytes(US_ASCII));
    }
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(folder.resolve("t.csv")), 1 << 20)) {
      long written = 0;
      for (int i = 0; written < bytes; i++) {
        byte[] row = rows.get(random.below(rows.size(), i));
        out.write(row);
        written += row.length;
      }
    }
    Files.writeString(
        folder.resolve("t.yaml"),
        """
        data: {source: {type: csv, path: t.csv, header: false}, split: {val: 0.1, test: 0.1}, scale: standardize}
        model: [dense: 4, tanh, dense: 2]
        loss: cross_entropy
        train: {epochs: 1, batch_size: 512}
        """);
  }

  /// 60 MB, as columns 64 MB.
  @Test
  void aTableLargerThanTheHeapGivesTheBytesThatItGivesInMemory() throws Exception {
    table(20, 60_000_000);
    Outcome small = nnrun("40m", "train", "t.yaml", "--run-dir", "small", "-q");
    assertThat(small.err).isEmpty();
    assertThat(small.exit).isZero();
    assertThat(folder.resolve("tmp")).isEmptyDirectory();
    Outcome large = nnrun("1500m", "train", "t.yaml", "--run-dir", "large", "-q");
    assertThat(large.exit).as(large.err).isZero();
    for (String file :
        List.of("metrics.csv", "summary.json", "predictions.csv", "confusion.csv", "checkpoints/last.safetensors")) {
      assertThat(Files.mismatch(folder.resolve("small/" + file), folder.resolve("large/" + file)))
          .as(file)
          .isEqualTo(-1);
    }
    Outcome predicted = nnrun("32m", "predict", "small", "--input", "t.csv", "--output", "answers.csv");
    assertThat(predicted.exit).as(predicted.err).isZero();
    try (java.util.stream.Stream<String> rows = Files.lines(folder.resolve("t.csv"));
        java.util.stream.Stream<String> answers = Files.lines(folder.resolve("answers.csv"))) {
      assertThat(answers.count()).isEqualTo(rows.count() + 1);
    }
  }

  /// A limit of 10 MB a file stands for a disk that is full.
  @Test
  void aTemporaryFolderWithoutRoomIsAClearFailure() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "limits are set by bash and there is no /bin/bash");
    table(20, 60_000_000);
    String train = "'" + JAVA + "' -Xmx64m -jar '" + JAR + "' train t.yaml --run-dir run -q";
    Outcome outcome = run(List.of("/bin/bash", "-c", "ulimit -f 10240; exec " + train));
    assertThat(outcome.exit).as(outcome.err).isEqualTo(7);
    assertThat(outcome.err)
        .startsWith("nnrun: " + folder.resolve("tmp") + ": could not write ")
        .contains(" MB for data that do not fit in the memory: ", "name another folder with TMPDIR")
        .hasLineCount(1);
    assertThat(folder.resolve("tmp")).isEmptyDirectory();
    assertThat(folder.resolve("run")).doesNotExist();
  }

  /// 30 million rows, of which each takes 16 bytes for its order.
  @Test
  void moreRowsThanTheHeapCanOrderAreRefusedAtOnceWithTheSizeNeeded() throws Exception {
    table(2, 180_000_000);
    Outcome outcome = nnrun("64m", "train", "t.yaml", "--run-dir", "run", "-q");
    assertThat(outcome.exit).as(outcome.err).isEqualTo(2);
    assertThat(outcome.err)
        .containsPattern("^nnrun: t.csv: about \\d+ rows, 16 bytes each for their order, take \\d+ MB and");
    assertThat(outcome.time).isLessThan(Duration.ofSeconds(10));
    assertThat(folder.resolve("run")).doesNotExist();
  }
}
