package nnrun.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyTest {
  @TempDir Path folder;

  /// As `numpy.lib.format` describes version 1.0: magic, 1, 0, length of the header in two bytes, the header padded
  /// with blanks to a multiple of 64 and ended by a newline, the numbers.
  private static byte[] npy(String type, boolean fortran, String shape, Consumer<ByteBuffer> numbers) {
    String header =
        "{'descr': '" + type + "', 'fortran_order': " + (fortran ? "True" : "False") + ", 'shape': (" + shape + "), }";
    header += " ".repeat(63 - (10 + header.length()) % 64) + "\n";
    ByteBuffer all = ByteBuffer.allocate(1000).order(ByteOrder.LITTLE_ENDIAN);
    all.put((byte) 0x93).put("NUMPY".getBytes(ISO_8859_1)).put((byte) 1).put((byte) 0);
    all.putShort((short) header.length()).put(header.getBytes(ISO_8859_1));
    assertThat(all.position() % 64).isZero();
    all.order(type.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    numbers.accept(all);
    return Arrays.copyOf(all.array(), all.position());
  }

  private static Consumer<ByteBuffer> doubles(double... values) {
    return to -> Arrays.stream(values).forEach(to::putDouble);
  }

  private static Consumer<ByteBuffer> bytes(int... values) {
    return to -> Arrays.stream(values).forEach(v -> to.put((byte) v));
  }

  private static final byte[] X = npy("<f8", false, "3, 2", doubles(1, 2, 3, 4, 5, 6));

  private Table load(byte[] x, byte @Nullable [] y) {
    Given.write(folder.resolve("x.npy"), x);
    if (y != null) {
      Given.write(folder.resolve("y.npy"), y);
    }
    return new Npy("x.npy", y == null ? null : "y.npy").load(new DataFiles(List.of(folder)));
  }

  @Test
  void rowsAreReadPlainOrCompressedInEitherOrder() {
    byte[] columns = npy("<f8", true, "3, 2", doubles(1, 3, 5, 2, 4, 6));
    for (byte[] x : List.of(X, Given.gzip(X), columns)) {
      Table table = load(x, null);
      assertThat(Given.numbers(table, "c1")).containsExactly(1, 3, 5);
      assertThat(Given.numbers(table, "c2")).containsExactly(2, 4, 6);
      assertThat(table.named()).isFalse();
    }
  }

  /// 0x3C00 is 1.0 and 0xC400 -4.0 in IEEE 754's binary16.
  @Test
  void everyTypeOfNumberIsRead() {
    assertThat(one("|b1", bytes(1, 0))).containsExactly(1, 0);
    assertThat(one("|u1", bytes(1, 255))).containsExactly(1, 255);
    assertThat(one("|i1", bytes(1, 255))).containsExactly(1, -1);
    assertThat(one("<u2", to -> to.putShort((short) 1).putShort((short) -1))).containsExactly(1, 65535);
    assertThat(one(">i2", to -> to.putShort((short) 1).putShort((short) -2))).containsExactly(1, -2);
    assertThat(one("<u4", to -> to.putInt(1).putInt(-1))).containsExactly(1, 4294967295.0);
    assertThat(one(">i4", to -> to.putInt(1).putInt(-7))).containsExactly(1, -7);
    assertThat(one("<i8", to -> to.putLong(1).putLong(-8))).containsExactly(1, -8);
    assertThat(one("<f2", to -> to.putShort((short) 0x3C00).putShort((short) 0xC400))).containsExactly(1, -4);
    assertThat(one(">f4", to -> to.putFloat(1).putFloat(0.5f))).containsExactly(1, 0.5);
    assertThat(one("<f8", doubles(1, Double.NaN))).containsExactly(1, Double.NaN);
  }

  private double[] one(String type, Consumer<ByteBuffer> numbers) {
    return Given.numbers(load(npy(type, false, "2,", numbers), null), "c1");
  }

  @Test
  void threeDimensionsOfBytesAreImagesAndLabelsStandBeside() {
    Table table =
        load(
            npy("|u1", false, "2, 1, 3", bytes(1, 2, 3, 4, 5, 255)),
            npy("<i8", false, "2,", to -> to.putLong(7).putLong(9)));
    Column.Pixels pixels = (Column.Pixels) table.columns().getFirst();
    assertThat(pixels.dims()).containsExactly(1, 3);
    assertThat(Given.bytes(pixels.values())).containsExactly(1, 2, 3, 4, 5, (byte) 255);
    assertThat(Given.numbers(table, "label")).containsExactly(7, 9);
    assertThat(table.targets()).containsExactly("label");
    Table several = load(X, npy("<f8", false, "3, 2", doubles(1, 2, 3, 4, 5, 6)));
    assertThat(several.targets()).containsExactly("label1", "label2");
  }

  private void refused(byte[] x, byte @Nullable [] y, String message) {
    assertThatThrownBy(() -> load(x, y)).isInstanceOf(DataException.class).hasMessageContaining(message);
  }

  @Test
  void brokenAndHostileArraysAreRefusedBeforeMemoryIsTaken() {
    refused("no array".getBytes(ISO_8859_1), null, "x.npy: not an npy array");
    refused(Arrays.copyOf(X, 9), null, "x.npy: the file ends too early");
    refused(Arrays.copyOf(X, X.length - 1), null, "x.npy: the file ends too early");
    refused(Given.gzip(Arrays.copyOf(X, X.length - 1)), null, "x.npy: the file ends too early");
    refused(Arrays.copyOf(X, X.length + 1), null, "x.npy: more bytes than an array of [3, 2] has");
    refused(npy("<f8", false, "2000000000, 2000000000", doubles(1)), null, "far fewer numbers");
    refused(Given.gzip(npy("<f8", false, "100000, 1000", doubles(1))), null, "far fewer numbers");
    refused(npy("|u1", false, "60000, 28000, 28000", bytes(1)), null, "far fewer numbers");
    refused(npy("<f8", false, "99999999999, 2", doubles(1)), null, "a dimension of 99999999999");
    refused(npy("<f8", false, "0, 2", doubles()), null, "a dimension of 0");
    refused(npy("<f8", false, "1, 1, 1", doubles(1)), null, "an array of shape [1, 1, 1] of type 'f8'");
    refused(npy("<c16", false, "1", doubles(1, 1)), null, "numbers of type 'c16'");
    refused(npy("|O8", false, "1", doubles(1)), null, "numbers of type 'O8'");
    refused(npy("<f8", false, "x", doubles(1)), null, "its header does not tell its shape");
    refused(
        npy("<f8", false, "2,", doubles(1, Double.POSITIVE_INFINITY)), null, "row 2, column 1: Infinity; only finite");
    refused(
        npy("<u8", false, "1,", to -> to.putLong(-1)), null, "row 1, column 1: 18446744073709551615 is beyond 2^53");
    refused(X, npy("<f8", false, "2,", doubles(1, 2)), "x.npy has 3 rows and y.npy has 2");
    byte[] packed = Given.gzip(X);
    refused(Arrays.copyOf(packed, packed.length - 12), null, "x.npy: a damaged gzip file");
  }

  private Table zipped(String data, @Nullable String labels, Object... entries) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < entries.length; i += 2) {
        zip.putNextEntry(new ZipEntry((String) entries[i]));
        zip.write((byte[]) entries[i + 1]);
      }
    }
    Given.write(folder.resolve("d.npz"), bytes.toByteArray());
    return new Npz("d.npz", data, labels).load(new DataFiles(List.of(folder)));
  }

  @Test
  void arraysOfAZipFileAreFoundByName() throws Exception {
    byte[] y = npy("<f8", false, "3,", doubles(0, 1, 0));
    Table table = zipped("x_train", "y", "x_train.npy", X, "other.npy", new byte[9], "y.npy", y);
    assertThat(Given.numbers(table, "c2")).containsExactly(2, 4, 6);
    assertThat(Given.numbers(table, "label")).containsExactly(0, 1, 0);
    assertThatThrownBy(() -> zipped("xtrain", null, "x_train.npy", X))
        .hasMessage("d.npz: no array 'xtrain'; there are x_train; did you mean 'x_train'?");
    assertThatThrownBy(() -> zipped("x", null, "x.npy", new byte[8]))
        .hasMessage("d.npz: x: not an npy array; it does not begin as one does");
    Given.write(folder.resolve("d.npz"), new byte[40]);
    assertThatThrownBy(() -> new Npz("d.npz", "x", null).load(new DataFiles(List.of(folder))))
        .hasMessageContaining("d.npz: no zip file, or a damaged one");
  }
}
