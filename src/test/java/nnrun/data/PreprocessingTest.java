package nnrun.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static nnrun.data.Given.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import nnrun.state.State;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;
import nnrun.tensor.Precision;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreprocessingTest {
  @TempDir Path folder;
  private Preprocessing fitted;

  /// Keeps what it is shown.
  private static final class Saved implements State {
    final Map<String, Object> all = new LinkedHashMap<>();

    @Override
    public void matrix(String name, Matrix matrix) {
      Matrix copy = Given.ENGINE.matrix(matrix.rows(), matrix.columns());
      copy.copy(matrix);
      all.put(name, copy);
    }

    @Override
    public long whole(String name, long value) {
      all.put(name, value);
      return value;
    }

    @Override
    public double real(String name, double value) {
      all.put(name, value);
      return value;
    }

    @Override
    public List<String> texts(String name, List<String> value) {
      all.put(name, List.copyOf(value));
      return value;
    }
  }

  /// Gives back what was kept, and fails on any other name.
  private record Loading(Map<String, Object> all) implements State {
    private Object take(String name) {
      Object value = all.remove(name);
      assertThat(value).as(name).isNotNull();
      return value;
    }

    @Override
    public void matrix(String name, Matrix matrix) {
      Matrix saved = (Matrix) take(name);
      assertThat(saved.columns()).isEqualTo(matrix.columns());
      matrix.copy(saved);
    }

    @Override
    public long whole(String name, long value) {
      return (Long) take(name);
    }

    @Override
    public double real(String name, double value) {
      return (Double) take(name);
    }

    @Override
    @SuppressWarnings("unchecked")
    public List<String> texts(String name, List<String> value) {
      return (List<String>) take(name);
    }
  }

  static Preprocessing again(Preprocessing from) {
    Saved saved = new Saved();
    from.state(saved);
    Map<String, Object> left = new LinkedHashMap<>(saved.all);
    Preprocessing loaded = Preprocessing.from(new Loading(left));
    assertThat(left).as("left over").isEmpty();
    return loaded;
  }

  @BeforeEach
  void fit() {
    fitted =
        Given.file(folder, "kind,height,colour,width\noak,1,red,10\nelm,2,blue,?\noak,6,red,30\nelm,3,,20\n")
            .target("kind")
            .missing("mean")
            .scale(new MinMax())
            .prepare(new DataFiles(List.of(folder)), true)
            .preprocessing();
  }

  private Table read(String content) {
    return fitted.read(Content.of("new.csv", content.getBytes(UTF_8)), Given.csv("new.csv"));
  }

  /// The features of all rows, as a prediction makes them: from a stream that is read once, some rows at a time.
  private List<Rows> stream(String content, Engine engine) {
    List<Rows> all = new ArrayList<>();
    Content once = Content.of("new.csv", new ByteArrayInputStream(content.getBytes(UTF_8)));
    fitted.eachInputs(once, Given.csv("new.csv"), engine, all::add);
    return all;
  }

  private Rows inputs(String content) {
    return stream(content, Given.ENGINE).getFirst();
  }

  @Test
  void whatIsLoadedPreparesTheSameNumbers() {
    Preprocessing loaded = again(fitted);
    assertThat(loaded.features()).isEqualTo(fitted.features());
    assertThat(loaded.targets()).isEqualTo(fitted.targets());
    assertThat(loaded.inputShape()).isEqualTo(fitted.inputShape());
    Table table = read("height,colour,width,kind\n4,blue,?,elm\n0,,12,oak\n");
    Dataset before = fitted.transform(table, Given.ENGINE);
    Dataset after = loaded.transform(table, Given.ENGINE);
    for (int r = 0; r < 2; r++) {
      assertThat(row(after.inputs(), r)).isEqualTo(row(before.inputs(), r));
      assertThat(row(after.targets(), r)).isEqualTo(row(before.targets(), r));
    }
    Saved first = new Saved();
    Saved second = new Saved();
    fitted.state(first);
    loaded.state(second);
    assertThat(second.all.keySet()).isEqualTo(first.all.keySet());
  }

  @Test
  void imagesAndErrorsForGapsSurviveSaving() {
    Preprocessing glyphs =
        new Given(new Glyphs(20, 1, 0, 0)).scale(new Unit()).prepare(Given.NO_FILES, true).preprocessing();
    Preprocessing loaded = again(glyphs);
    assertThat(loaded.inputShape()).containsExactly(28, 28);
    assertThat(loaded.outputs()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
  }

  @Test
  void theLanguageOfTheMachineChangesNothing() {
    Locale before = Locale.getDefault();
    Saved expected = new Saved();
    fitted.state(expected);
    try {
      for (String language : List.of("tr", "de", "ar", "hi")) {
        Locale.setDefault(Locale.forLanguageTag(language));
        fit();
        Saved saved = new Saved();
        again(fitted).state(saved);
        for (Map.Entry<String, Object> each : expected.all.entrySet()) {
          Object value = saved.all.get(each.getKey());
          if (each.getValue() instanceof Matrix numbers) {
            assertThat(row((Matrix) value, 0)).isEqualTo(row(numbers, 0));
          } else {
            assertThat(value).as(each.getKey()).isEqualTo(each.getValue());
          }
        }
        refused("1,red\n", "new.csv: 2 columns without a header; 3 are wanted (height, colour, width), or 4");
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  /// height from [1, 6] and width from [10, 30] to [0, 1]; the mean width is 20.
  @Test
  void columnsAreFoundByNameInAnyOrderBesideOthers() {
    Rows x = inputs("note,width,colour,height\nhello,?,red,6\nworld,30,,1\n");
    assertThat(fitted.features()).containsExactly("height", "colour=blue", "colour=red", "colour=(missing)", "width");
    assertThat(row(x, 0)).containsExactly(1, 0, 1, 0, 0.5);
    assertThat(row(x, 1)).containsExactly(0, 0, 0, 1, 1);
  }

  @Test
  void withoutAHeaderColumnsAreFoundByPlaceWithOrWithoutTheTarget() {
    assertThat(row(inputs("6,red,30\n"), 0)).containsExactly(1, 0, 1, 0, 1);
    Dataset whole = fitted.transform(read("elm,6,red,30\n"), Given.ENGINE);
    assertThat(row(whole.inputs(), 0)).containsExactly(1, 0, 1, 0, 1);
    assertThat(whole.targets().get(0, 0)).isEqualTo(0);
  }

  @Test
  void aRowOfKnownNamesIsAHeaderThoughNothingElseTells() {
    fitted = Given.file(folder, "c,y\nu,1\nv,0\n").prepare(new DataFiles(List.of(folder)), true).preprocessing();
    assertThat(row(inputs("c\nv\n"), 0)).containsExactly(0, 1);
    assertThat(row(inputs("v\n"), 0)).containsExactly(0, 1);
  }

  @Test
  void categoriesThatLookLikeNumbersAreStillCategories() {
    Given given = Given.file(folder, "c,y\n1,1\n2,0\n");
    given.types = Map.of("c", new Categorical());
    fitted = given.prepare(new DataFiles(List.of(folder)), true).preprocessing();
    assertThat(row(inputs("c\n2\n"), 0)).containsExactly(0, 1);
  }

  /// Whether a cell is a known category depends on no other cell: 01 was a text in training, 2 would be a number alone.
  @Test
  void aCategoryIsFoundAsItIsWrittenOrElseAsANumber() {
    Given given = Given.file(folder, "c,y\n01,1\n2,0\nb,0\n");
    given.types = Map.of("c", new Categorical());
    fitted = given.prepare(new DataFiles(List.of(folder)), true).preprocessing();
    assertThat(fitted.features()).containsExactly("c=01", "c=2", "c=b");
    assertThat(row(inputs("c\n01\n2.0\n"), 0)).containsExactly(1, 0, 0);
    assertThat(row(inputs("c\n01\n2.0\n"), 1)).containsExactly(0, 1, 0);
  }

  /// Whole blocks, one of them ending where the strict parser takes over, give what one table gives.
  @Test
  void aLongStreamGivesItsRowsInOrderWhicheverReaderReadsThem() {
    StringBuilder text = new StringBuilder("height,colour,width,note\n");
    for (int r = 0; r < 10_000; r++) {
      text.append(r % 6).append(r == 7000 ? ",\"red\"," : ",blue,").append(r).append(",n").append(r).append('\n');
    }
    List<Rows> parts = stream(text.toString(), Given.ENGINE);
    assertThat(parts).extracting(Rows::rows).containsExactly(4096, 4096, 1808);
    for (int r = 0; r < 10_000; r++) {
      double[] x = row(parts.get(r / 4096), r % 4096);
      assertThat(x)
          .containsExactly((r % 6 - 1) * (1 / 5.0), r == 7000 ? 0 : 1, r == 7000 ? 1 : 0, 0, (r - 10) * (1 / 20.0));
    }
  }

  @Test
  void imagesCanComeAsOneColumnAPixel() {
    Given given = new Given(new Glyphs(10, 1, 0, 0)).scale(new Unit());
    fitted = given.prepare(Given.NO_FILES, true).preprocessing();
    Rows x = inputs("255" + ",0".repeat(783) + "\n");
    assertThat(x.get(0, 0)).isEqualTo(1);
    assertThatThrownBy(() -> inputs("1,2,3\n"))
        .hasMessage("new.csv: 3 columns where an image has 784 pixels, one column each");
  }

  @Test
  void whatDoesNotFitIsRefusedWithItsPlace() {
    refused(
        "hight,colour,width\n1,red,2\n",
        "new.csv: no column 'height', which is an input; there are hight, colour, width; did you mean 'hight'?");
    refused(
        "height,colour,width\n1,rde,2\n",
        "new.csv, line 2, column 'colour': 'rde' is in no training row",
        "did you mean 'red'?");
    refused("height,colour,width\n1,red,2\nbig,red,3\n", "new.csv, line 3, column 'height': 'big' is not a number");
    refused("1,red\n", "new.csv: 2 columns without a header; 3 are wanted (height, colour, width), or 4");
    refused("height,colour,width\n1,red,1e999\n", "new.csv, line 2, column 'width': '1e999' is not a number");
  }

  @Test
  void aMissingCellIsRefusedWhereTrainingHadNone() {
    fitted = Given.file(folder, "a,c,y\n1,u,1\n2,v,0\n").prepare(new DataFiles(List.of(folder)), true).preprocessing();
    refused("a,c\n,u\n", "new.csv, line 2, column 'a': the cell is missing");
    refused("a,c\n1,\n", "new.csv, line 2, column 'c': the cell is missing");
  }

  @Test
  void anUnknownClassIsRefusedInEvaluation() {
    Table table = read("height,colour,width,kind\n4,blue,1,elk\n");
    assertThatThrownBy(() -> fitted.transform(table, Given.ENGINE))
        .hasMessageContainingAll(
            "new.csv, line 2, column 'kind': class 'elk' is in no training row", "did you mean 'elm'?");
    assertThatThrownBy(() -> fitted.transform(read("height,colour,width\n4,blue,1\n"), Given.ENGINE))
        .hasMessageContaining("no column 'kind', which is a target");
  }

  private void refused(String content, String... message) {
    assertThatThrownBy(() -> stream(content, Engine.plain(Precision.FLOAT32)))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(message);
  }
}
