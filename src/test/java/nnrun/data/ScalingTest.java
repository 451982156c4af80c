package nnrun.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Expected numbers are calculated by hand, as shown.
class ScalingTest {
  @TempDir Path folder;

  private Prepared prepare(String rows, Scaling scale, String val) {
    return Given.file(folder, rows)
        .split(Given.split(val, "0", false, true, 0))
        .scale(scale)
        .prepare(new DataFiles(List.of(folder)), false);
  }

  /// 1, 2, 3, 4, 100: median 3, quartiles at places 1 and 3, which are 2 and 4; (100 - 3) / (4 - 2) = 48.5. 1, 2, 3, 4:
  /// quartiles at places 0.75 and 2.25, which are 1.75 and 3.25; (1 - 2.5) / 1.5 = -1.
  @Test
  void robustTakesMedianAndQuartiles() {
    Scaling.Affine five = new Robust().fit(Sample.of(100, 3, 1, 4, 2), "x");
    assertThat((100 - five.offset()) * five.factor()).isEqualTo(48.5);
    Scaling.Affine four = new Robust().fit(Sample.of(4, 3, 1, 2), "x");
    assertThat((1 - four.offset()) * four.factor()).isEqualTo(-1);
    assertThat(new Robust().fit(Sample.of(7, 7, 7, 7, 900), "x")).isEqualTo(new Scaling.Affine(7, 1));
  }

  /// (1, 3, 8): mean 4, sd² = (9 + 1 + 16) / 3 = 26/3. (5, 5, 5) becomes 0. The one-hot colour takes no part.
  @Test
  void perImageScalesEveryRowByItself() {
    Prepared data = prepare("a,b,c,k,y\n1,3,8,red,0\n5,5,5,blue,1\n", new PerImage(), "0");
    double sd = Math.sqrt(26 / 3.0);
    assertThat(Given.row(data.train().inputs(), 0))
        .containsExactly(new double[] {-3 / sd, -1 / sd, 4 / sd, 0, 1}, within(1e-15));
    assertThat(Given.row(data.train().inputs(), 1)).containsExactly(0, 0, 0, 1, 0);
  }

  private static final String TURNED = "a,b,k,y\n12,22,u,0\n8,18,v,0\n11,19,u,0\n9,21,v,0\n10,20,u,0\n";

  /// Around (10, 20) the four training rows are ±(2, 2) and ±(1, -1): covariance ((10, 6), (6, 10)) / 4, with variance
  /// 4 along (1, 1)/√2 and 1 along (1, -1)/√2. (2, 2) is 2√2 along the first, √2 after scaling; (1, -1) √2 along the
  /// second.
  @Test
  void pcaTurnsToTheDirectionsOfGreatestVariance() {
    Prepared data = prepare(TURNED, new Pca(0), "1");
    Rows x = data.train().inputs();
    assertThat(Given.row(x, 0)).containsExactly(new double[] {Math.sqrt(2), 0, 1, 0}, within(1e-14));
    assertThat(Math.abs(x.get(2, 1))).isCloseTo(Math.sqrt(2), within(1e-14));
    assertThat(x.get(3, 1)).isCloseTo(-x.get(2, 1), within(1e-14));
    assertThat(Given.row(data.val().inputs(), 0)).containsExactly(new double[] {0, 0, 1, 0}, within(1e-14));
  }

  /// W = ½·½·((1, 1), (1, 1)) + ½·((1, -1), (-1, 1)) = ((¾, -¼), (-¼, ¾)): (2, 2) becomes (1, 1), (1, -1) stays. With
  /// eps = 0.4 the mean variance of 2.5 adds 1 to each: factors 1/√5 and 1/√2.
  @Test
  void zcaTurnsBack() {
    Rows x = prepare(TURNED, new Zca(0), "1").train().inputs();
    assertThat(Given.row(x, 0)).containsExactly(new double[] {1, 1, 1, 0}, within(1e-14));
    assertThat(Given.row(x, 2)).containsExactly(new double[] {1, -1, 1, 0}, within(1e-14));
    Rows soft = prepare(TURNED, new Zca(0.4), "1").train().inputs();
    assertThat(soft.get(0, 0)).isCloseTo(2 / Math.sqrt(5), within(1e-14));
    assertThat(soft.get(2, 0)).isCloseTo(1 / Math.sqrt(2), within(1e-14));
  }

  /// 90 rows of 7 features that depend on each other, one of them constant and one the sum of two others.
  @Test
  void whitenedTrainingRowsHaveTheIdentityForCovarianceWhereTheyVaryAtAll() {
    StringBuilder rows = new StringBuilder("a,b,c,d,e,f,g,y\n");
    double[] r = Given.numbers(new Blobs(360, 2, 1, 3, 1).load(Given.NO_FILES), "x1");
    for (int i = 0; i < 90; i++) {
      double a = r[4 * i];
      double b = r[4 * i + 1] + 0.9 * a;
      double c = 100 * r[4 * i + 2] - a;
      double d = 1e-2 * r[4 * i + 3];
      rows.append(List.of(a, b, c, d, a + b, 5, a - 2 * b + c, 0).toString().replaceAll("[\\[\\] ]", "")).append('\n');
    }
    Rows x = prepare(rows.toString(), new Pca(0), "0").train().inputs();
    for (int i = 0; i < 7; i++) {
      for (int j = 0; j < 7; j++) {
        double sum = 0;
        for (int row = 0; row < 90; row++) {
          sum += x.get(row, i) * x.get(row, j) / 90;
        }
        assertThat(sum).as("%d, %d", i, j).isCloseTo(i == j && i < 4 ? 1 : 0, within(1e-6));
      }
    }
  }

  @Test
  void whatIsLoadedScalesTheSame() {
    for (Scaling scale : List.of(new Zca(1e-5), new Pca(0.1), new PerImage(), new Robust())) {
      Preprocessing fitted = prepare(TURNED, scale, "1").preprocessing();
      Table table =
          new Csv("t.csv", Header.AUTO, new Delimiter(','), 0, Given.MISSING).load(new DataFiles(List.of(folder)));
      Rows before = fitted.inputs(table, Given.ENGINE);
      Rows after = PreprocessingTest.again(fitted).inputs(table, Given.ENGINE);
      for (int row = 0; row < before.rows(); row++) {
        assertThat(Given.row(after, row)).isEqualTo(Given.row(before, row));
      }
    }
  }

  @Test
  void tooManyFeaturesToWhitenAreRefused() {
    Given given = new Given(new Plane(2, 4097, 0, 0, 0)).scale(new Zca(0));
    assertThatThrownBy(() -> given.prepare(Given.NO_FILES, false))
        .hasMessage("scale: whitening of 4097 features; 4096 at most, take scale: standardize, or ignore columns");
  }
}
