package nnrun.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;
import nnrun.tensor.Precision;
import nnrun.tensor.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Expected numbers are calculated by hand, as shown. Where a change draws a number u, the test draws it from the same
/// stream.
class AugmentTest {
  private static final Stream STREAM = Stream.of(7);

  @TempDir Path folder;

  private static Picture picture(int height, int width, double... pixels) {
    Picture picture = new Picture(height, width);
    System.arraycopy(pixels, 0, picture.pixels, 0, pixels.length);
    return picture;
  }

  private static double[] changed(Augment.OfImage change, Picture from, Stream stream) {
    Picture to = new Picture(from.height, from.width);
    change.apply(from, to, stream);
    return to.pixels;
  }

  @Test
  void aFlipMirrors() {
    Picture image = picture(2, 3, 1, 2, 3, 4, 5, 6);
    assertThat(changed(new Flip(Flip.Axis.HORIZONTAL, 1), image, STREAM)).containsExactly(3, 2, 1, 6, 5, 4);
    assertThat(changed(new Flip(Flip.Axis.VERTICAL, 1), image, STREAM)).containsExactly(4, 5, 6, 1, 2, 3);
    assertThat(changed(new Flip(Flip.Axis.VERTICAL, 0), image, STREAM)).containsExactly(1, 2, 3, 4, 5, 6);
  }

  /// The shift of (dy, dx) whole pixels takes every pixel from that place; beyond the edge it is the edge's.
  @Test
  void aCropMovesByWholePixels() {
    Picture image = picture(3, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    List<List<Integer>> seen = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Stream stream = STREAM.at(i);
      int dy = stream.below(3, 0) - 1;
      int dx = stream.below(3, 1) - 1;
      double[] pixels = changed(new Crop(1), image, stream);
      for (int y = 0; y < 3; y++) {
        for (int x = 0; x < 3; x++) {
          int expected = 1 + 3 * Math.clamp(y + dy, 0, 2) + Math.clamp(x + dx, 0, 2);
          assertThat(pixels[3 * y + x]).isEqualTo(expected);
        }
      }
      seen.add(List.of(dy, dx));
    }
    assertThat(seen.stream().distinct()).hasSize(9);
  }

  /// On the plane x(r, c) = 10 r + c bilinear interpolation is exact, so that inside the image a linear map of places
  /// is the same map of values.
  @Test
  void mapsAreBilinear() {
    Picture plane = picture(9, 9, IntStream.range(0, 81).mapToDouble(i -> i / 9 * 10 + i % 9).toArray());
    double u = 2 * STREAM.uniform(0) - 1;
    double v = 2 * STREAM.uniform(1) - 1;
    double[] shifted = changed(new Shift(0.1), plane, STREAM);
    assertThat(shifted[40]).isCloseTo(44 + 10 * 0.9 * u + 0.9 * v, within(1e-12));
    double[] scaled = changed(new Scale(0.2), plane, STREAM);
    assertThat(scaled[9 * 3 + 5]).isCloseTo(44 + (-10 + 1) / (1 + 0.2 * u), within(1e-12));
    double[] sheared = changed(new Shear(0.5), plane, STREAM);
    assertThat(sheared[9 * 2 + 4]).isCloseTo(24 + -2 * 0.5 * u, within(1e-12));
    double angle = u * 30 / 180 * Math.PI;
    double[] rotated = changed(new Rotate(30), plane, STREAM);
    assertThat(rotated[9 * 4 + 6])
        .isCloseTo(44 + 10 * -StrictMath.sin(angle) * 2 + StrictMath.cos(angle) * 2, within(1e-12));
  }

  /// (y, x) is (-x, y) of the image before: the corner (-1, -1) is (1, -1), which is 7.
  @Test
  void aQuarterTurnMovesPixels() {
    Picture image = picture(3, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    Picture to = new Picture(3, 3);
    to.map(image, 0, -1, 0, 1, 0, 0);
    assertThat(to.pixels).containsExactly(7, 4, 1, 8, 5, 2, 9, 6, 3);
  }

  @Test
  void brightnessIsOneFactorAndEndsAtWhite() {
    double factor = 1 + (2 * STREAM.uniform(0) - 1) * 0.5;
    assertThat(changed(new Brightness(0.5), picture(1, 3, 0, 100, 255), STREAM))
        .containsExactly(0, 100 * factor, Math.min(255, 255 * factor));
  }

  /// Constant images cannot show it; on a slope in x the change is dx itself, and neighbours move nearly alike. Blurred
  /// uniform noise has the standard deviation α/√3 · 1/(2σ√π) = 34 / 1.732 / 14.18 = 1.38.
  @Test
  void elasticMovesNeighboursAlike() {
    Picture slope = picture(60, 60, IntStream.range(0, 3600).mapToDouble(i -> i % 60).toArray());
    double[] moved = changed(new Elastic(34, 4), slope, STREAM);
    double squares = 0;
    double steps = 0;
    int count = 0;
    for (int y = 15; y < 45; y++) {
      for (int x = 15; x < 45; x++) {
        double d = moved[60 * y + x] - x;
        squares += d * d;
        steps += Math.abs(moved[60 * y + x + 1] - x - 1 - d);
        count++;
      }
    }
    assertThat(Math.sqrt(squares / count)).isBetween(0.6, 2.4);
    assertThat(steps / count).isLessThan(0.4);
    assertThat(changed(new Elastic(0, 4), slope, STREAM)).isEqualTo(slope.pixels);
  }

  private static Prepared glyphs(int rows, Scaling scale, Augment... changes) {
    Given given = new Given(new Glyphs(rows, 1, 0, 0)).scale(scale);
    given.augment = List.of(changes);
    return given.prepare(Given.NO_FILES, true);
  }

  /// Inputs and one-hot targets of all training rows after the changes of an epoch.
  private static Matrix[] batch(Prepared data, Engine engine, int epoch, int from, int rows) {
    Matrix inputs = engine.matrix(rows, data.train().inputs().columns());
    Matrix targets = engine.matrix(rows, data.preprocessing().targets().width());
    int[] order = IntStream.range(0, data.train().rows()).toArray();
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < inputs.columns(); k++) {
        inputs.set(i, k, data.train().inputs().get(from + i, k));
      }
      targets.set(i, (int) data.train().targets().get(from + i, 0), 1);
    }
    data.augmenter().apply(STREAM.at(epoch), order, from, inputs, targets);
    return new Matrix[] {inputs, targets};
  }

  private static Matrix[] batch(Prepared data, int epoch, int from, int rows) {
    return batch(data, Given.ENGINE, epoch, from, rows);
  }

  @Test
  void aChangeDependsOnEpochAndRowAndOnNothingElse() {
    Prepared data =
        glyphs(20, new Standardize(), new Rotate(20), new Elastic(34, 4), new GaussianNoise(0.1), new Cutout(5));
    Matrix whole = batch(data, 1, 0, 20)[0];
    Matrix part = batch(data, 1, 5, 3)[0];
    for (int i = 0; i < 3; i++) {
      assertThat(Given.row(part, i)).isEqualTo(Given.row(whole, 5 + i));
    }
    assertThat(Given.row(batch(data, 2, 0, 20)[0], 3)).isNotEqualTo(Given.row(whole, 3));
    assertThat(Given.row(batch(data, 1, 0, 20)[0], 3)).isEqualTo(Given.row(whole, 3));
  }

  /// Every pixel has its own offset and factor under standardize: only in raw pixels is a crop a crop.
  @Test
  void imagesAreChangedAsTheyWereBeforeScaling() {
    Matrix unit = batch(glyphs(30, new Unit(), new Crop(2)), 1, 0, 30)[0];
    Prepared standardized = glyphs(30, new Standardize(), new Crop(2));
    Matrix x = batch(standardized, 1, 0, 30)[0];
    for (int i = 0; i < 30; i++) {
      for (int k = 0; k < 784; k++) {
        Scaling.Affine scale = standardized.preprocessing().scaling(k);
        double raw = x.get(i, k) / scale.factor() + scale.offset();
        assertThat(raw).isCloseTo(255 * unit.get(i, k), within(1e-9));
      }
    }
  }

  @Test
  void cutoutCoversASquare() {
    Matrix x = batch(glyphs(10, new Standardize(), new Cutout(6)), 1, 0, 10)[0];
    Rows before = glyphs(10, new Standardize()).train().inputs();
    for (int i = 0; i < 10; i++) {
      Stream stream = STREAM.at(1).at(0).at(i);
      int top = stream.below(28, 0) - 3;
      int left = stream.below(28, 1) - 3;
      for (int k = 0; k < 784; k++) {
        boolean covered = k / 28 >= top && k / 28 < top + 6 && k % 28 >= left && k % 28 < left + 6;
        assertThat(x.get(i, k)).isEqualTo(covered ? 0 : before.get(i, k));
      }
    }
  }

  @Test
  void noiseIsOnNumbersAlone() {
    Given given = Given.file(folder, "a,k,y\n1,u,0\n2,v,1\n3,u,1\n");
    given.augment = List.of(new GaussianNoise(0.5));
    Prepared data = given.prepare(new DataFiles(List.of(folder)), true);
    Matrix x = batch(data, 1, 0, 3)[0];
    assertThat(x.get(1, 0)).isEqualTo(2 + 0.5 * STREAM.at(1).at(0).at(1).normal(0));
    assertThat(Given.column(Rows.of(x), 1)).containsExactly(1, 0, 1);
  }

  /// Three rows 1, 2, 4 of classes 0, 1, 1: with share l and partner b row a is l·x_a + (1 - l)·x_b, and so is its
  /// target.
  @Test
  void mixupMixesRowsWithTheirTargets() {
    Given given = Given.file(folder, "a,y\n1,0\n2,1\n4,1\n");
    given.augment = List.of(new Mixup(1));
    Prepared data = given.prepare(new DataFiles(List.of(folder)), true);
    Matrix[] mixed = batch(data, 3, 0, 3);
    double[] a = {1, 2, 4};
    double[] ones = {0, 1, 1};
    for (int i = 0; i < 3; i++) {
      Stream own = STREAM.at(3).at(0).at(i);
      int b = own.below(3, 0);
      double l = new Mixup(1).beta(own.named("share"));
      assertThat(mixed[0].get(i, 0)).isEqualTo(l * a[i] + (1 - l) * a[b]);
      assertThat(mixed[1].get(i, 1)).isEqualTo(l * ones[i] + (1 - l) * ones[b]);
      assertThat(mixed[1].get(i, 0) + mixed[1].get(i, 1)).isCloseTo(1, within(1e-15));
    }
  }

  /// Beta(α, α) has mean 1/2 and variance 1 / (4 (2α + 1)). Of 20,000 numbers the variance is within 4 standard errors,
  /// at most 4 · 0.25/√20,000 · 1 = 0.0071.
  @Test
  void sharesAreOfTheBetaDistribution() {
    for (double alpha : new double[] {0.001, 0.2, 1, 3, 50}) {
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < 20_000; i++) {
        double l = new Mixup(alpha).beta(STREAM.at(i));
        assertThat(l).isBetween(0.0, 1.0);
        sum += l;
        squares += (l - 0.5) * (l - 0.5);
      }
      assertThat(sum / 20_000).as("mean for %s", alpha).isCloseTo(0.5, within(0.0142));
      assertThat(squares / 20_000).as("variance for %s", alpha).isCloseTo(1 / (4 * (2 * alpha + 1)), within(0.0071));
    }
  }

  /// 1·0.9 + 0.1/10 = 0.91, 0·0.9 + 0.1/10 = 0.01.
  @Test
  void labelSmoothingSpreadsTheTarget() {
    double[] target = Given.row(batch(glyphs(10, new Unit(), new LabelSmoothing(0.1)), 1, 0, 10)[1], 3);
    assertThat(target[3]).isEqualTo(0.91);
    assertThat(target[4]).isCloseTo(0.01, within(1e-17));
  }

  /// One output for two classes: 1·0.9 + 0.1/2 = 0.95, 0·0.9 + 0.1/2 = 0.05.
  @Test
  void labelSmoothingOfOneOutputMovesTowardsOneHalf() {
    Matrix targets = Engine.plain(Precision.FLOAT64).matrix(2, 1);
    targets.set(0, 0, 1);
    new LabelSmoothing(0.1).apply(new Mixture(targets, targets, new int[] {0, 1}, 0, new double[2][0]), STREAM);
    assertThat(targets.at(0)).isCloseTo(0.95, within(1e-15));
    assertThat(targets.at(1)).isEqualTo(0.05);
  }

  @Test
  void wordsGoButNeverAll() {
    List<String> words = List.of("a", "b", "c", "d");
    List<String> left = new WordDropout(0.5).apply(words, Thesaurus.EMPTY, STREAM);
    assertThat(left)
        .isEqualTo(IntStream.range(0, 4).filter(i -> STREAM.uniform(i) >= 0.5).mapToObj(words::get).toList());
    assertThat(new WordDropout(0.999999).apply(words, Thesaurus.EMPTY, STREAM)).containsExactly("a");
    assertThat(new WordDropout(0.5).apply(List.of(), Thesaurus.EMPTY, STREAM)).isEmpty();
  }

  private Thesaurus thesaurus(String content) {
    Given.write(folder.resolve("same.txt"), content.getBytes(UTF_8));
    return Thesaurus.read(new DataFiles(List.of(folder)).read("same.txt"));
  }

  @Test
  void synonymsComeFromTheThesaurus() {
    Thesaurus same = thesaurus("# words\nGood, fine, top notch\n\nfilm, movie # pictures\nfine, thin\n");
    assertThat(same.others("good")).containsExactly(List.of("fine"), List.of("top", "notch"));
    assertThat(same.others("fine")).containsExactly(List.of("good"), List.of("top", "notch"), List.of("thin"));
    assertThat(same.others("top")).isEmpty();
    SynonymReplacement all = new SynonymReplacement("same.txt", 1);
    assertThat(all.apply(List.of("a", "film", "film"), same, STREAM)).containsExactly("a", "movie", "movie");
    assertThat(new SynonymReplacement("same.txt", 0).apply(List.of("film"), same, STREAM)).containsExactly("film");
    assertThatThrownBy(() -> thesaurus("a, b\nalone\n"))
        .hasMessage("same.txt, line 2: 'alone' stands alone; words that mean the same are parted by commas");
    assertThatThrownBy(() -> thesaurus("w,".repeat(2000))).hasMessageContaining("more words than a thesaurus may have");
  }

  /// The bag of the changed words: with rate 1 every good becomes fine and every fine good.
  @Test
  void documentsAreEncodedAnewAfterTheyChanged() {
    Given given = Given.file(folder, "t,y\ngood film good,1\nfine film,0\n");
    given.types = Map.of("t", new BagOfWords(10, 1, false));
    Given.write(folder.resolve("same.txt"), "good, fine\n".getBytes(UTF_8));
    given.augment = List.of(new SynonymReplacement("same.txt", 1));
    DataFiles files = new DataFiles(List.of(folder));
    Prepared data = given.prepare(files, true);
    assertThat(data.preprocessing().features()).containsExactly("t:film", "t:fine", "t:good");
    Matrix x = batch(data, 1, 0, 2)[0];
    assertThat(Given.row(x, 0)).containsExactly(1, 2, 0);
    assertThat(Given.row(x, 1)).containsExactly(1, 0, 1);
    assertThat(files.used()).extracting(DataFiles.Used::path).containsExactly("t.csv", "same.txt");
  }

  @Test
  void changesThatDoNotFitTheRowsAreRefused() {
    Given points = new Given(new Moons(20, 0.1, 0));
    for (Augment change : List.of(new Flip(Flip.Axis.HORIZONTAL, 0.5), new Cutout(3))) {
      points.augment = List.of(change);
      assertThatThrownBy(() -> points.prepare(Given.NO_FILES, true))
          .hasMessageContaining("changes images, and no input is one");
    }
    points.augment = List.of(new WordDropout(0.1));
    assertThatThrownBy(() -> points.prepare(Given.NO_FILES, true)).hasMessageContaining("changes documents, and no");
    points.augment = List.of(new LabelSmoothing(0.1));
    assertThatThrownBy(() -> points.prepare(Given.NO_FILES, false)).hasMessageContaining("is for classes");
  }

  /// Pinned: the rows of a published run must never change.
  @Test
  void changesAreTheSameForEver() {
    Prepared data =
        glyphs(
            3,
            new Unit(),
            new Flip(Flip.Axis.HORIZONTAL, 0.5),
            new Rotate(10),
            new Shift(0.1),
            new Scale(0.1),
            new Shear(0.1),
            new Elastic(34, 4),
            new Crop(2),
            new Brightness(0.2),
            new GaussianNoise(0.1),
            new Cutout(8),
            new Mixup(0.2),
            new LabelSmoothing(0.1));
    Matrix[] batch = batch(data, Engine.plain(Precision.FLOAT64), 1, 0, 3);
    long hash = 0;
    for (Matrix matrix : batch) {
      for (int i = 0; i < matrix.size(); i++) {
        hash = 31 * hash + Double.doubleToLongBits(matrix.at(i));
      }
    }
    assertThat(Long.toHexString(hash)).isEqualTo("522d58951edbfaea");
  }
}
