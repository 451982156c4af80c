package nnrun.data;

import static nnrun.data.Given.column;
import static nnrun.data.Given.split;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import nnrun.tensor.Engine;
import nnrun.tensor.Precision;
import org.junit.jupiter.api.Test;

/// Row counts, class counts and hashes are those that the sets' publishers state.
class RealFilesTest {
  private static Csv csv(String path, Header header, String delimiter, int skip) {
    return new Csv(path, header, Delimiter.parse(delimiter), skip, Given.MISSING);
  }

  private static long rowsOfClass(Dataset data, int type) {
    return Arrays.stream(column(data.targets(), 0)).filter(t -> t == type).count();
  }

  @Test
  void irisIsDealtByClassAndStandardized() {
    DataFiles files = Given.realData();
    Given given = new Given(Given.csv("small-tabular/iris.csv")).split(split("0", "0.3", true, false, 0));
    Prepared data = given.scale(new Standardize()).prepare(files, true);
    assertThat(data.preprocessing().outputs()).containsExactly("Iris-setosa", "Iris-versicolor", "Iris-virginica");
    for (int c = 0; c < 3; c++) {
      assertThat(rowsOfClass(data.train(), c)).isEqualTo(35);
      assertThat(rowsOfClass(data.test(), c)).isEqualTo(15);
    }
    double[] x = column(data.train().inputs(), 2);
    assertThat(Arrays.stream(x).average().orElseThrow()).isCloseTo(0, within(1e-12));
    assertThat(Arrays.stream(x).map(v -> v * v).average().orElseThrow()).isCloseTo(1, within(1e-12));
    assertThat(files.used())
        .containsExactly(
            new DataFiles.Used(
                "small-tabular/iris.csv", 4549, "f5d0c11e5c78a69a20dbb80baf2b24703f59a6687595752abb397d23732647c5"));
  }

  @Test
  void setsWithACountLineAreReadBehindIt() {
    DataFiles files = Given.realData();
    int[][] shapes = {{150, 4, 3}, {178, 13, 3}, {569, 30, 2}};
    String[] names = {"iris.csv", "wine_data.csv", "breast_cancer.csv"};
    for (int i = 0; i < 3; i++) {
      Csv source = csv("sklearn/" + names[i], Header.AUTO, ",", 1);
      Prepared data = new Given(source).prepare(files, true);
      assertThat(List.of(data.train().rows(), data.train().inputs().columns(), data.preprocessing().outputs().size()))
          .isEqualTo(Arrays.stream(shapes[i]).boxed().toList());
    }
    Prepared cancer = new Given(csv("sklearn/breast_cancer.csv", Header.AUTO, ",", 1)).prepare(files, true);
    assertThat(rowsOfClass(cancer.train(), 0)).isEqualTo(212);
    assertThat(rowsOfClass(cancer.train(), 1)).isEqualTo(357);
  }

  @Test
  void withoutSkippingTheCountLineIsARaggedTable() {
    DataFiles files = Given.realData();
    assertThatThrownBy(() -> new Given(Given.csv("sklearn/wine_data.csv")).prepare(files, true))
        .hasMessageContaining("sklearn/wine_data.csv, line 2: 14 cells where the first row has 5");
  }

  @Test
  void blankSeparatedFilesAreRead() {
    Table table = csv("sklearn/diabetes_data_raw.csv.gz", Header.AUTO, "blank", 0).load(Given.realData());
    assertThat(table.rows()).isEqualTo(442);
    assertThat(table.columns()).hasSize(10).allMatch(column -> column instanceof Column.Numeric);
    assertThat(Given.numbers(table, "c9")[0]).isEqualTo(4.8598);
  }

  @Test
  void wineQualityIsANumber() {
    Prepared data = new Given(Given.csv("small-tabular/winequality-red.csv")).prepare(Given.realData(), false);
    assertThat(data.train().rows()).isEqualTo(1599);
    assertThat(data.preprocessing().targets().kind()).isEqualTo(Targets.Kind.NUMBERS);
    assertThat(Arrays.stream(column(data.train().targets(), 0)).min().orElseThrow()).isEqualTo(3);
  }

  /// Two penguins have no measurement at all, nine more no sex.
  @Test
  void penguinsHaveMissingValues() {
    DataFiles files = Given.realData();
    Csv source = Given.csv("small-tabular/penguins.csv");
    assertThatThrownBy(() -> new Given(source).target("species").prepare(files, true))
        .hasMessageContaining("small-tabular/penguins.csv, line 5, column 'bill_length_mm': the cell is missing");
    Prepared dropped = new Given(source).target("species").missing("drop").prepare(files, true);
    assertThat(dropped.train().rows()).isEqualTo(333);
    Prepared filled = new Given(source).target("species").missing("median").prepare(files, true);
    assertThat(filled.train().rows()).isEqualTo(344);
    assertThat(filled.preprocessing().features()).contains("sex=FEMALE", "sex=MALE", "sex=(missing)");
    for (int c = 0; c < filled.train().inputs().columns(); c++) {
      assertThat(column(filled.train().inputs(), c)).doesNotContain(Double.NaN);
    }
  }

  @Test
  void everySmallSetIsRead() {
    DataFiles files = Given.realData();
    String[] shapes = {
      "abalone 4177 9",
      "ecoli 336 8",
      "glass 214 10",
      "haberman 306 4",
      "ionosphere 351 35",
      "breast-cancer-wisconsin 699 10",
      "phoneme 5404 6",
      "pima-indians-diabetes 768 9",
      "sonar 208 61",
      "wheat-seeds 210 8",
      "wine 178 14",
      "winequality-white 4898 12"
    };
    for (String shape : shapes) {
      String[] parts = shape.split(" ");
      Table table = Given.csv("small-tabular/" + parts[0] + ".csv").load(files);
      assertThat(table.rows()).as(shape).isEqualTo(Integer.parseInt(parts[1]));
      assertThat(table.columns()).as(shape).hasSize(Integer.parseInt(parts[2]));
      assertThat(table.named()).as(shape).isFalse();
    }
  }

  /// MNIST's mean grey value is 0.1307 of white and its standard deviation 0.3081 (LeCun's files, widely quoted).
  @Test
  void mnistIsReadWhole() {
    DataFiles files = Given.realData();
    Given given =
        new Given(new Idx("mnist/train-images-idx3-ubyte.gz", "mnist/train-labels-idx1-ubyte.gz"))
            .split(split("10000", "0", false, true, 0))
            .scale(new Unit());
    given.test = new Idx("mnist/t10k-images-idx3-ubyte.gz", "mnist/t10k-labels-idx1-ubyte.gz");
    Prepared data = given.spec().prepare(files, Engine.plain(Precision.FLOAT32), true);
    assertThat(data.train().rows()).isEqualTo(50_000);
    assertThat(data.val().rows()).isEqualTo(10_000);
    assertThat(data.test().rows()).isEqualTo(10_000);
    assertThat(rowsOfClass(data.test(), 0)).isEqualTo(980);
    assertThat(rowsOfClass(data.test(), 1)).isEqualTo(1135);
    double sum = 0;
    for (Dataset set : List.of(data.train(), data.val())) {
      for (int c = 0; c < 784; c++) {
        sum += Arrays.stream(column(set.inputs(), c)).sum();
      }
    }
    assertThat(sum / (60_000 * 784)).isCloseTo(0.1307, within(5e-5));
    assertThat(files.used()).hasSize(4);
  }
}
