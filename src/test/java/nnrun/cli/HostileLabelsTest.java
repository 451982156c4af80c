package nnrun.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A data set whose classes and columns are named to hurt whoever reads the results.
class HostileLabelsTest {
  private static final List<String> CLASSES =
      List.of(
          "<script>alert(1)</script>",
          "=HYPERLINK(\"http://localhost\")",
          "@SUM(A1)",
          "+cmd|' /C calc'!A0",
          "\u001b[31mred\u001b]0;title\u0007",
          "a,b\"c",
          "x\ny",
          "-1");

  private static final String COLUMN = "<b>=1+1</b>\u001b[2J";

  @TempDir private static Path folder;
  private static String run;
  private static Cli training;

  @BeforeAll
  static void train() throws Exception {
    StringBuilder rows = new StringBuilder("x,\"" + COLUMN + "\",kind\n");
    for (int i = 0; i < 64; i++) {
      String label = CLASSES.get(i % CLASSES.size()).replace("\"", "\"\"");
      rows.append(i % CLASSES.size()).append(',').append(i % 3).append(",\"").append(label).append("\"\n");
    }
    Files.writeString(folder.resolve("labels.csv"), rows);
    Files.writeString(
        folder.resolve("labels.yaml"),
        """
        data:
          source: {type: csv, path: labels.csv, header: true}
          target: kind
          types: {kind: categorical}
          split: {test: 16, stratify: true}
        model: [dense: 8, tanh, dense: 8]
        loss: cross_entropy
        train: {epochs: 2}
        metrics: [accuracy]
        """);
    run = folder.resolve("run").toString();
    training = Cli.run("train", folder.resolve("labels.yaml").toString(), "--run-dir", run);
    assertThat(training.exit()).as(training.err()).isZero();
  }

  @Test
  void noTextOfTheTerminalHoldsAControlCode() {
    List<Cli> all =
        List.of(
            training,
            Cli.run("describe", folder.resolve("labels.yaml").toString()),
            Cli.run("check", folder.resolve("labels.yaml").toString()),
            Cli.run("eval", run),
            Cli.run("replay", run, "--step", "1"),
            Cli.run("why", folder.resolve("labels.yaml").toString()),
            Cli.run("runs", "--runs-dir", folder.toString()));
    for (Cli one : all) {
      assertThat(one.exit()).as(one.err()).isZero();
      assertThat((one.out() + one.err()).chars().filter(c -> c != '\n')).noneMatch(Character::isISOControl);
    }
  }

  @Test
  void noCellOfACsvIsAFormulaAndEveryNameCanBeReadBack() throws Exception {
    List<String> csv = new ArrayList<>(List.of(Cli.run("predict", run, "--input", rows()).out()));
    csv.add(Files.readString(Path.of(run, "predictions.csv")));
    csv.add(Files.readString(Path.of(run, "confusion.csv")));
    for (String text : csv) {
      List<String> seen = new ArrayList<>();
      for (CSVRecord record : CSVFormat.DEFAULT.parse(new StringReader(text))) {
        for (String cell : record) {
          boolean number = cell.matches("-?[0-9.]+([eE]-?[0-9]+)?");
          assertThat(number || !cell.matches("(?s)[=@+\\t\\r-].*")).as(cell).isTrue();
          seen.add(cell);
        }
      }
      assertThat(seen)
          .anySatisfy(cell -> assertThat(CLASSES).contains(cell.startsWith("'") ? cell.substring(1) : cell));
    }
    assertThat(csv.getLast())
        .contains("\"'=HYPERLINK(\"\"http://localhost\"\")\"", "'@SUM(A1)", "-1")
        .doesNotContain("'-1");
  }

  private static String rows() {
    return folder.resolve("labels.csv").toString();
  }

  @Test
  void noPictureHoldsMarkup() throws Exception {
    try (Stream<Path> pictures = Files.list(Path.of(run, "plots"))) {
      for (Path picture : pictures.toList()) {
        assertThat(Files.readString(picture, UTF_8)).doesNotContain("<script", "\u001b", "<b>");
      }
    }
  }
}
