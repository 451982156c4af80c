package nnrun.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import nnrun.config.Json;
import nnrun.spec.Printable;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/// Runs, layers, sweeps, columns and classes that are named to hurt whoever trains, reads or looks at them. A name is
/// refused, or it stays a text: it never becomes a path, a command, markup, a formula or a code for the terminal.
class HostileNamesTest {
  private static final String CONFIG =
      """
      data:
        source: {type: csv, path: labels.csv, header: true}
        target: kind
        types: {kind: categorical}
        split: {test: 0.5, stratify: true}
        scale: standardize
      model: [dense: 8, tanh, dense: %d]
      loss: cross_entropy
      train: {epochs: 2}
      metrics: [accuracy]
      """;

  /// What columns and classes may be called: blanks around a name are no part of it, and some words mean no value.
  private static final List<String> LABELS =
      HostileNames.all().stream().filter(name -> !List.of("", " ", " a", "a ", "null").contains(name)).toList();

  @TempDir private static Path folder;
  private static Path run;
  private static Cli training;

  @BeforeAll
  static void train() throws Exception {
    StringBuilder rows =
        new StringBuilder(LABELS.stream().map(HostileNamesTest::quoted).collect(Collectors.joining(",")));
    rows.append(",kind\n");
    for (int i = 0; i < 2 * LABELS.size(); i++) {
      int row = i;
      rows.append(IntStream.range(0, LABELS.size()).mapToObj(j -> "" + (row * j) % 7).collect(Collectors.joining(",")));
      rows.append(',').append(quoted(LABELS.get(i % LABELS.size()))).append('\n');
    }
    Files.writeString(folder.resolve("labels.csv"), rows);
    Files.writeString(folder.resolve("labels.yaml"), String.format(CONFIG, LABELS.size()));
    run = folder.resolve("run");
    training = Cli.run("train", folder.resolve("labels.yaml").toString(), "--run-dir", run.toString());
    assertThat(training.exit()).as(training.err()).isZero();
  }

  private static String quoted(String cell) {
    return '"' + cell.replace("\"", "\"\"") + '"';
  }

  private static TreeSet<String> everything(Path under) throws IOException {
    try (Stream<Path> files = Files.walk(under)) {
      return files.map(file -> under.relativize(file).toString()).collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void thereAreMoreThanEighty() {
    assertThat(HostileNames.all()).doesNotHaveDuplicates().hasSizeGreaterThan(80);
    assertThat(LABELS).hasSizeGreaterThan(80);
  }

  // As names of runs, layers and sweeps.

  @Test
  void aRunOrALayerIsCalledByPlainNamesAlone(@TempDir Path here) throws Exception {
    Path inner = Files.createDirectories(here.resolve("inner"));
    Files.writeString(inner.resolve("tiny.yaml"), tiny("dense: 2"));
    for (String name : HostileNames.REFUSED) {
      String quoted = escaped(name);
      TreeSet<String> before = everything(here);
      Path runs = inner.resolve("runs");
      Cli train = Cli.run("train", inner + "/tiny.yaml", "--name=" + name, "--runs-dir", runs.toString());
      String layer = "{type: dense, units: 2, name: " + quoted + "}";
      String sweep = "sweep: {name: " + quoted + ", vary: {seed: [1, 2]}}\n";
      Cli check = Cli.run("check", written(inner, "name: " + quoted + "\n" + tiny(layer) + sweep));
      Files.delete(inner.resolve("config.yaml"));
      assertThat(check.out()).as(name).contains(": name: ", ": model[0].name: ", ": sweep.name: ");
      for (Cli one : List.of(train, check)) {
        assertThat(one.exit()).as(name).isEqualTo(2);
        assertThat(one.out() + one.err()).as(name).contains("name").hasSizeLessThan(6_000);
        assertHarmless(one.out() + one.err());
      }
      assertThat(everything(here)).as(name).isEqualTo(before);
    }
  }

  /// In quotes, and the controls that YAML does not read as escapes.
  private static String escaped(String name) {
    return Json.write(name)
        .codePoints()
        .mapToObj(c -> c >= 0x7f && c < 0xa0 ? String.format("\\u%04x", c) : Character.toString(c))
        .collect(Collectors.joining());
  }

  private static String tiny(String layer) {
    return "data: {source: {type: moons, n: 8}}\nmodel: [" + layer + "]\nloss: cross_entropy\ntrain: {epochs: 1}\n";
  }

  private static String written(Path folder, String config) throws IOException {
    return Files.writeString(folder.resolve("config.yaml"), config).toString();
  }

  @Test
  void aPlainNameIsThatOfAFolderAmongTheRunsAndOfNothingElse(@TempDir Path here) throws Exception {
    for (String name : HostileNames.PLAIN) {
      String layer = "{type: dense, units: 2, name: " + Json.write(name) + "}";
      String config = written(here, "name: " + Json.write(name) + "\nrecord: {layers: true}\n" + tiny(layer));
      Cli training = Cli.run("train", config, "-q", "--runs-dir", here.resolve("runs").toString());
      assertThat(training.exit()).as(training.err()).isZero();
      Path run = Path.of(training.out().strip());
      assertThat(run.getParent()).isEqualTo(here.resolve("runs"));
      assertThat(run.getFileName().toString()).startsWith(name + "-2").doesNotStartWith(".");
      assertThat(Files.readString(run.resolve("layers.csv"))).contains("," + name + ",");
      assertThat(everything(run)).allMatch(file -> !file.contains(name) || name.length() < 2 || fixed(file));
    }
    assertThat(everything(here)).allMatch(file -> file.matches("|config.yaml|runs(/.*)?"));
    Cli runs = Cli.run("runs", "--runs-dir", here.resolve("runs").toString(), "--csv");
    assertThat(runs.out().lines().skip(1)).hasSameSizeAs(HostileNames.PLAIN);
  }

  /// Whether a run has that file whatever its parts are called.
  private static boolean fixed(String file) {
    return file.matches("run\\.json|checkpoints(/\\w+\\.safetensors)?");
  }

  // As names of columns and classes.

  @Test
  void noLabelIsAFile() throws IOException {
    assertThat(everything(run))
        .allMatch(file ->
            file.matches(
                "|[a-z.]+\\.(yaml|csv|json|txt)|\\.lock|checkpoints(/[a-z]+\\.safetensors)?|plots(/[\\w.-]+\\.svg)?"));
    assertThat(everything(folder))
        .allMatch(file -> file.matches("|labels\\.(csv|yaml)|no\\.csv|(no\\.csv/)?run(/.*)?"));
  }

  private static List<String[]> commands() {
    String config = folder.resolve("labels.yaml").toString();
    return List.of(
        new String[] {"describe", config},
        new String[] {"check", config},
        new String[] {"why", config},
        new String[] {"new", "--data", rows(), "--target", "kind"},
        new String[] {"eval", run.toString()},
        new String[] {"replay", run.toString(), "--step", "1"},
        new String[] {"repro", run.toString()},
        new String[] {"get", run.toString(), "test.accuracy"},
        new String[] {"runs", "--runs-dir", folder.toString()},
        new String[] {"train", config, "--run-dir", folder.resolve("no.csv/run").toString()},
        new String[] {"train", config, "-o", "data.target=\u001b[2J\u202e", "--run-dir", run + "2"},
        new String[] {"check", config, "-o", "data.types.kind=\u001b[2J\u202e"});
  }

  @Test
  void nothingThatIsPrintedForPeopleHoldsACodeOfTheTerminal() {
    assertHarmless(training.out() + training.err());
    for (String[] command : commands()) {
      Cli one = Cli.run(command);
      assertThat(one.out() + one.err()).as(String.join(" ", command)).isNotEmpty();
      assertHarmless(one.out() + one.err());
    }
  }

  /// A program gets the labels as they are; a terminal does not.
  @Test
  void predictionsKeepTheirLabelsInAFileAndLoseTheirCodesOnATerminal() {
    String file = Cli.run("predict", run.toString(), "--input", rows()).out();
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    InputStream none = new ByteArrayInputStream(new byte[0]);
    int exit =
        new Main(new Terminal(none, shown, new ByteArrayOutputStream(), true, true, Map.of()))
            .execute("predict", run.toString(), "--input", rows());
    assertThat(exit).isZero();
    assertHarmless(shown.toString(UTF_8));
    assertThat(shown.toString(UTF_8)).isEqualTo(Printable.lines(file)).isNotEqualTo(file);
  }

  private static void assertHarmless(String shown) {
    assertThat(shown.codePoints().filter(c -> c != '\n'))
        .noneMatch(Character::isISOControl)
        .noneMatch(c -> Character.getType(c) == Character.FORMAT)
        .noneMatch(c -> c == 0x2028 || c == 0x2029);
  }

  @Test
  void noCellOfACsvIsAFormulaAndEveryNameCanBeReadBack() throws Exception {
    List<String> csv = new ArrayList<>(List.of(Cli.run("predict", run.toString(), "--input", rows()).out()));
    csv.add(Files.readString(run.resolve("predictions.csv")));
    csv.add(Files.readString(run.resolve("confusion.csv")));
    TreeSet<String> read = new TreeSet<>();
    for (String text : csv) {
      for (CSVRecord record : CSVFormat.DEFAULT.parse(new StringReader(text))) {
        for (String cell : record) {
          boolean number = cell.matches("-?[0-9.]+([eE]-?[0-9]+)?");
          assertThat(number || !cell.matches("(?s)[=@+\\t\\r\\n\uff1d-]..*")).as(cell).isTrue();
          read.add(cell.startsWith("'") && !LABELS.contains(cell) ? cell.substring(1) : cell);
        }
      }
    }
    assertThat(read).containsAll(LABELS);
    assertThat(csv.getLast()).contains("\"'=HYPERLINK(\"\"http://localhost\"\")\"", "'@SUM(A1)", "'\uff1d1+1");
  }

  private static String rows() {
    return folder.resolve("labels.csv").toString();
  }

  @Test
  void everyPictureIsXmlWithoutForeignElements() throws Exception {
    List<Path> pictures = pictures();
    assertThat(pictures).isNotEmpty();
    for (Path picture : pictures) {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      NodeList elements = factory.newDocumentBuilder().parse(picture.toFile()).getElementsByTagName("*");
      for (int i = 0; i < elements.getLength(); i++) {
        Element element = (Element) elements.item(i);
        assertThat(element.getTagName())
            .isIn("svg", "title", "desc", "style", "g", "rect", "path", "line", "circle", "polyline", "text");
        for (int j = 0; j < element.getAttributes().getLength(); j++) {
          assertThat(element.getAttributes().item(j).getNodeName()).doesNotStartWith("on").doesNotContain("href");
        }
      }
      assertHarmless(Files.readString(picture));
    }
  }

  private static List<Path> pictures() throws IOException {
    try (Stream<Path> pictures = Files.list(run.resolve("plots"))) {
      return pictures.toList();
    }
  }
}
