package nnrun.data;

import static nnrun.data.Given.NO_FILES;
import static nnrun.data.Given.column;
import static nnrun.data.Given.row;
import static nnrun.data.Given.split;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreparingTest {
  private static final String PLANTS =
      """
      height,colour,sun,kind
      1,red,yes,oak
      2,blue,no,elm
      3,red,no,oak
      6,green,yes,elm
      """;

  @TempDir Path folder;

  private DataFiles files() {
    return new DataFiles(List.of(folder));
  }

  private Prepared prepare(Given given) {
    return given.prepare(files(), true);
  }

  @Test
  void theLastColumnIsTheTargetAndTextsBecomeOneFeatureACategory() {
    Prepared data = prepare(Given.file(folder, PLANTS));
    assertThat(data.preprocessing().features())
        .containsExactly("height", "colour=blue", "colour=green", "colour=red", "sun=no", "sun=yes");
    assertThat(data.preprocessing().inputShape()).containsExactly(6);
    assertThat(row(data.train().inputs(), 0)).containsExactly(1, 0, 0, 1, 0, 1);
    assertThat(row(data.train().inputs(), 3)).containsExactly(6, 0, 1, 0, 0, 1);
    assertThat(data.preprocessing().targets())
        .isEqualTo(new Targets(Targets.Kind.CLASSES, List.of("kind"), List.of("elm", "oak"), 2));
    assertThat(column(data.train().targets(), 0)).containsExactly(1, 0, 1, 0);
    assertThat(data.val().isEmpty() && data.test().isEmpty()).isTrue();
  }

  @Test
  void columnsAreChosenByNameInTheOrderAskedFor() {
    Given given = Given.file(folder, PLANTS).target("height");
    given.columns = List.of("sun", "colour");
    Prepared data = given.prepare(files(), false);
    assertThat(data.preprocessing().features())
        .containsExactly("sun=no", "sun=yes", "colour=blue", "colour=green", "colour=red");
    assertThat(data.preprocessing().targets().kind()).isEqualTo(Targets.Kind.NUMBERS);
    assertThat(column(data.train().targets(), 0)).containsExactly(1, 2, 3, 6);
  }

  @Test
  void columnsCanBeIgnored() {
    Given given = Given.file(folder, PLANTS);
    given.ignore = List.of("colour", "sun");
    assertThat(prepare(given).preprocessing().features()).containsExactly("height");
  }

  @Test
  void severalTargetsAreNumbers() {
    Given given = Given.file(folder, "a,b,c\n1,2,3\n4,5,6\n");
    given.targets = List.of("c", "a");
    Prepared data = prepare(given);
    assertThat(row(data.train().targets(), 1)).containsExactly(6, 4);
    assertThat(data.preprocessing().outputs()).containsExactly("c", "a");
  }

  @Test
  void anAutoencoderLearnsItsInputs() {
    Prepared data = Given.file(folder, "a,b\n1,2\n3,4\n").target("input").prepare(files(), false);
    assertThat(data.train().targets()).isSameAs(data.train().inputs());
    assertThat(data.preprocessing().outputs()).containsExactly("a", "b");
  }

  @Test
  void aColumnReallyCalledInputIsReachedByTargets() {
    Given given = Given.file(folder, "input,b\n1,2\n3,4\n");
    given.targets = List.of("input");
    assertThat(prepare(given).preprocessing().features()).containsExactly("b");
  }

  @Test
  void numbersAreClassesOnlyForALossThatTakesClassesInTheirOwnOrder() {
    Given given = Given.file(folder, "x,y\n1,10\n2,9\n3,-1\n4,10.0\n");
    Prepared classes = given.prepare(files(), true);
    assertThat(classes.preprocessing().outputs()).containsExactly("-1", "9", "10");
    assertThat(column(classes.train().targets(), 0)).containsExactly(2, 1, 0, 2);
    Prepared numbers = given.prepare(files(), false);
    assertThat(column(numbers.train().targets(), 0)).containsExactly(10, 9, -1, 10);
  }

  @Test
  void textsAreOrderedByCodePoint() {
    assertThat(Field.sorted(List.of("b", "10", "9", "B", "é", "😀", "ﬀ")))
        .containsExactly("10", "9", "B", "b", "é", "ﬀ", "😀");
    assertThat(Field.sorted(List.of("10", "9", "1e1", "-3"))).containsExactly("-3", "9", "10", "1e1");
  }

  @Test
  void typesOverrideWhatIsFound() {
    Given given = Given.file(folder, "zip,mixed,y\n10,1,a\n20,x,b\n10,2,a\n");
    given.types = Map.of("zip", new Categorical(), "mixed", new Categorical());
    assertThat(prepare(given).preprocessing().features())
        .containsExactly("zip=10", "zip=20", "mixed=1", "mixed=2", "mixed=x");
  }

  /// Training rows 1, 2, 3: mean 2, variance 2/3. The test row is 6.
  @Test
  void scalingIsFittedOnTheTrainingRowsOnly() {
    Given given = Given.file(folder, PLANTS).split(split("0", "1", false, true, 0)).scale(new Standardize());
    given.columns = List.of("height");
    Prepared data = prepare(given);
    double sd = Math.sqrt(2.0 / 3);
    assertThat(column(data.train().inputs(), 0)).containsExactly(-1 / sd, 0, 1 / sd);
    assertThat(data.test().inputs().get(0, 0)).isEqualTo(4 * (1 / sd));
    Prepared minMax = prepare(given.scale(new MinMax()));
    assertThat(column(minMax.train().inputs(), 0)).containsExactly(0, 0.5, 1);
    assertThat(minMax.test().inputs().get(0, 0)).isEqualTo(2.5);
  }

  @Test
  void categoriesAreNotScaledAndAConstantColumnBecomesZero() {
    Prepared data = prepare(Given.file(folder, "a,b,y\n5,u,1\n5,v,0\n5,u,1\n").scale(new Standardize()));
    assertThat(row(data.train().inputs(), 0)).containsExactly(0, 1, 0);
    assertThat(row(data.train().inputs(), 1)).containsExactly(0, 0, 1);
  }

  /// Of 1, 2, 6 (training) the mean is 3 and the median 2; the 100 of the test row does not count.
  @ParameterizedTest
  @ValueSource(strings = {"mean 3", "median 2", "-7.5 -7.5"})
  void aMissingNumberIsFilledFromTheTrainingRows(String rule) {
    Given given = Given.file(folder, "a,y\n1,0\n2,1\n6,0\n?,1\n100,0\n").split(split("0", "1", false, true, 0));
    Prepared data = prepare(given.missing(rule.split(" ")[0]));
    assertThat(data.train().inputs().get(3, 0)).isEqualTo(Double.parseDouble(rule.split(" ")[1]));
  }

  @Test
  void aMissingTextIsACategoryOfItsOwn() {
    Prepared data = prepare(Given.file(folder, "a,c,y\n1,u,0\n,NA,1\n3,v,0\n").missing("mean"));
    assertThat(data.preprocessing().features()).containsExactly("a", "c=u", "c=v", "c=(missing)");
    assertThat(row(data.train().inputs(), 1)).containsExactly(2, 0, 0, 1);
  }

  @Test
  void rowsWithGapsCanBeDroppedBeforeTheyAreDealt() {
    Prepared data = prepare(Given.file(folder, "a,c,y\n1,u,0\n,u,1\n3,,0\n4,v,\n5,v,1\n").missing("drop"));
    assertThat(data.train().sourceRows()).containsExactly(0, 4);
    assertThat(data.preprocessing().features()).containsExactly("a", "c=u", "c=v");
  }

  @Test
  void aSeparateTestSourceIsEncodedAsTheTrainingRowsWere() {
    Given.write(
        folder.resolve("test.csv"), "kind,sun,height,colour\noak,no,10,blue\n".getBytes(StandardCharsets.UTF_8));
    Given given = Given.file(folder, PLANTS);
    given.test = Given.csv("test.csv");
    Prepared data = prepare(given);
    assertThat(row(data.test().inputs(), 0)).as("by name, in whatever order").containsExactly(10, 1, 0, 0, 1, 0);
    assertThat(data.test().targets().get(0, 0)).isEqualTo(1);
    assertThat(data.train().rows()).isEqualTo(4);
  }

  @Test
  void anUnknownCategoryMayCountAsNone() {
    Given given = Given.file(folder, PLANTS).split(split("0", "1", false, true, 0));
    given.columns = List.of("colour");
    given.unknown = Unknown.OTHER;
    assertThat(row(prepare(given).test().inputs(), 0)).containsExactly(0, 0);
  }

  @Test
  void bothPrecisionsHoldTheSameNumbersRounded() {
    DataSpec spec = new Given(new Moons(20, 0.1, 0)).spec();
    Prepared exact = spec.prepare(NO_FILES, Given.ENGINE, true);
    Prepared rounded = spec.prepare(NO_FILES, nnrun.tensor.Engine.plain(nnrun.tensor.Precision.FLOAT32), true);
    for (int row = 0; row < 20; row++) {
      assertThat(rounded.train().inputs().get(row, 1)).isEqualTo((float) exact.train().inputs().get(row, 1));
    }
  }

  record Refusal(String content, Consumer<Given> change, String... message) {}

  private static Refusal refusal(String content, Consumer<Given> change, String... message) {
    return new Refusal(content, change, message);
  }

  static List<Refusal> refusals() {
    return List.of(
        refusal(
            PLANTS,
            g -> g.target("knid"),
            "t.csv: no column 'knid', which is the target; there are height, colour, sun, kind; did you mean 'kind'?"),
        refusal(PLANTS, g -> g.target("zzzzzz"), "there are height, colour, sun, kind"),
        refusal(PLANTS, g -> g.columns = List.of("hight"), "no column 'hight', which columns asks for", "'height'"),
        refusal(PLANTS, g -> g.ignore = List.of("color"), "no column 'color', which ignore leaves out", "'colour'"),
        refusal(PLANTS, g -> g.types = Map.of("sum", new Numeric()), "which types speaks of", "'sun'"),
        refusal(PLANTS, g -> g.ignore = List.of("kind"), "column 'kind' is the target, and ignore leaves it out"),
        refusal(PLANTS, g -> g.columns = List.of("kind"), "is the target, and columns makes it an input"),
        refusal(
            PLANTS, g -> g.types = Map.of("sun", new Numeric()), "t.csv, line 2, column 'sun': 'yes' is not a number"),
        refusal(
            PLANTS, g -> g.targets = List.of("kind", "height"), "several targets must be numbers, and 'oak' is none"),
        refusal("1;2;x\n3;4;y\n", g -> {}, "the cells do not tell"),
        refusal("7\n8\n", g -> {}, "t.csv: no input column is left beside the target 'c1'", "delimiter"),
        refusal("a,b,y\n1,2,u\n3,inf,v\n", g -> {}, "t.csv, line 3, column 'b': 'inf' is not a number; only finite"),
        refusal("a,b,y\n1,2,u\n3,1e400,v\n", g -> {}, "line 3, column 'b': '1e400' is not a number; the greatest is"),
        refusal(
            "a,b,y\n1,2,u\n3,\"1,5\",v\n", g -> {}, "'1,5' is not a number; decimals are written with a point: 1.5"),
        refusal("a,b,y\n1,2,u\n3,1d,v\n", g -> {}, "'1d' is not a number, and there are numbers in this column ('2')"),
        refusal("a,b,y\n1,2,u\n3,0x1p3,v\n", g -> {}, "line 3, column 'b': '0x1p3' is not a number"),
        refusal("a,b,y\n1,2,u\n3,oops,v\n", g -> {}, "missing: [...]", "types: {b: categorical}"),
        refusal("a,b,y\n1,2,u\n3,,v\n", g -> {}, "t.csv, line 3, column 'b': the cell is missing", "missing: mean"),
        refusal("a,b,y\n1,2,u\n3,nan,v\n", g -> {}, "t.csv, line 3, column 'b': the cell is missing"),
        refusal("a,b,y\n1,2,u\n3,4,\n5,6,v\n", g -> {}, "t.csv, line 3, column 'y': the target is missing; leave such"),
        refusal("a,b,y\n1,?,u\n3,,v\n", g -> g.missing("mean"), "column 'b' has no value at all; ignore it"),
        refusal("a,b,y\n1,?,u\n,2,v\n", g -> g.missing("drop"), "every row has a missing cell"),
        refusal(
            "a,b,y\n1,?,u\n3,?,v\n4,5,u\n",
            g -> g.missing("mean").split(split("0", "1", false, true, 0)),
            "column 'b' has no value in any training row"),
        refusal("a,b,y\n1,2,u\n3,4,u\n", g -> {}, "every training row has the class 'u' in 'y'"),
        refusal("a,y\n1,2.5\n3,4\n", g -> {}, "line 2, column 'y': the loss takes classes, and 2.5 is no whole number"),
        refusal(
            "a,b,y\n1,2,u\n3,4,v\n5,6,w\n",
            g -> g.split(split("0", "1", false, true, 0)),
            "t.csv, line 4, column 'y': class 'w' is in no training row",
            "stratify: true"),
        refusal(
            "a,c,y\n1,red,u\n3,blue,v\n5,rad,u\n",
            g -> g.split(split("0", "1", false, true, 0)),
            "t.csv, line 4, column 'c': 'rad' is in no training row; did you mean 'red'?",
            "unknown: other"),
        refusal(
            "a,y\n1,u\n3,v\n256,v\n",
            g -> g.scale(new Unit()),
            "scale: unit takes bytes from 0 to 255, and column 'a' has 256"),
        refusal(
            "a,y\n1e300,u\n-1e308,v\n1e308,v\n",
            g -> g.scale(new Standardize()),
            "column 'a': its numbers span a range"),
        refusal("a,y\n-1e308,u\n1e308,v\n", g -> g.scale(new MinMax()), "column 'a': its numbers span a range"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void whatCannotBeMeantIsRefusedWithItsPlace(Refusal refusal) {
    Given given = Given.file(folder, refusal.content);
    refusal.change.accept(given);
    assertThatThrownBy(() -> prepare(given)).isInstanceOf(DataException.class).hasMessageContainingAll(refusal.message);
  }

  @Test
  void stratifyingNumbersIsRefusedWithAWayOut() {
    Given given = Given.file(folder, "a,y\n1,2.5\n3,4\n5,6\n").split(split("0", "1", true, false, 0));
    assertThatThrownBy(() -> given.prepare(files(), false))
        .hasMessage(
            "split: stratify keeps the shares of classes, and the target is numbers; remove stratify,"
                + " or say types: {y: categorical}");
    assertThatThrownBy(() -> given.target("input").prepare(files(), false))
        .hasMessageContaining("the target is the inputs themselves; remove stratify");
  }

  @Test
  void whatCannotFitIsRefusedBeforeAllocating() {
    StringBuilder content = new StringBuilder("id,y\n");
    for (int row = 0; row < 60_000; row++) {
      content.append('k').append(row).append(',').append(row % 2).append('\n');
    }
    Given given = Given.file(folder, content.toString());
    assertThatThrownBy(() -> prepare(given))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("t.csv: 60000 rows of 60000 features take 27466 MB", "of memory are free", "-Xmx");
  }

  @ParameterizedTest
  @ValueSource(strings = {"avg", "", "1e999", "nan", "Mean"})
  void onlyKnownRulesFillGaps(String rule) {
    assertThatThrownBy(() -> Missing.parse(rule)).hasMessageContaining("mean, median, drop, error, or a number");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mean", "median", "drop", "error", "0", "-1.5"})
  void aRuleForGapsReadsBackAsItIsWritten(String rule) {
    assertThat(Missing.parse(rule).toString()).isEqualTo(rule);
    assertThat(Missing.parse(Missing.parse(rule).toString())).isEqualTo(Missing.parse(rule));
  }
}
