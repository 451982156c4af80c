package nnrun.data;

import static nnrun.data.Given.gzip;
import static nnrun.data.Given.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxTest {
  @TempDir Path folder;

  /// Three images of 2 x 2 and their labels.
  private static final byte[] IMAGES = idx(new int[] {3, 2, 2}, 0, 1, 2, 3, 10, 20, 30, 40, 255, 254, 128, 127);

  private static final byte[] LABELS = idx(new int[] {3}, 7, 0, 7);

  private static byte[] idx(int[] dims, int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * dims.length + values.length);
    bytes.put((byte) 0).put((byte) 0).put((byte) 8).put((byte) dims.length);
    for (int dim : dims) {
      bytes.putInt(dim);
    }
    for (int value : values) {
      bytes.put((byte) value);
    }
    return bytes.array();
  }

  private Table load(byte[] images, byte @Nullable [] labels) {
    write(folder.resolve("images"), images);
    if (labels != null) {
      write(folder.resolve("labels"), labels);
    }
    return new Idx("images", labels == null ? null : "labels").load(new DataFiles(List.of(folder)));
  }

  @Test
  void imagesAndLabelsAreReadPlainOrCompressed() {
    for (Table table : List.of(load(IMAGES, LABELS), load(gzip(IMAGES), gzip(LABELS)))) {
      Column.Pixels pixels = (Column.Pixels) table.columns().get(0);
      assertThat(pixels.dims()).containsExactly(2, 2);
      assertThat(Given.bytes(pixels.values())).isEqualTo(Arrays.copyOfRange(IMAGES, 16, 28));
      assertThat(Given.numbers(table, "label")).containsExactly(7, 0, 7);
      assertThat(table.targets()).containsExactly("label");
    }
  }

  @Test
  void imagesBecomeFeaturesAndLabelsBecomeClasses() {
    load(IMAGES, LABELS);
    Prepared data =
        new Given(new Idx("images", "labels")).scale(new Unit()).prepare(new DataFiles(List.of(folder)), true);
    assertThat(data.preprocessing().inputShape()).containsExactly(2, 2);
    assertThat(data.preprocessing().features()).containsExactly("image_0_0", "image_0_1", "image_1_0", "image_1_1");
    assertThat(data.preprocessing().outputs()).containsExactly("0", "7");
    assertThat(Given.column(data.train().targets(), 0)).containsExactly(1, 0, 1);
    assertThat(data.train().inputs().get(2, 0)).as("255 · (1/255)").isEqualTo(1);
    assertThat(data.train().inputs().get(1, 3)).isEqualTo(40 * (1.0 / 255));
  }

  @Test
  void anAutoencoderNeedsNoLabelsAndIgnoresThem() {
    load(IMAGES, LABELS);
    for (Idx source : List.of(new Idx("images", null), new Idx("images", "labels"))) {
      Prepared data = new Given(source).target("input").prepare(new DataFiles(List.of(folder)), false);
      assertThat(data.train().targets()).isSameAs(data.train().inputs());
      assertThat(data.preprocessing().targets().width()).isEqualTo(4);
    }
  }

  @Test
  void anAutoencoderMayIgnoreTheLabelsInSoManyWords() {
    load(IMAGES, LABELS);
    Given given = new Given(new Idx("images", "labels")).target("input");
    given.ignore = List.of("label");
    assertThat(given.prepare(new DataFiles(List.of(folder)), false).preprocessing().features()).hasSize(4);
  }

  private void refused(byte[] images, byte[] labels, String... message) {
    assertThatThrownBy(() -> load(images, labels)).isInstanceOf(DataException.class).hasMessageContainingAll(message);
  }

  private static byte[] with(byte[] bytes, int at, int value) {
    byte[] changed = bytes.clone();
    changed[at] = (byte) value;
    return changed;
  }

  @Test
  void brokenFilesAreRefused() {
    refused(with(IMAGES, 0, 'P'), LABELS, "images: not an idx file");
    refused(with(IMAGES, 2, 0x0d), LABELS, "images: numbers of type 0x0d");
    refused(LABELS, IMAGES, "images: 1 dimensions where images have 3; are images and labels exchanged?");
    refused(with(IMAGES, 7, 4), LABELS, "images: the header says [4, 2, 2], 16 bytes, and the file holds 12");
    refused(with(IMAGES, 7, 2), LABELS, "the header says [2, 2, 2], 8 bytes, and the file holds 12");
    refused(gzip(with(IMAGES, 7, 4)), LABELS, "16 bytes, and the file holds only 12");
    refused(gzip(with(IMAGES, 7, 2)), LABELS, "8 bytes, and the file holds more");
    refused(with(IMAGES, 4, 0xff), LABELS, "dimension 1 of 3 is 4278190083");
    refused(with(IMAGES, 7, 0), LABELS, "dimension 1 of 3 is 0");
    refused(new byte[0], LABELS, "images: the file ends too early");
    refused(Arrays.copyOf(IMAGES, 9), LABELS, "images: the file ends too early");
    refused(IMAGES, idx(new int[] {2}, 1, 2), "images has 3 images and labels has 2 labels");
    byte[] packed = gzip(IMAGES);
    refused(Arrays.copyOf(packed, packed.length - 12), LABELS, "images: ", "damaged gzip");
  }

  @Test
  void sizesThatCannotBeTrueAreRefusedBeforeAllocating() {
    refused(gzip(idx(new int[] {2_000_000_000, 1, 1}, 1)), LABELS, "2000000000 bytes, and the file holds far fewer");
    refused(idx(new int[] {65536, 65536, 65536}), LABELS, "more than 2 GB");
    refused(idx(new int[] {Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE}), LABELS, "more than 2 GB");
  }
}
