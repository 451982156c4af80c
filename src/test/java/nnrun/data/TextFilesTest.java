package nnrun.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import nnrun.spec.Invalid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFilesTest {
  @TempDir Path folder;

  private Table load(String content, Source source) {
    Given.write(folder.resolve("f"), content.getBytes(UTF_8));
    return source.load(new DataFiles(List.of(folder)));
  }

  private void refused(String content, Source source, String message) {
    assertThatThrownBy(() -> load(content, source)).isInstanceOf(DataException.class).hasMessageContaining(message);
  }

  private static Text text(Text.Label label, char delimiter) {
    return new Text("f", label, new Delimiter(delimiter));
  }

  @Test
  void linesEndInAnyOfThreeWays() {
    try (TextLines lines = new TextLines(Content.of("f", "\uFEFFa\r\nb\rc\n\n\rd".getBytes(UTF_8)))) {
      for (String expected : List.of("a", "b", "c", "", "", "d")) {
        assertThat(lines.next()).isEqualTo(expected);
      }
      assertThat(lines.number()).isEqualTo(6);
      assertThat(lines.next()).isNull();
    }
  }

  @Test
  void sparseRowsBecomeWhole() {
    Table table = load("+1 1:0.5 3:2 # first\n\n-1 2:1e1\n0\n", new Libsvm("f", 0, false));
    assertThat(table.names()).containsExactly("x1", "x2", "x3", "label");
    assertThat(Given.numbers(table, "x1")).containsExactly(0.5, 0, 0);
    assertThat(Given.numbers(table, "x2")).containsExactly(0, 10, 0);
    assertThat(Given.numbers(table, "x3")).containsExactly(2, 0, 0);
    assertThat(Given.numbers(table, "label")).containsExactly(1, -1, 0);
    assertThat(Given.lines(table)).containsExactly(1, 3, 4);
    assertThat(load("1 0:4\n", new Libsvm("f", 3, true)).names()).containsExactly("x0", "x1", "x2", "label");
  }

  @Test
  void brokenAndHostileSparseFilesAreRefusedWithTheirLine() {
    Libsvm source = new Libsvm("f", 0, false);
    refused("1 1:1\nx 1:1\n", source, "f, line 2: the label 'x' is not a number");
    refused("1,2 1:1\n", source, "f, line 1: the label '1,2' is not a number; several labels a row cannot be read");
    refused("1 1:1,5\n", source, "f, line 1: '1,5' is not a number; decimals are written with a point: 1.5");
    refused("1 1:inf\n", source, "'inf' is not a number; only finite numbers");
    refused("1 5\n", source, "'5' is not index:value");
    refused("1 qid:3 1:1\n", source, "'qid:3' is not index:value; ranks cannot be read");
    refused("1 0:1\n", source, "index 0 where the first is 1; zero_based: true");
    refused("1 2:1 2:3\n", source, "index 2 stands behind a greater or equal one");
    refused("1 4:1\n", new Libsvm("f", 3, false), "index 4 beyond 3 features");
    refused("1 99999999:1\n", source, "index 99999999 beyond 10000000 features");
    refused("1 9999999:1\n".repeat(1000), source, "f: 1000 rows of 9999999 features take 76294 MB and ");
    refused("\n# nothing\n", source, "f: no row in it");
    refused("1\n0\n", source, "f: no row has any index:value");
    refused("1 1:\0\n", source, "f, line 1: a NUL byte");
  }

  @Test
  void documentsStandBesideTheirClass() {
    Table table = load("pos\tgood, \"very\" good\tindeed\n\n neg \t bad\n", text(Text.Label.FIRST, '\t'));
    Column.Texts documents = (Column.Texts) table.columns().getFirst();
    assertThat(documents.text(0)).isEqualTo("good, \"very\" good\tindeed");
    assertThat(documents.text(1)).isEqualTo("bad");
    assertThat(((Column.Texts) table.columns().getLast()).levels()).containsExactly("pos", "neg");
    assertThat(Given.lines(table)).containsExactly(1, 3);
    Column.Texts last = (Column.Texts) load("a; b;1\nc;2\n", text(Text.Label.LAST, ';')).columns().getFirst();
    assertThat(last.levels()).containsExactly("a; b", "c");
    Table none = load("one\ntwo\none\n", text(Text.Label.NONE, '\t'));
    assertThat(Given.codes(none, 0)).containsExactly(0, 1, 0);
    assertThat(none.targets()).isEmpty();
  }

  @Test
  void linesWithoutAClassAreRefused() {
    refused("good\n", text(Text.Label.FIRST, '\t'), "f, line 1: no tab that parts class and document; label: none");
    refused("a\tb\n\tc\n", text(Text.Label.FIRST, '\t'), "f, line 2: a document without a class");
    refused("\n \n", text(Text.Label.FIRST, '\t'), "f: no document in it");
  }

  @Test
  void aFolderHoldsAFolderAClass() throws Exception {
    for (String name : List.of("f/neg/2.txt", "f/neg/10.txt", "f/pos/1.txt")) {
      Files.createDirectories(folder.resolve(name).getParent());
      Given.write(folder.resolve(name), (name + "\nsecond line\n").getBytes(UTF_8));
    }
    Table table = text(Text.Label.FIRST, '\t').load(new DataFiles(List.of(folder)));
    Column.Texts documents = (Column.Texts) table.columns().getFirst();
    assertThat(documents.levels())
        .containsExactly("f/neg/10.txt\nsecond line", "f/neg/2.txt\nsecond line", "f/pos/1.txt\nsecond line");
    assertThat(Given.codes(table, table.columns().size() - 1)).containsExactly(0, 0, 1);
    Files.delete(folder.resolve("f/pos/1.txt"));
    Given.write(folder.resolve("f/pos/1.html"), new byte[1]);
    assertThatThrownBy(() -> text(Text.Label.FIRST, '\t').load(new DataFiles(List.of(folder))))
        .hasMessage("f/pos/1.html: no .txt file; convert it, or take it out");
  }

  /// Counts are those that the publishers state, as the folder's own list of them repeats.
  @Test
  void namedSetsHaveTheirRowsColumnsAndTargets() {
    Object[][] sets = {
      {DataName.IRIS, 150, 5, "class"},
      {DataName.WINE, 178, 14, "class"},
      {DataName.BREAST_CANCER, 569, 31, "class"},
      {DataName.DIGITS, 1797, 2, "label"},
      {DataName.DIABETES, 442, 11, "progression"},
      {DataName.ABALONE, 4177, 9, "rings"},
      {DataName.BREAST_CANCER_WISCONSIN, 699, 10, "class"},
      {DataName.ECOLI, 336, 8, "class"},
      {DataName.GLASS, 214, 10, "class"},
      {DataName.HABERMAN, 306, 4, "class"},
      {DataName.IONOSPHERE, 351, 35, "class"},
      {DataName.PENGUINS, 344, 7, "species"},
      {DataName.PHONEME, 5404, 6, "class"},
      {DataName.PIMA_DIABETES, 768, 9, "class"},
      {DataName.SONAR, 208, 61, "class"},
      {DataName.WHEAT_SEEDS, 210, 8, "class"},
      {DataName.WINE_QUALITY_RED, 1599, 12, "quality"},
      {DataName.WINE_QUALITY_WHITE, 4898, 12, "quality"},
      {DataName.MNIST, 60000, 2, "label"},
      {DataName.FASHION_MNIST, 60000, 2, "label"}
    };
    assertThat(sets.length).isEqualTo(DataName.values().length);
    for (Object[] set : sets) {
      Table table = new Named((DataName) set[0], Named.Part.TRAIN).load(Given.realData());
      assertThat(List.of(set[0], table.rows(), table.columns().size(), table.targets().getFirst()))
          .isEqualTo(List.of(set));
      assertThat(table.columns()).hasSameSizeAs(((DataName) set[0]).columns());
    }
    assertThat(new Named(DataName.MNIST, Named.Part.TEST).load(Given.realData()).rows()).isEqualTo(10_000);
    Table iris = new Named(DataName.IRIS, Named.Part.TRAIN).load(Given.realData());
    assertThat(((Column.Texts) iris.columns().getLast()).text(149)).isEqualTo("virginica");
    assertThat(Given.numbers(iris, "petal_width")[149]).isEqualTo(1.8);
    assertThatThrownBy(() -> new Named(DataName.IRIS, Named.Part.TEST))
        .isInstanceOf(Invalid.class)
        .hasMessage("iris has one part; take test rows with split: {test: 0.2}");
  }

  @Test
  void aNamedSetThatIsNotThePublishedOneIsRefused() throws Exception {
    Files.createDirectory(folder.resolve("small-tabular"));
    Given.write(folder.resolve("small-tabular/haberman.csv"), "30,64,1,1\n30,62,3,1\n".getBytes(UTF_8));
    assertThatThrownBy(() -> new Named(DataName.HABERMAN, Named.Part.TRAIN).load(new DataFiles(List.of(folder))))
        .hasMessageContainingAll("small-tabular/haberman.csv: not the file that was published as haberman (SHA-256 ");
  }
}
