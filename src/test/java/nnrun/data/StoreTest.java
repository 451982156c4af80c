package nnrun.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static nnrun.data.Given.gzip;
import static nnrun.data.Given.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import nnrun.tensor.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where data lie must not show.
class StoreTest {
  private static final int ROWS = 50_000;

  @TempDir Path folder;
  @TempDir Path spilled;

  /// @param heapBytes 0 for everything in files
  private Prepared prepare(Given given, long heapBytes) {
    return given.prepare(new DataFiles(List.of(folder), new Store(heapBytes, spilled)), true);
  }

  private Given mixed() {
    Stream dice = Stream.of(3);
    StringBuilder text = new StringBuilder("a,b,colour,c,kind\n");
    for (int r = 0; r < ROWS; r++) {
      text.append(dice.normal(r)).append(',').append(dice.below(9, r) == 0 ? "?" : dice.below(1000, r + ROWS));
      text.append(',')
          .append(new String[] {"red", "blue", "green"}[dice.below(3, r + 2 * ROWS)])
          .append(",7,")
          .append(r % 3 == 0 ? "x" : "y")
          .append('\n');
    }
    write(folder.resolve("t.csv"), text.toString().getBytes(UTF_8));
    return new Given(Given.csv("t.csv"))
        .missing("median")
        .scale(new Standardize())
        .split(Given.split("0.1", "500", true, false, 5));
  }

  private static void assertSame(Rows one, Rows other) {
    assertThat(List.of(one.rows(), one.columns())).isEqualTo(List.of(other.rows(), other.columns()));
    for (int c = 0; c < one.columns(); c++) {
      assertThat(Given.column(one, c)).isEqualTo(Given.column(other, c));
    }
  }

  private static void assertSame(Prepared one, Prepared other) {
    for (List<Dataset> pair :
        List.of(
            List.of(one.train(), other.train()), List.of(one.val(), other.val()), List.of(one.test(), other.test()))) {
      assertSame(pair.get(0).inputs(), pair.get(1).inputs());
      assertSame(pair.get(0).targets(), pair.get(1).targets());
      assertThat(pair.get(0).sourceRows()).isEqualTo(pair.get(1).sourceRows());
    }
    assertThat(one.preprocessing().features()).isEqualTo(other.preprocessing().features());
  }

  /// Nothing on the heap, and a limit that is reached in the middle of the table, which has 2 MB.
  @ParameterizedTest
  @ValueSource(longs = {0, 1_000_000})
  void aTableInFilesGivesTheSameNumbers(long heapBytes) {
    assertSame(prepare(mixed(), heapBytes), prepare(mixed(), Long.MAX_VALUE));
    assertThat(spilled).as("the files have no names").isEmptyDirectory();
  }

  @Test
  void imagesInFilesGiveTheSameNumbers() {
    byte[] images = new byte[16 + 3000 * 784];
    System.arraycopy(new byte[] {0, 0, 8, 3, 0, 0, 11, (byte) 184, 0, 0, 0, 28, 0, 0, 0, 28}, 0, images, 0, 16);
    for (int i = 16; i < images.length; i++) {
      images[i] = (byte) (i * 31 >> 3);
    }
    byte[] labels = new byte[8 + 3000];
    System.arraycopy(new byte[] {0, 0, 8, 1, 0, 0, 11, (byte) 184}, 0, labels, 0, 8);
    labels[9] = 1;
    write(folder.resolve("images"), gzip(images));
    write(folder.resolve("labels"), labels);
    Given given = new Given(new Idx("images", "labels")).scale(new Standardize());
    assertSame(prepare(given, 0), prepare(given, Long.MAX_VALUE));
  }

  @Test
  void numbersThatAreCategoriesAndClassesLieInFilesAsWell() {
    Given given = mixed().target("b");
    given.types = Map.of("c", new Categorical());
    given.missing("drop").split(Given.split("0", "0", false, false, 0));
    assertSame(prepare(given, 0), prepare(given, Long.MAX_VALUE));
  }

  /// 3000 images of 784 float64 numbers, with a float64 class and the number of its source row each.
  @Test
  void theMemoryThatRowsTakeIsThatOfTheirNumbersAndWhatLiesInAFileTakesNone() {
    byte[] images = new byte[16 + 3000 * 784];
    System.arraycopy(new byte[] {0, 0, 8, 3, 0, 0, 11, (byte) 184, 0, 0, 0, 28, 0, 0, 0, 28}, 0, images, 0, 16);
    byte[] labels = new byte[8 + 3000];
    System.arraycopy(new byte[] {0, 0, 8, 1, 0, 0, 11, (byte) 184}, 0, labels, 0, 8);
    labels[9] = 1;
    write(folder.resolve("images"), images);
    write(folder.resolve("labels"), labels);
    Given given = new Given(new Idx("images", "labels")).split(Given.split("0", "0", false, false, 0));

    assertThat(prepare(given, Long.MAX_VALUE).memory()).isEqualTo(3000 * (784 * 8 + 8 + 4));
    assertThat(prepare(given, 0).memory()).isEqualTo(3000 * 4);
  }

  @Test
  void aFolderThatTakesNoFileIsNamedWithAWayOut() {
    Store store = new Store(0, spilled.resolve("none"));
    assertThatThrownBy(() -> mixed().prepare(new DataFiles(List.of(folder), store), true))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContainingAll(
            spilled.resolve("none").toString(), "could not make a file", "name another folder with TMPDIR");
  }

  @Test
  void partsOfOddLengthsComeBack() {
    Rows.Writer writer = new Rows.Writer(new Store(0, spilled), 7, 1);
    byte[] part = new byte[writer.rowsOfPart() * 7];
    Arrays.fill(part, (byte) 200);
    writer.add(java.lang.foreign.MemorySegment.ofArray(part), writer.rowsOfPart());
    Arrays.fill(part, (byte) 3);
    writer.add(java.lang.foreign.MemorySegment.ofArray(part), 1);
    Rows rows = writer.done();
    assertThat(rows.rows()).isEqualTo(writer.rowsOfPart() + 1);
    assertThat(rows.get(rows.rows() - 2, 6)).isEqualTo(200);
    assertThat(rows.get(rows.rows() - 1, 6)).isEqualTo(3);
  }
}
