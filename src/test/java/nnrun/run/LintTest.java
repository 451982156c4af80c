package nnrun.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import nnrun.config.Config;
import nnrun.lint.Lint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every rule of lint with configs and rows that it warns of, and with others that are near and right.
class LintTest {
  private static final String CONFIG =
      """
      data:
        source: {type: moons, n: 200}
        split: {val: 0.2}
      model: [dense: 4, tanh, dense: 2]
      loss: cross_entropy
      train: {epochs: 10, batch_size: 20}
      """;

  @TempDir private Path folder;

  private List<Warning> check(String text, String... options) throws Exception {
    Path file = Files.writeString(folder.resolve("c.yaml"), text);
    return Warning.of(Experiments.read(file, List.of(options)));
  }

  /// With the rows, as `train` warns.
  private List<Warning> train(String text, String... options) throws Exception {
    Path file = Files.writeString(folder.resolve("c.yaml"), text);
    Config<Experiment> config = Experiments.read(file, List.of(options));
    try (Assembly parts = Assembly.of(config, new Host.Alone(List.of(folder)), 1)) {
      return Warning.of(config, parts.data());
    }
  }

  private static List<String> codes(List<Warning> warnings) {
    return warnings.stream().map(Warning::code).toList();
  }

  @Test
  void codesAreUniqueAndEveryRuleSaysWhatItFindsAndWhy() {
    List<Lint.About> rules = Lint.rulesByCode();
    assertThat(rules).extracting(Lint.About::code).doesNotHaveDuplicates().allMatch(code -> code.matches("L\\d{3}"));
    assertThat(rules)
        .allSatisfy(rule -> {
          assertThat(rule.finds()).isNotBlank().doesNotEndWith(".");
          assertThat(rule.why()).endsWith(".");
        });
  }

  static Stream<Path> shipped() throws IOException {
    return Files.walk(Path.of("configs")).filter(file -> file.toString().endsWith(".yaml")).sorted();
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void aShippedConfigIsFreeOfWarnings(Path config) throws Exception {
    assertThat(Warning.of(Experiments.read(config, List.of()))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        // code, options it warns of, options that are near and right
        "L001; init=kaiming_normal; init=xavier_normal",
        "L001; model.0.init=kaiming_uniform; model.0.init={type: kaiming_uniform, gain: auto}",
        "L001; model=[{dense: {units: 4, init: kaiming_normal}}, sigmoid, dense: 2]; model=[{dense: {units: 2, init:"
            + " kaiming_normal}}, softmax]",
        "L002; model=[dense: 4, relu, dense: 2] init=xavier_normal; init=xavier_uniform",
        "L002; model=[{type: dense, units: 4, init: xavier_uniform}, dropout, relu, dense: 2]; model=[dense: 4, relu,"
            + " dense: 2]",
        "L003; data.source=glyphs; data.source=glyphs data.scale=unit",
        "L003; data.source={csv: t.csv}; data.source={csv: t.csv} data.scale=standardize",
        "L003; data.source={libsvm: t.txt}; data.source={libsvm: t.txt} data.scale=min_max",
        "L003; data.source={npy: x.npy}; data.source={npy: x.npy} data.scale=unit",
        "L003; data.source={named: wine}; data.source={named: wine} data.scale=robust",
        "L004; model=[dense: 4, batch_norm, tanh, dense: 2] train.batch_size=1; model=[dense: 4, layer_norm, tanh,"
            + " dense: 2] train.batch_size=1",
        "L005; model=[dense: 4, tanh, dense: 2, dropout]; model=[dense: 4, tanh, dropout, dense: 2]",
        "L006; schedule={cosine: {epochs: 5}}; schedule={cosine: {epochs: 10}}",
        "L006; schedule={cosine: {epochs: 20}}; schedule=cosine",
        "L006; schedule={cosine: {epochs: 5}}; schedule={cosine: {epochs: 5, past_end: rise}}",
        "L006; schedule={warmup: {epochs: 10}}; schedule={warmup: {epochs: 9}}",
        "L006; schedule={warmup: {epochs: 2, then: {cosine: {epochs: 10}}}}; schedule={warmup: {epochs: 2, then:"
            + " {cosine: {epochs: 8}}}}",
        "L006; schedule={step: {epochs: 10}}; schedule={step: {epochs: 6}}",
        "L006; train.batch_size=full schedule={cosine: 5}; train.batch_size=full schedule={cosine: 10}",
        "L007; train.early_stopping.patience=10; train.early_stopping.patience=9",
        "L007; schedule={reduce_on_plateau: {patience: 10}}; schedule={reduce_on_plateau: {patience: 9}}",
        "L008; data.split.val=29; data.split.val=30"
      })
  void aRuleOfTheConfigWarnsAndLeavesItsNeighbourAlone(String code, String bad, String good) throws Exception {
    assertThat(codes(check(CONFIG, options(bad)))).containsExactly(code);
    assertThat(codes(check(CONFIG, options(good)))).isEmpty();
  }

  /// Options are parted by a blank before the next `path=`.
  private static String[] options(String line) {
    return line.strip().split(" (?=[a-z.0-9_]+=)");
  }

  @Test
  void lengthsInStepsAreComparedOnceTheRowsAreKnown() throws Exception {
    String[] steps = {"schedule={cosine: 40}"}; // 160 training rows in batches of 20: 8 steps an epoch, 80 in all
    assertThat(check(CONFIG, steps)).isEmpty();
    assertThat(codes(train(CONFIG, steps))).containsExactly("L006");
    assertThat(train(CONFIG, "schedule={cosine: 80}")).isEmpty();
  }

  @Test
  void validationRowsAreCountedOnceTheRowsAreKnown() throws Exception {
    assertThat(check(CONFIG, "data.split.val=0.1")).isEmpty();
    assertThat(codes(train(CONFIG, "data.split.val=0.1"))).containsExactly("L008"); // 20 rows
    assertThat(train(CONFIG)).isEmpty(); // 40 rows
  }

  // Rows.

  private static final String TABLE =
      """
      data: {source: {type: csv, path: t.csv}, split: {val: 40, in_order: true}, scale: standardize}
      model: [dense: 4, tanh, dense: 2]
      loss: cross_entropy
      """;

  private static final String NUMBERS =
      TABLE
          .replace("dense: 2]", "dense: 1]")
          .replace("cross_entropy", "mse")
          .replace("in_order", "stratify: false, in_order");

  /// 200 rows `a,b,t`.
  private void rows(String header, java.util.function.IntFunction<String> row) throws IOException {
    String rows = IntStream.range(0, 200).mapToObj(row).collect(Collectors.joining("\n", header + "\n", "\n"));
    Files.writeString(folder.resolve("t.csv"), rows);
  }

  /// No order, no repetition: 7919 is prime to 200.
  private static int mixed(int i) {
    return i * 7919 % 200;
  }

  @Test
  void anOrdinaryTableIsFreeOfWarnings() throws Exception {
    rows("a,b,t", i -> mixed(i) + "," + i % 7 + "," + (mixed(i) + 30 * (i % 7) > 190 ? "yes" : "no"));
    assertThat(train(TABLE)).isEmpty();
    rows("a,b,t", i -> mixed(i) + "," + i % 7 + "," + mixed(i) * (i % 7));
    assertThat(train(NUMBERS)).isEmpty();
  }

  @Test
  void aRareClass() throws Exception {
    rows("a,t", i -> mixed(i) + 0.5 * i + "," + (i % 20 == 0 ? "rare" : "often"));
    List<Warning> warnings = train(TABLE);
    assertThat(codes(warnings)).containsExactly("L101");
    assertThat(warnings.getFirst().problem().message()) // 160 training rows
        .startsWith("class rare has 8 training rows and class often has 152");
    assertThat(train(TABLE, "loss.class_weights=[1, 19]")).isEmpty();
    rows("a,t", i -> mixed(i) + 0.5 * i + "," + (i % 10 == 0 ? "rare" : "often"));
    assertThat(train(TABLE)).isEmpty(); // 9 to 1
  }

  @Test
  void constantColumns() throws Exception {
    rows("a,b,c,t", i -> mixed(i) + ",5,x," + (i % 3 == 0 ? "yes" : "no"));
    List<Warning> warnings = train(TABLE);
    assertThat(codes(warnings)).containsExactly("L102");
    assertThat(warnings.getFirst().problem().message()).startsWith("b, c have one value in all training rows");
    assertThat(train(TABLE, "data.ignore=[b, c]")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"7,%s", "%s,7", "big%s,%s"})
  void aColumnThatIsTheTargetOfAClassifier(String form) throws Exception {
    rows(
        "a,b,n,t",
        i -> {
          String type = List.of("cat", "dog", "eel").get(i % 3);
          return form.replace("%s", type).replace("7", "" + mixed(i)) + "," + mixed(i + 3) + "," + type;
        });
    assertThat(codes(train(TABLE.replace("dense: 2]", "dense: 3]")))).startsWith("L103");
  }

  @Test
  void aColumnThatIsTheTargetOfARegressionInAnotherUnit() throws Exception {
    rows("euro,a,dollar", i -> mixed(i) + "," + i % 7 + "," + (1.1 * mixed(i) + 3));
    List<Warning> warnings = train(NUMBERS);
    assertThat(codes(warnings)).containsExactly("L103");
    assertThat(warnings.getFirst().problem().message()).startsWith("euro alone tells dollar");
    rows("euro,a,dollar", i -> mixed(i) + "," + i % 7 + "," + (1.1 * mixed(i) + i % 7 / 10.0));
    assertThat(train(NUMBERS)).isEmpty();
  }

  @Test
  void aColumnOfNumbersThatOccurOnceTellsNothingAboutALeak() throws Exception {
    rows("id,a,t", i -> i + "," + mixed(i) % 9 + "," + (mixed(i) % 2 == 0 ? "yes" : "no"));
    assertThat(train(TABLE)).isEmpty();
  }

  @Test
  void validationRowsThatAreTrainingRows() throws Exception {
    rows("a,b,t", i -> mixed(i < 190 ? i : i - 190) + "," + (i < 190 ? i : i - 190) % 7 + "," + i % 2);
    List<Warning> warnings = train(TABLE); // the last 10 of 40 validation rows are the first 10 of the table
    assertThat(codes(warnings)).containsExactly("L104");
    assertThat(warnings.getFirst().problem().message())
        .isEqualTo("10 of 40 validation rows have the inputs of a training row");
    assertThat(warnings.getFirst().problem().path()).isEqualTo("data.split");
  }

  @Test
  void everyRuleIsTestedHere() throws IOException {
    Set<String> tested = new TreeSet<>();
    java.util.regex.Pattern.compile("L\\d{3}")
        .matcher(Files.readString(Path.of("src/test/java/nnrun/run/LintTest.java")))
        .results()
        .forEach(code -> tested.add(code.group()));
    assertThat(tested).containsAll(new LinkedHashSet<>(new ArrayList<>(Lint.codes())));
  }

  // Places and comments.

  @Test
  void aWarningPointsAtWhatTheConfigSays() throws Exception {
    assertThat(check("init: kaiming_normal\n" + CONFIG).getFirst().toString().replace(folder + "/", ""))
        .isEqualTo(
            """
            c.yaml:1:7: init: warning L001: kaiming's gain is that of relu, and tanh follows; take xavier_uniform or gain: auto
                1 | init: kaiming_normal
                  |       ^\
            """);
    assertThat(check(CONFIG, "init=kaiming_normal").getFirst().toString())
        .startsWith("-o init=kaiming_normal: warning L001");
  }

  @Test
  void aCommentBehindASettingSilencesItsLine() throws Exception {
    assertThat(check("init: kaiming_normal   # lint: ignore L001 as in the paper\n" + CONFIG)).isEmpty();
    assertThat(codes(check("name: x   # lint: ignore L001\ninit: kaiming_normal\n" + CONFIG))).containsExactly("L001");
    assertThat(codes(check("init: kaiming_normal   # lint: ignore L002\n" + CONFIG))).containsExactly("L001");
  }

  @Test
  void aCommentOnItsOwnLineSilencesTheWholeConfig() throws Exception {
    assertThat(check(CONFIG + "# lint: ignore L006, L001\ninit: kaiming_normal\n")).isEmpty();
    Files.writeString(folder.resolve("base.yaml"), CONFIG + "init: kaiming_normal\n");
    assertThat(codes(check("extends: base.yaml"))).containsExactly("L001");
    assertThat(check("extends: base.yaml\n# lint: ignore L001")).isEmpty();
  }

  @Test
  void aCodeThatNoRuleHasIsSaid() throws Exception {
    List<Warning> warnings = check(CONFIG + "# lint: ignore L01\n");
    assertThat(codes(warnings)).containsExactly("L000");
    assertThat(warnings.getFirst().problem().line()).isEqualTo(7);
    assertThat(warnings.getFirst().problem().message()).isEqualTo("L01: no rule of lint has this code");
  }
}
