package nnrun.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import nnrun.data.Dataset;
import nnrun.data.Rows;
import nnrun.state.Parameter;
import nnrun.tensor.Matrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the trained nets of `configs/lectures/` are to show when they are asked.
class LectureNetsTest {
  @TempDir Path folder;

  private Lecture train(String name, String... overrides) throws Exception {
    return Lecture.train(folder, name, overrides);
  }

  /// (inputs, units)
  private static Matrix weight(SavedRun.Model model, String name) {
    return model.network().parameters().stream()
        .filter(p -> p.name().equals(name))
        .map(Parameter::value)
        .findFirst()
        .orElseThrow();
  }

  /// Whether all units of a layer have the same weights, to the last bit.
  private static boolean equalUnits(SavedRun.Model model) {
    Matrix w = weight(model, "dense_1.weight");
    assertThat(w.columns()).isEqualTo(8);
    return IntStream.range(0, w.rows() * w.columns()).allMatch(i -> w.at(i) == w.get(i / w.columns(), 0));
  }

  /// Equal units have equal outputs and, with equal weights behind them, equal gradients: no step parts them.
  @Test
  void unitsThatBeginEqualStayEqualAndPartNoCircles() throws Exception {
    Lecture constant = train("symmetry/constant");
    Lecture one = train("symmetry/one-unit");
    Lecture random = train("symmetry/random");
    try (SavedRun.Model model = constant.model()) {
      assertThat(equalUnits(model)).isTrue();
      List<List<String>> hidden = Lecture.predicted(model, "hidden");
      assertThat(hidden).hasSize(100).allSatisfy(row -> assertThat(row).hasSize(8).containsOnly(row.getFirst()));
    }
    try (SavedRun.Model model = random.model()) {
      assertThat(equalUnits(model)).isFalse();
    }
    assertThat(constant.test("accuracy")).isLessThan(0.7).isCloseTo(one.test("accuracy"), within(0.1));
    assertThat(random.test("accuracy")).isGreaterThan(0.95);
  }

  /// A measure on the test rows under noise of each sd.
  private static double[] under(SavedRun.Model model, String measure, double... sds) {
    Dataset test = Lecture.data(model).test();
    double[] measures = new double[sds.length];
    for (int i = 0; i < sds.length; i++) {
      Map<String, Double> values = model.evaluation().of(model.noisy(test, sds[i], 0));
      measures[i] = values.get(measure);
    }
    return measures;
  }

  /// Noise of sd 1 is as large as the ink itself. Dropout costs something on clean digits and gains on noisy ones.
  @Test
  void aNetTrainedWithDropoutBearsMoreNoise() throws Exception {
    try (SavedRun.Model plain = train("input-noise/plain").model();
        SavedRun.Model dropout = train("input-noise/dropout").model()) {
      double[] loss = under(plain, "loss", 0, 0.5, 1);
      double[] dropped = under(dropout, "loss", 0, 0.5, 1);
      assertThat(loss).isSorted();
      assertThat(dropped[0]).isGreaterThan(loss[0]);
      assertThat(dropped[1]).isLessThan(0.9 * loss[1]);
      assertThat(dropped[2]).isLessThan(0.9 * loss[2]);
      assertThat(under(dropout, "accuracy", 1)[0]).isGreaterThan(under(plain, "accuracy", 1)[0] + 0.02);
    }
  }

  /// The rule of test time stands for the mean over masks: it names the same classes, and is off by less than the nets
  /// differ among each other. These disagree most where the answer is wrong, near the borders.
  @Test
  void theRuleOfTestTimeIsNearTheMeanOfSampledNets() throws Exception {
    Lecture lecture = train("dropout-average/dropout");
    try (SavedRun.Model model = lecture.model()) {
      List<List<String>> rule = Lecture.predicted(model, null);
      List<List<String>> sampled = Lecture.sampled(model, 50);
      assertThat(rule).hasSize(300);
      int same = 0;
      double off = 0;
      double sd = 0;
      double[][] sdOf = new double[2][2]; // sum and count, wrong and right
      List<String> truth = truth(lecture);
      for (int r = 0; r < 300; r++) {
        same += rule.get(r).getFirst().equals(sampled.get(r).getFirst()) ? 1 : 0;
        double rowSd = 0;
        for (int c = 1; c <= 3; c++) {
          off += Math.abs(number(rule, r, c) - number(sampled, r, c));
          rowSd += number(sampled, r, c + 3);
        }
        sd += rowSd;
        double[] kind = sdOf[rule.get(r).getFirst().equals(truth.get(r)) ? 1 : 0];
        kind[0] += rowSd;
        kind[1]++;
      }
      assertThat(same).isGreaterThanOrEqualTo(290);
      assertThat(off).isGreaterThan(0).isLessThan(sd / 2);
      assertThat(sdOf[0][0] / sdOf[0][1]).isGreaterThan(2 * sdOf[1][0] / sdOf[1][1]);
    }
  }

  private static double number(List<List<String>> cells, int row, int column) {
    return Double.parseDouble(cells.get(row).get(column));
  }

  /// The target column of predictions.csv.
  private static List<String> truth(Lecture lecture) {
    return Runs.text(lecture.run().resolve("predictions.csv"))
        .lines()
        .skip(1)
        .map(line -> line.split(",", -1)[1])
        .toList();
  }

  /// More numbers say more, and what relu layers make of eight says more than weighted sums.
  @Test
  void anAutoencodersCodesAreAsWideAsItsNarrowestLayer() throws Exception {
    String[] small = {"data.source.n=1000", "train.epochs=8"};
    Lecture eight = train("autoencoder/codes-8", small);
    Lecture two = train("autoencoder/codes-2", small);
    try (SavedRun.Model model = eight.model()) {
      assertThat(Lecture.predicted(model, "code")).hasSize(100).allSatisfy(code -> assertThat(code).hasSize(8));
    }
    try (SavedRun.Model model = two.model()) {
      assertThat(Lecture.predicted(model, "code")).hasSize(100).allSatisfy(code -> assertThat(code).hasSize(2));
    }
    assertThat(eight.test("mse")).isLessThan(0.9 * two.test("mse"));
  }

  /// Of all maps of rank r none is nearer to the identity on the training rows than the projection on the r greatest
  /// principal components (Eckart and Young 1936); what is left is the sum of the other variances, a feature.
  @Test
  void twoLinearLayersAreOneMapOfTheRankBetweenThemAndFindThePrincipalComponents() throws Exception {
    double[] variances = null;
    List<Double> losses = new ArrayList<>();
    for (int rank : new int[] {1, 2, 3, 6}) {
      Lecture lecture = train("low-rank/rank-" + rank);
      try (SavedRun.Model model = lecture.model()) {
        double[][] map = product(weight(model, "code.weight"), weight(model, "out.weight"));
        double[] squares = eigenvalues(gram(map));
        assertThat(squares[rank - 1]).as("singular value %d of rank %d", rank, rank).isGreaterThan(1e-2);
        for (int i = rank; i < squares.length; i++) {
          assertThat(squares[i]).as("squared singular value %d of rank %d", i + 1, rank).isLessThan(1e-10);
        }
        variances = eigenvalues(covariance(Lecture.data(model).train().inputs()));
      }
      double left = 0;
      for (int i = rank; i < variances.length; i++) {
        left += variances[i] / variances.length;
      }
      assertThat(lecture.last("train.loss")).as("rank %d", rank).isBetween(0.99 * left, 1.25 * left);
      losses.add(lecture.test("loss"));
    }
    assertThat(losses.get(1)).isLessThan(losses.get(0) / 1.5);
    assertThat(losses.get(2)).isLessThan(losses.get(1) / 2);
    assertThat(train("low-rank/factored").test("loss")).isCloseTo(losses.get(2), within(0.1 * losses.get(2)));
    assertThat(train("low-rank/one-layer").test("loss")).isLessThan(losses.get(3) / 10);
  }

  private static double[][] product(Matrix a, Matrix b) {
    double[][] product = new double[a.rows()][b.columns()];
    for (int i = 0; i < a.rows(); i++) {
      for (int j = 0; j < b.columns(); j++) {
        for (int k = 0; k < a.columns(); k++) {
          product[i][j] += a.get(i, k) * b.get(k, j);
        }
      }
    }
    return product;
  }

  /// aᵀ·a
  private static double[][] gram(double[][] a) {
    int d = a[0].length;
    double[][] gram = new double[d][d];
    for (double[] row : a) {
      for (int i = 0; i < d; i++) {
        for (int j = 0; j < d; j++) {
          gram[i][j] += row[i] * row[j];
        }
      }
    }
    return gram;
  }

  /// Of standardized rows, whose means are 0.
  private static double[][] covariance(Rows rows) {
    double[][] x = new double[rows.rows()][rows.columns()];
    for (int r = 0; r < x.length; r++) {
      for (int c = 0; c < x[r].length; c++) {
        x[r][c] = rows.get(r, c) / Math.sqrt(rows.rows());
      }
    }
    return gram(x);
  }

  /// Of a symmetric matrix, greatest first: Jacobi's rotations (1846) until nothing is left beside the diagonal.
  private static double[] eigenvalues(double[][] a) {
    int d = a.length;
    for (int sweep = 0; sweep < 20; sweep++) {
      for (int p = 0; p < d; p++) {
        for (int q = p + 1; q < d; q++) {
          if (a[p][q] != 0) {
            double tau = (a[q][q] - a[p][p]) / (2 * a[p][q]);
            double t = (tau < 0 ? -1 : 1) / (Math.abs(tau) + Math.sqrt(1 + tau * tau));
            double cos = 1 / Math.sqrt(1 + t * t);
            rotate(a, p, q, cos, t * cos);
          }
        }
      }
    }
    return IntStream.range(0, d).mapToDouble(i -> -a[i][i]).sorted().map(x -> -x).toArray();
  }

  private static void rotate(double[][] a, int p, int q, double cos, double sin) {
    for (double[] row : a) {
      double before = row[p];
      row[p] = cos * before - sin * row[q];
      row[q] = sin * before + cos * row[q];
    }
    for (int k = 0; k < a.length; k++) {
      double before = a[p][k];
      a[p][k] = cos * before - sin * a[q][k];
      a[q][k] = sin * before + cos * a[q][k];
    }
  }

  /// Doing nothing leaves an mse of sd². The net that never saw noise is better on clean images and soon worse.
  @Test
  void aDenoisingAutoencoderIsNearerToTheCleanImageThanItsNoisyInputAndThanAPlainOne() throws Exception {
    try (SavedRun.Model plain = train("denoising/plain").model();
        SavedRun.Model denoising = train("denoising/denoising").model()) {
      double[] mse = under(plain, "mse", 0, 0.5);
      double[] denoised = under(denoising, "mse", 0, 0.5);
      assertThat(mse[0]).isLessThan(denoised[0]);
      assertThat(denoised[1]).isLessThan(0.7 * mse[1]).isLessThan(0.5 * 0.5 / 4);
      assertThat(denoised[1]).isLessThan(1.5 * denoised[0]);
      assertThat(mse[1]).isGreaterThan(2 * mse[0]);
    }
  }
}
