package nnrun.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import nnrun.report.Plots;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What labels that are named to hurt look like in a table, a picture and a terminal, byte for byte. Each file in
/// `src/test/resources/hostile` was read before it was kept; after a change of words `-Dhostile.write=true` writes them
/// anew.
class HostileOutputsTest {
  private static final Path GOLDEN = Path.of("src/test/resources/hostile");

  /// Markup, its end, a formula, a code that clears the screen, one that turns the direction, quotes.
  private static final List<String> LABELS =
      List.of(
          "<script>alert(1)</script>",
          "]]></style>",
          "=HYPERLINK(\"http://localhost\")",
          "\u001b[2Jgone",
          "a\u202eb",
          "\"&'");

  /// Weights of zero that stay zero: every class is as likely as every other, and the first one is taken.
  private static final String CONFIG =
      """
      name: hostile
      data:
        source: {type: csv, path: labels.csv, header: true}
        target: kind
        types: {kind: categorical}
        split: {test: 0.5, stratify: true}
      model: [dense: 6]
      init: zeros
      loss: cross_entropy
      optimizer: {type: sgd, lr: 0}
      train: {epochs: 1}
      """;

  @TempDir private static Path folder;
  private static String run = "";
  private static String rows = "";

  @BeforeAll
  static void train() throws IOException {
    rows =
        Files.writeString(
                folder.resolve("labels.csv"),
                IntStream.range(0, 2 * LABELS.size())
                    .mapToObj(i -> i + "," + i * i % 7 + "," + quoted(LABELS.get(i % LABELS.size())) + "\n")
                    .collect(
                        Collectors.joining("", quoted(LABELS.get(0)) + "," + quoted(LABELS.get(2)) + ",kind\n", "")))
            .toString();
    Path config = Files.writeString(folder.resolve("labels.yaml"), CONFIG);
    run = folder.resolve("run").toString();
    Cli training = Cli.run("train", config.toString(), "-q", "--run-dir", run);
    assertThat(training.exit()).as(training.err()).isZero();
  }

  private static String quoted(String cell) {
    return '"' + cell.replace("\"", "\"\"") + '"';
  }

  private static void assertGolden(String name, String text) throws IOException {
    if (Boolean.getBoolean("hostile.write")) {
      Files.writeString(GOLDEN.resolve(name), text);
    }
    assertThat(text).isEqualTo(Files.readString(GOLDEN.resolve(name)));
  }

  @Test
  void inTablesForPrograms() throws IOException {
    assertGolden("confusion.csv", Files.readString(Path.of(run, "confusion.csv")));
    assertGolden("predictions.csv", Files.readString(Path.of(run, "predictions.csv")));
    assertGolden("predict.csv", Cli.run("predict", run, "--input", rows).out());
  }

  @Test
  void onATerminal() throws IOException {
    assertGolden("describe.txt", shown("describe", folder.resolve("labels.yaml").toString()));
    assertGolden("predict.txt", shown("predict", run, "--input", rows));
  }

  private static String shown(String... arguments) {
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(new ByteArrayInputStream(new byte[0]), shown, new ByteArrayOutputStream(), true, true, Map.of());
    assertThat(new Main(terminal).execute(arguments)).isZero();
    return shown.toString(UTF_8);
  }

  @Test
  void inAPicture() throws IOException {
    String heading = "epoch," + LABELS.stream().map(label -> quoted("train." + label)).collect(Collectors.joining(","));
    Map<String, String> pictures = Plots.fromMetrics(heading + "\n1,1,2,3,4,5,6\n2,2,3,4,5,6,7\n", _ -> false);
    assertThat(pictures).hasSameSizeAs(LABELS);
    for (Map.Entry<String, String> picture : pictures.entrySet()) {
      assertThat(picture.getKey()).matches("[\\w.-]+\\.svg");
      assertGolden(picture.getKey(), picture.getValue());
    }
  }
}
