package nnrun.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Expected numbers are calculated by hand, as shown.
class EncodingTest {
  @TempDir Path folder;

  /// The rows as they stand, the last for validation.
  private Given given(String rows, Map<String, Encoding> types) {
    Given given = Given.file(folder, rows).split(Given.split("1", "0", false, true, 0));
    given.types = types;
    return given;
  }

  private Prepared prepare(Given given) {
    return given.prepare(new DataFiles(List.of(folder)), false);
  }

  private static Table read(Prepared data, String content) {
    return data.preprocessing().read(Content.of("n.csv", content.getBytes(UTF_8)), Given.csv("n.csv"));
  }

  private void refused(Given given, String message) {
    assertThatThrownBy(() -> prepare(given)).isInstanceOf(DataException.class).hasMessageContaining(message);
  }

  private static final String SIZES = "size,ok,y\nlarge,yes,0\nsmall,N,1\nmedium,TRUE,2\nlarge,off,3\n";

  /// small, medium, large are 0, 1, 2; of the training rows 2, 0, 1 min_max makes 1, 0, 0.5. Flags are not scaled.
  @Test
  void anOrderBecomesANumberAndAFlagZeroOrOne() {
    Map<String, Encoding> types = Map.of("size", new Ordinal(List.of("small", "medium", "large")), "ok", new Flag());
    Prepared data = prepare(given(SIZES, types).scale(new MinMax()));
    assertThat(data.preprocessing().features()).containsExactly("size", "ok");
    assertThat(Given.column(data.train().inputs(), 0)).containsExactly(1, 0, 0.5);
    assertThat(Given.column(data.train().inputs(), 1)).containsExactly(1, 0, 1);
    assertThat(Given.row(data.val().inputs(), 0)).containsExactly(1, 0);
    Table table = read(data, "size,ok\nmedium,no\n");
    assertThat(Given.row(PreprocessingTest.again(data.preprocessing()).inputs(table, Given.ENGINE), 0))
        .containsExactly(0.5, 0);
  }

  /// Without an order that of categories: large, medium, small by code point.
  @Test
  void anOrderIsSortedWhereNoneIsGiven() {
    Prepared data = prepare(given(SIZES, Map.of("size", new Ordinal(List.of()), "ok", new Flag())));
    assertThat(Given.column(data.train().inputs(), 0)).containsExactly(0, 2, 1);
  }

  @Test
  void textsThatHaveNoNumberAreRefused() {
    refused(
        given(SIZES, Map.of("size", new Ordinal(List.of("small", "large")), "ok", new Flag())),
        "t.csv, line 4, column 'size': 'medium' is not in its order: small, large");
    refused(
        given("f,y\nyes,1\nmaybe,2\nno,0\n", Map.of("f", new Flag())),
        "t.csv, line 3, column 'f': 'maybe' is neither yes nor no");
    refused(given(SIZES, Map.of("y", new Flag())), "the target 'y' is numeric or categorical, nothing else");
  }

  /// The mean of 2 and 4 is 3. Column b has no gap in a training row, and so no indicator.
  @Test
  void anIndicatorPointsAtGaps() {
    Given given = given("a,b,y\n2,1,0\n?,1,0\n4,2,0\n?,3,0\n", Map.of()).missing("mean");
    given.indicator = true;
    Prepared data = prepare(given);
    assertThat(data.preprocessing().features()).containsExactly("a", "a=(missing)", "b");
    assertThat(Given.row(data.train().inputs(), 0)).containsExactly(2, 0, 1);
    assertThat(Given.row(data.train().inputs(), 1)).containsExactly(3, 1, 1);
    assertThat(Given.row(data.val().inputs(), 0)).containsExactly(3, 1, 3);
    Table table = read(data, "a,b\n?,5\n");
    assertThat(Given.row(PreprocessingTest.again(data.preprocessing()).inputs(table, Given.ENGINE), 0))
        .containsExactly(3, 1, 5);
  }

  @Test
  void wordsAreRunsOfLettersAndDigitsInLowerCase() {
    assertThat(Vocabulary.words("It's 2 GOOD, ÉTÉ-Straße_x! 日本 " + "a".repeat(65)))
        .containsExactly("it", "s", "2", "good", "été", "straße", "x", "日本");
    assertThat(Vocabulary.words(" \n")).isEmpty();
  }

  private static final String DOCUMENTS = "t,y\ngood film good,1\nbad film,0\ngood bad ugly,0\n\"film, good\",1\n";

  /// Training words by documents: good 2, film 2, bad 2, ugly 1. Those in two documents, by code point: bad, film,
  /// good.
  @Test
  void aBagOfWordsCounts() {
    Prepared data = prepare(given(DOCUMENTS, Map.of("t", new BagOfWords(10, 2, false))));
    assertThat(data.preprocessing().features()).containsExactly("t:bad", "t:film", "t:good");
    assertThat(Given.row(data.train().inputs(), 0)).containsExactly(0, 1, 2);
    assertThat(Given.row(data.train().inputs(), 2)).containsExactly(1, 0, 1);
    assertThat(Given.row(data.val().inputs(), 0)).containsExactly(0, 1, 1);
    Rows binary = prepare(given(DOCUMENTS, Map.of("t", new BagOfWords(10, 2, true)))).train().inputs();
    assertThat(Given.row(binary, 0)).containsExactly(0, 1, 1);
    Prepared two = prepare(given(DOCUMENTS, Map.of("t", new BagOfWords(2, 1, false))));
    assertThat(two.preprocessing().features()).as("of equal counts the first").containsExactly("t:bad", "t:film");
  }

  /// n = 3: idf = ln(4/3) + 1 = a for bad, film and good (in 2), ln(4/2) + 1 = b for ugly (in 1). The first document is
  /// (0, a, 2a, 0) / √(5a²) = (0, 1, 2, 0) / √5; the third (a, 0, a, b) / √(2a² + b²).
  @Test
  void tfIdfWeighsRareWordsAndBringsRowsToLengthOne() {
    Prepared data = prepare(given(DOCUMENTS, Map.of("t", new TfIdf(10, 1))));
    double a = StrictMath.log(4 / 3.0) + 1;
    double b = StrictMath.log(2) + 1;
    double length = Math.sqrt(2 * a * a + b * b);
    assertThat(Given.row(data.train().inputs(), 0))
        .containsExactly(new double[] {0, 1 / Math.sqrt(5), 2 / Math.sqrt(5), 0}, within(1e-15));
    assertThat(Given.row(data.train().inputs(), 2))
        .containsExactly(new double[] {a / length, 0, a / length, b / length}, within(1e-15));
    Table table = read(data, "t\nugly new ugly\nunknown words\n");
    Rows loaded = PreprocessingTest.again(data.preprocessing()).inputs(table, Given.ENGINE);
    assertThat(Given.row(loaded, 0)).containsExactly(0, 0, 0, 1);
    assertThat(Given.row(loaded, 1)).containsExactly(0, 0, 0, 0);
  }

  /// Every word counts ±1 at one place, so that the sum of sizes is the number of words where none meet.
  @Test
  void hashingNeedsNoVocabulary() {
    Prepared data = prepare(given(DOCUMENTS, Map.of("t", new Hashing(1000, true))));
    double[] first = Given.row(data.train().inputs(), 0);
    assertThat(first).hasSize(1000);
    assertThat(Arrays.stream(first).map(Math::abs).sum()).isEqualTo(3);
    Table table = read(data, "t\nnever seen\n");
    double[] unseen = Given.row(PreprocessingTest.again(data.preprocessing()).inputs(table, Given.ENGINE), 0);
    assertThat(Arrays.stream(unseen).map(Math::abs).sum()).isEqualTo(2);
    Rows unsigned = prepare(given(DOCUMENTS, Map.of("t", new Hashing(1, false)))).train().inputs();
    assertThat(Given.column(unsigned, 0)).containsExactly(3, 2, 3);
  }

  @Test
  void documentsNeedToBeTold() throws Exception {
    Files.writeString(folder.resolve("d.txt"), "a\tone\nb\ttwo\n");
    Given given = new Given(new Text("d.txt", Text.Label.FIRST, new Delimiter('\t')));
    refused(given, "d.txt: column 'text' holds documents; say what becomes of them: types: {text: tf_idf}");
    given.types = Map.of("text", new TfIdf(10, 2));
    refused(given, "column 'text': no word is in 2 training documents or more; take min_count: 1");
    given.types = Map.of("text", new TfIdf(10, 1));
    assertThat(prepare(given).preprocessing().features()).containsExactly("text:one", "text:two");
  }

  @Test
  void splitColumnsAreNoInputs() {
    Given group = Given.file(folder, "g,a,y\n1,5,0\n1,6,0\n2,7,1\n2,8,1\n");
    group.split = new Split(Share.parse("0"), Share.parse("1"), false, false, "g", null, 0, 1, 0);
    Prepared data = prepare(group);
    assertThat(data.preprocessing().features()).containsExactly("a");
    assertThat(data.test().rows()).isEqualTo(2);
    Given told = Given.file(folder, "p,a,y\ntest,5,0\ntrain,6,0\nval,7,1\ntrain,8,1\n");
    told.split = new Split(Share.parse("0"), Share.parse("0"), false, false, null, "p", 0, 1, 0);
    assertThat(Given.column(prepare(told).train().inputs(), 0)).containsExactly(6, 8);
    Given wrong = Given.file(folder, "p,a,y\ntest,5,0\ntrian,6,0\n");
    wrong.split = told.split;
    refused(wrong, "t.csv, line 3, column 'p': 'trian' where train, val or test is wanted");
  }
}
