package nnrun.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import nnrun.data.Empty;
import nnrun.layer.Function;
import nnrun.run.Catalogues;
import nnrun.run.Curves;
import nnrun.run.Experiments;
import nnrun.surface.Surface;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogueCommandsTest {
  /// Ends in softmax, which every loss takes and those of log-probabilities want.
  private static final String BASE =
      """
      data: {source: moons, split: {val: 0.2}}
      model: [dense: 2, softmax]
      loss: cross_entropy
      """;

  /// For what stands beside neither data nor loss.
  private static final String FUNCTION = "model: [function: ravine]\n";

  private static boolean isOfFunctions(Catalogues.Found component) {
    Class<?> type = component.entry().type();
    return Surface.class.isAssignableFrom(type) || type == Function.class || type == Empty.class;
  }

  @TempDir private Path folder;

  static Stream<String> components() {
    return new Catalogues().all().stream().map(Catalogues.Found::fullName);
  }

  /// What the table of parameters cannot say: that one of two is needed, and which.
  @Test
  void explainTellsTheRulesOfAComponent() {
    assertThat(Cli.run("explain", "schedule/step").out())
        .contains(
            "Rule:   say how often the rate is cut: steps: 1000 or epochs: 10\n",
            "Rule:   a length is given in steps or in epochs, not both\n");
    assertThat(Cli.run("explain", "reshape").out()).doesNotContain("Rule:");
  }

  @Test
  void kindsHaveEnglishPlurals() {
    assertThat(Cli.run("list", "searches").out()).startsWith("search ").contains("\nhalving ");
    assertThat(Cli.run("list", "words").out()).startsWith("words ").contains("\ntf_idf ");
  }

  @Test
  void theKindsAreThoseOfAnExperiment() {
    assertThat(new Catalogues().kinds().stream().map(Catalogues.Kind::name))
        .containsExactlyInAnyOrder(
            "source",
            "encoding",
            "words",
            "scaling",
            "augment",
            "layer",
            "activation",
            "initializer",
            "loss",
            "optimizer",
            "schedule",
            "regularization",
            "penalty",
            "bound",
            "average",
            "metric",
            "search",
            "surface");
  }

  @Test
  void anActivationIsALayerAndStandsInOneList() {
    Catalogues catalogues = new Catalogues();
    assertThat(catalogues.all().stream().filter(found -> found.entry().name().equals("relu"))).hasSize(1);
    assertThat(catalogues.find("relu")).isEqualTo(catalogues.find("activation/relu"));
    assertThat(catalogues.find("layer/relu")).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("components")
  void theExamplesOfEveryComponentAreRead(String name) throws IOException {
    Catalogues.Found component = new Catalogues().find(name).getFirst();
    Files.writeString(folder.resolve("base.yaml"), isOfFunctions(component) ? FUNCTION : BASE);
    for (String example : ConfigExample.texts(component)) {
      Path config = Files.writeString(folder.resolve("example.yaml"), "extends: base.yaml\n" + example);
      assertThatCode(() -> Experiments.read(config, List.of())).as(example).doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @MethodSource("components")
  void everyComponentIsListedAndExplained(String name) {
    Catalogues.Found component = new Catalogues().find(name).getFirst();
    Cli explained = Cli.run("explain", name);
    assertThat(explained.exit()).isZero();
    assertThat(explained.out().replaceAll("\\s+", " "))
        .contains(component.entry().formula().replaceAll("\\s+", " "))
        .contains(component.entry().use(), "In a config: ");
    component.entry().parameters().forEach(p -> assertThat(explained.out()).contains("\n" + p.name() + " "));
    assertThat(Cli.run("list", component.kind().name()).out()).contains("\n" + component.entry().name());
  }

  @ParameterizedTest
  @CsvSource({"penalty, penalties", "loss, losses", "metric, metrics", "scaling, scalings"})
  void aKindMayBeInThePlural(String singular, String plural) {
    assertThat(Cli.run("list", plural)).isEqualTo(Cli.run("list", singular));
  }

  @Test
  void aListIsATable() {
    List<String> lines = Cli.run("list", "scaling").out().lines().toList();
    int formula = lines.getFirst().indexOf("formula");
    assertThat(lines.getFirst()).startsWith("scaling ").contains(" parameters");
    assertThat(lines.get(1)).startsWith("none ").hasSize(formula + "x' = x".length()).endsWith("x' = x");
  }

  @Test
  void anExplanationTellsAllThatTheRecordSays() {
    assertThat(Cli.run("explain", "dropout").out())
        .isEqualTo(
            """
            dropout (layer)
              training: y = x·m/(1-rate), m = 0 with probability rate else 1; afterwards y = x

            Switches units off at random while training, so that none relies on another.
            Use:    After the activations of wide layers, when val.loss rises while train.loss falls.
            Not:    After the last layer, in small nets, and where the net does not even fit the training rows.
            Source: Srivastava et al. 2014

            parameter  takes              default  meaning
            rate       a number in [0,1)  0.5      Share of the units switched off
            inverted   true or false      true     Scale while training; false scales by 1-rate afterwards, as in the paper

            In a config:
              model:
                - dropout: 0.2
            or with everything that has a default:
              model:
                - type: dropout
                  rate: 0.2
                  inverted: true
            """);
  }

  @ParameterizedTest
  @MethodSource("components")
  void whatIsOneCurveIsDrawnInFiniteNumbers(String name) {
    Catalogues.Found component = new Catalogues().find(name).getFirst();
    Curves curves = Curves.of(component, ConfigExample.brief(component.entry()));
    boolean drawn =
        List.of("activation", "schedule").contains(component.kind().name()) || name.equals("surface/cyclic_linear");
    assertThat(curves != null).isEqualTo(drawn);
    if (curves != null) {
      assertThat(curves.x()).isSorted();
      curves
          .y()
          .values()
          .forEach(y -> assertThat(Arrays.stream(y)).hasSize(curves.x().length).allMatch(Double::isFinite));
    }
  }

  @Test
  void anActivationIsDrawnWithItsSlope() {
    assertThat(Cli.run("explain", "relu").out())
        .contains(
            """
            relu (activation)
              y = max(0, x)
              y' = 1 if x > 0 else 0
            """,
            """
               y                                        y'
            6 ┤                                    1.0 ┤                ⡏⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉
              │                                ⢀⡤      │                ⡇
            """,
            """
            0 ┤⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⡴⠚⠁                  0 ┤⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⡇
              └──────────────────────────────────      └────────────────────────────────
               -5                               5       -5                             5
            """);
  }

  @Test
  void aPlotIsWrittenAsAPicture() throws IOException {
    Path file = folder.resolve("step.svg");
    Cli outcome = Cli.run("explain", "schedule/step", "--svg", file.toString());
    assertThat(outcome.exit()).isZero();
    assertThat(outcome.err()).isEqualTo("wrote " + file + "\n");
    assertThat(Files.readString(file)).startsWith("<svg ").contains(">schedule/step<", ">rate 0.001<");
  }

  /// f(-1.2, 1) = 100(1 - 1.44)² + 2.2² = 24.2; one minimum, one cross.
  @Test
  void aSurfaceIsDrawnByItsLevelLines() throws IOException {
    Path file = folder.resolve("rosenbrock.svg");
    assertThat(Cli.run("explain", "rosenbrock", "--svg", file.toString()).exit()).isZero();
    assertThat(Files.readString(file))
        .contains(">rosenbrock<", "ring: where a path begins, 24.2;")
        .containsOnlyOnce("m0 -10l-10 10");
    assertThat(Cli.run("explain", "cyclic_linear").out()).contains("(around where a path begins)");
  }

  @Test
  void aWordThatAnOptionDoesNotTakeIsAnsweredWithThoseItDoes() {
    Cli outcome = Cli.run("eval", "runs/any", "--split", "vall");
    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.err()).startsWith("nnrun: --split is one of train, val, test, got vall; did you mean val?\n");
  }

  @Test
  void aNarrowTerminalGetsNarrowColumns() {
    Table table = new Table("name", "formula");
    table.row("mse", "the mean of (y - t)² over all rows");
    table.row("adam", "η·m̂");
    assertThat(table.text(30))
        .isEqualTo(
            """
            name  formula
            mse   the mean of (y - t)²
                  over all rows
            adam  η·m̂
            """);
    assertThat(table.text(39).lines()).hasSize(4);
    assertThat(table.text(40)).isEqualTo(table.text());
  }

  @Test
  void aNameInTwoCataloguesIsExplainedInBothUnlessItsKindIsSaid() {
    assertThat(Cli.run("explain", "constant").out()).contains("constant (initializer)\n", "constant (schedule)\n");
    assertThat(Cli.run("explain", "schedule/constant").out())
        .startsWith("constant (schedule)\n")
        .doesNotContain("initializer");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "explain dropuot|dropuot: no such component; did you mean dropout?",
        "explain adam --svg adam.svg|adam has no plot; activations, schedules and surfaces have one",
        "explain layers|layers: no such component; that is a kind of components; nnrun list layers prints them",
        "explain schedule/cosin|schedule/cosin: no such component; did you mean schedule/cosine?",
        "list optimisers|optimisers: no such kind; did you mean optimizers?",
        "trian x.yaml|no command is called trian; did you mean train?",
        "train --thread 2 x.yaml|no option is called --thread; did you mean --threads?",
        "train a b|#b# is one argument too many",
        "train|Missing required parameter: 'CONFIG'"
      })
  void whatDoesNotExistIsAnsweredWithWhatWasMeant(String line, String message) {
    Cli outcome = Cli.run(line.split(" "));
    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).startsWith("nnrun: " + message.replace('#', '\''));
  }

  @Test
  void aRuleOfLintIsListedAndExplained() {
    assertThat(Cli.run("list", "lint").out()).contains("\nL001  kaiming weights");
    assertThat(Cli.run("explain", "L001").out()).startsWith("L001 (lint)\n  kaiming weights").contains("gain: auto");
  }

  @Test
  void warningsAreNoProblemsUnlessTheCheckIsStrict() throws IOException {
    Path file =
        Files.writeString(folder.resolve("c.yaml"), BASE + "train: {epochs: 3, early_stopping: {patience: 3}}\n");
    Cli check = Cli.run("check", file.toString());
    assertThat(check.exit()).isZero();
    assertThat(check.out()).isEmpty();
    assertThat(check.err())
        .startsWith(file + ":4:47: train.early_stopping.patience: warning L007: ")
        .endsWith(": ok, with 1 warning\n");
    assertThat(Cli.run("check", "--strict", file.toString()).exit()).isEqualTo(2);
    Cli json = Cli.run("check", "--format", "json", file.toString());
    assertThat(json.exit()).isZero();
    assertThat(json.out()).contains("\"severity\" : \"warning\"", "\"code\" : \"L007\"", "\"line\" : 4");
    assertThat(json.err()).isEmpty();
    Cli train = Cli.run("train", file.toString(), "--run-dir", folder.resolve("run").toString(), "--smoke");
    assertThat(train.err()).contains(": warning L007: ");
    assertThat(Files.readString(folder.resolve("run/log.txt"))).contains(": warning L007: ");
  }
}
