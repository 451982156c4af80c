package nnrun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import nnrun.config.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every starter is written, checked, trained as it is, and learns.
class NewCommandTest {
  @TempDir private Path folder;

  /// What the run reached on its test rows.
  private double trained(String measure, String... arguments) throws IOException {
    Path config = folder.resolve("made.yaml");
    String[] all = new String[arguments.length + 3];
    all[0] = "new";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[arguments.length + 1] = "--output";
    all[arguments.length + 2] = config.toString();
    Cli made = Cli.run(all);
    assertThat(made.exit()).as(made.err()).isZero();
    assertThat(made.out()).isEmpty();
    Cli checked = Cli.run("check", "--strict", config.toString());
    assertThat(checked.exit()).as(checked.out() + checked.err()).isZero();
    Path run = folder.resolve("run");
    Cli training = Cli.run("train", config.toString(), "--run-dir", run.toString(), "--threads", "1");
    assertThat(training.exit()).as(training.err()).isZero();
    Map<?, ?> summary = (Map<?, ?>) Json.parse(Files.readString(run.resolve("summary.json")));
    return (Double) ((Map<?, ?>) summary.get("test")).get(measure);
  }

  private String rows(String header, int count, IntFunction<String> row) throws IOException {
    String text = IntStream.range(0, count).mapToObj(row).collect(Collectors.joining("\n", header + "\n", "\n"));
    return Files.writeString(folder.resolve("table.csv"), text).toString();
  }

  /// No order: 7919 is a prime.
  private static int mixed(int i, int below) {
    return (int) (i * 7919L % 10_007 % below);
  }

  @ParameterizedTest
  @CsvSource({
    "classification, accuracy, 0.95",
    "regression, r2, 0.95",
    "function, r2, 0.99",
    "images, accuracy, 0.95",
    "text, accuracy, 0.8"
  })
  void aStarterWithoutDataLearns(String template, String measure, double reached) throws IOException {
    assertThat(trained(measure, template)).isGreaterThan(reached);
    assertThat(folder.resolve("run/log.txt")).content().doesNotContain("warning");
  }

  /// A blank picture would be off by the share of ink, 0.1 or more.
  @Test
  void anAutoencoderWithoutDataLearns() throws IOException {
    assertThat(trained("mse", "autoencoder")).isLessThan(0.03);
  }

  @Test
  void aTableIsLookedAtAndItsClassesAreLearned() throws IOException {
    String table =
        rows(
            "no;name;size;colour;empty;same;kind",
            600,
            i -> {
              boolean cherry = mixed(i, 100) < 40;
              String size = i % 50 == 0 ? "unknown" : "" + (cherry ? 1 + mixed(i, 7) / 10.0 : 2 + mixed(i, 9) / 10.0);
              String colour = i % 40 == 1 ? "" : cherry ? "red" : List.of("red", "green", "blue").get(mixed(i, 3));
              return (i + 1)
                  + ";fruit "
                  + mixed(i, 9000)
                  + ";"
                  + size
                  + ";"
                  + colour
                  + ";;x;"
                  + (cherry ? "cherry" : "plum");
            });
    assertThat(trained("accuracy", "classification", "--data", table, "--target", "kind")).isGreaterThan(0.95);
    String config = Files.readString(folder.resolve("made.yaml"));
    assertThat(config)
        .contains("#   no: ignored, another value in every row\n")
        .contains("#   empty: ignored, no value at all\n", "#   same: ignored, one value only\n")
        .contains("#   colour: one of blue, green, red, 15 missing\n")
        .contains("delimiter: \";\"", "\"null\",\"NULL\",\"unknown\"".replace(",", ", "))
        .contains("  missing: median")
        .contains("  - dense: 2    # one output a class\n");
  }

  /// The column of documents is read, whichever it is; the class is the last that is none.
  @Test
  void documentsInATableAreReadAndTheirClassesLearned() throws IOException {
    String table =
        rows(
            "no,mail,from",
            200,
            i ->
                (i + 1)
                    + ",\"Dear "
                    + List.of("friend", "madam", "sir").get(mixed(i, 3))
                    + ", "
                    + (i % 2 == 0 ? "the parcel of your order" : "our meeting about the plan")
                    + " comes on day "
                    + mixed(i, 97)
                    + "\","
                    + (i % 2 == 0 ? "shop" : "office"));
    assertThat(trained("accuracy", "text", "--data", table)).isGreaterThan(0.95);
    assertThat(Files.readString(folder.resolve("made.yaml")))
        .contains("#   mail: documents of about ", "#   no: ignored", "  types: {mail: tf_idf}", "name: text");
  }

  @Test
  void linesOfAClassAndADocumentNeedNoHeader() throws IOException {
    Cli made = Cli.run("new", "text", "--data", "datasets/reviews.txt");
    assertThat(made.exit()).as(made.err()).isZero();
    assertThat(made.out()).contains("160 rows", "header: false, delimiter: tab", "target: c1", "types: {c2: tf_idf}");
  }

  @Test
  void aRareClassGetsWeightsInTheOrderOfTheClasses() throws IOException {
    String table =
        rows("a,b,t", 2000, i -> mixed(i, 97) + "," + mixed(i, 89) + "," + (mixed(i, 97) < 6 ? "few" : "most"));
    assertThat(trained("accuracy", "classification", "--data", table)).isGreaterThan(0.95);
    int few = (int) IntStream.range(0, 2000).filter(i -> mixed(i, 97) < 6).count();
    String[] weights =
        Files.readString(folder.resolve("made.yaml")).replaceAll("(?s).*class_weights: \\[(.*?)].*", "$1").split(", ");
    assertThat(Double.parseDouble(weights[0])).isBetween(0.99 * 1000 / few, 1.01 * 1000 / few);
    assertThat(Double.parseDouble(weights[1])).isBetween(0.99 * 1000 / (2000 - few), 1.01 * 1000 / (2000 - few));
  }

  /// The target is of order 10^5, and targets are not scaled: the last layer begins at its mean and spread.
  @Test
  void aTargetFarFromOneIsLearned() throws IOException {
    String table =
        rows(
            "area,rooms,price",
            1500,
            i ->
                (50 + mixed(i, 150))
                    + ","
                    + (1 + mixed(i, 7))
                    + ","
                    + (60_000 + 1500 * (50 + mixed(i, 150)) + 20_000 * mixed(i, 7)));
    assertThat(trained("r2", "regression", "--data", table, "--target", "price")).isGreaterThan(0.95);
  }

  /// Squares and crosses of 8x8 pixels.
  @ParameterizedTest
  @CsvSource({"images, accuracy, 0.9, 1", "autoencoder, mse, 0, 0.1"})
  void aFolderOfImagesIsLookedAt(String template, String measure, double least, double most) throws IOException {
    ByteBuffer images = ByteBuffer.allocate(16 + 400 * 64).putInt(0x803).putInt(400).putInt(8).putInt(8);
    ByteBuffer labels = ByteBuffer.allocate(8 + 400).putInt(0x801).putInt(400);
    for (int i = 0; i < 400; i++) {
      labels.put((byte) (i % 2));
      for (int p = 0; p < 64; p++) {
        boolean ink = i % 2 == 0 ? p / 8 == 1 || p / 8 == 6 : p / 8 == p % 8 || p / 8 == 7 - p % 8;
        images.put((byte) ((ink ? 200 : 0) + mixed(i * 64 + p, 50)));
      }
    }
    Path data = Files.createDirectory(folder.resolve("shapes"));
    Files.write(data.resolve("train-images-idx3-ubyte"), images.array());
    Files.write(data.resolve("train-labels-idx1-ubyte"), labels.array());
    assertThat(trained(measure, template, "--data", data.toString())).isBetween(least, most);
    assertThat(Files.readString(folder.resolve("made.yaml")))
        .contains(template.equals("images") ? "dense: 2 " : "dense: 64 ");
  }

  @Test
  void aFileThatExistsIsNotOverwritten() throws IOException {
    Path there = Files.writeString(folder.resolve("there.yaml"), "mine");
    Cli refused = Cli.run("new", "function", "--output", there.toString());
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).isEqualTo("nnrun: --output " + there + ": exists already; nothing was written\n");
    assertThat(there).hasContent("mine");
  }

  @Test
  void aConfigElsewhereFindsTheTableByARelativePath() throws IOException {
    Path here = Path.of("").toAbsolutePath();
    String table = here.relativize(Path.of(rows("a,t", 90, i -> mixed(i, 80) + "," + mixed(i, 83)))).toString();
    Path config = Files.createDirectory(folder.resolve("configs")).resolve("c.yaml");
    assertThat(Cli.run("new", "regression", "--data", table, "--output", config.toString()).exit()).isZero();
    assertThat(Files.readString(config)).contains("path: \"../table.csv\"", "# lint: ignore L008");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,b,t|: only a header and no rows; add some below it",
        "a,b,t/1,2,3/1,2|, line 3: 2 cells where the first row has 3; put a cell",
        "a;b;t/1;2;3/1;2|, line 3: 2 cells where the first row has 3; put a cell",
        "a,a,t/1,2,3|, line 1: columns 1 and 2 are both called 'a'; rename one of them",
        "t/1/2/3|: t is the only column; a target needs inputs beside it",
        "a,t/1,2/3,5|: 2 rows have a value of the target t; training, validation and test need a row each, so add 1",
        "a,b,t/7,x,1/7,,2/7,,4|: no column beside the target t can be an input (a: one value only; b: one value only)",
        "a;t/1,5;2/2,5;3|: column a holds numbers with a decimal comma, such as 1,5, which would be taken for texts;"
            + " write a point: sed 's/,/./g' FILE > points.csv"
      })
  void aTableThatNothingCanBeLearnedFromIsRefused(String lines, String message) throws IOException {
    String[] all = lines.split("/");
    String table = rows(all[0], all.length - 1, i -> all[i + 1]);
    Cli outcome = Cli.run("new", "regression", "--data", table);
    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.err()).startsWith("nnrun: " + table + message.replace("FILE", table));
  }

  /// Numbers that count the rows are no input, unless there is no other: the x of a curve.
  @Test
  void theWholeNumbersAlongACurveAreItsInput() throws IOException {
    assertThat(trained("r2", "regression", "--data", rows("x,y", 300, i -> i + "," + i % 300 * 0.01)))
        .isGreaterThan(0.95);
    assertThat(Files.readString(folder.resolve("made.yaml"))).contains("#   x: a number, mean 150");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "new classification --data FILE --target c|the target c is no class: it has too many values; name another with"
            + " --target",
        "new classification --data FILE --target d|the target d is 9 in 1 of 90 rows; every split needs one",
        "new regression --data FILE --target b|the target b holds texts; name another with --target",
        "new regression --data FILE --target e|--target e: no such column; there are a, b, c, d",
        "new regression --data missing.csv|missing.csv: no such file",
        "new text --data FILE --target b|FILE: no column beside the target b holds texts to read; take nnrun new",
        "new images --data missing|--data missing: no such folder",
        "new autoencoder --data FILE|--data FILE: a folder of idx files is wanted, such as mnist, and this is a file;"
            + " for a table take nnrun new classification",
        "new|TEMPLATE is missing: one of classification, regression, images, autoencoder, function, text",
        "new function --target x|--target x: only a table given with --data has columns to choose from",
        "new clasification|TEMPLATE is one of classification, regression, images, autoencoder, function, text, got"
            + " clasification; did you mean classification?"
      })
  void whatCannotBeMadeIsSaidWithAWayOut(String line, String message) throws IOException {
    String table =
        rows(
            "a,b,c,d",
            90,
            i -> i / 2 + "," + List.of("x", "y").get(i % 2) + "," + i / 7.0 + "," + (i == 8 ? 9 : i % 2));
    Cli outcome = Cli.run(line.replace("FILE", table).split(" "));
    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).startsWith("nnrun: " + message.replace("FILE", table));
  }
}
