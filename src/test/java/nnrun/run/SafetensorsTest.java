package nnrun.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;
import nnrun.tensor.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
  /// The JSON of the golden file: 217 bytes. The checksum was calculated in Python, with hashlib.sha256 over the JSON
  /// without the entry sha256 (`{"__metadata__":{"epoch":"3"},"b":…}`) and the 16 bytes of data; Python's safetensors
  /// 0.8.0 reads the file.
  private static final String JSON =
      "{\"__metadata__\":{\"epoch\":\"3\","
          + "\"sha256\":\"88163bc8ca8d204f7c7bd2855de47a659ef81db095ef44755a3a24f389b2ddea\"},"
          + "\"b\":{\"dtype\":\"F64\",\"shape\":[1,1],\"data_offsets\":[0,8]},"
          + "\"a\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[8,16]}}";

  @TempDir private Path folder;
  private final Disk disk = new LocalDisk();

  static Matrix matrix(Precision precision, int rows, int columns, double... values) {
    try (Engine engine = Engine.plain(precision)) {
      Matrix matrix = engine.matrix(rows, columns);
      for (int i = 0; i < values.length; i++) {
        matrix.put(i, values[i]);
      }
      return matrix;
    }
  }

  private static byte[] bytes(Map<String, Matrix> matrices, Map<String, String> metadata) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Safetensors.content(matrices, metadata).to(out);
    return out.toByteArray();
  }

  private static byte[] golden() throws IOException {
    Map<String, Matrix> matrices = new LinkedHashMap<>();
    matrices.put("a", matrix(Precision.FLOAT32, 1, 2, 1.0, 0.5));
    matrices.put("b", matrix(Precision.FLOAT64, 1, 1, -2.0));
    return bytes(matrices, Map.of("epoch", "3"));
  }

  private Safetensors open(byte[] bytes) throws IOException {
    return Safetensors.open(disk, Files.write(folder.resolve("x.safetensors"), bytes));
  }

  private static byte[] file(String json, int dataBytes) {
    byte[] header = json.getBytes(UTF_8);
    return ByteBuffer.allocate(8 + header.length + dataBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .array();
  }

  @Test
  void aTinyFileHasExactlyTheseBytes() throws IOException {
    String hex =
        "e000000000000000" // 224 = 217 bytes of JSON and 7 of padding, as a little-endian 64-bit number
            + HexFormat.of().formatHex(JSON.getBytes(UTF_8))
            + "20".repeat(7) // spaces, so that the data starts at 232 = 8 · 29
            + "00000000000000c0" // b, float64 before float32: -2.0
            + "0000803f" // a[0][0] = 1.0
            + "0000003f"; // a[0][1] = 0.5
    assertThat(HexFormat.of().formatHex(golden())).isEqualTo(hex);
  }

  @Test
  void everyBitComesBack() throws IOException {
    Random random = new Random(7);
    Matrix wide = matrix(Precision.FLOAT64, 129, 67); // 69,144 bytes: more than one buffer
    for (int i = 0; i < wide.size(); i++) {
      wide.put(i, random.nextGaussian());
    }
    wide.put(0, -0.0);
    wide.put(1, Double.MIN_VALUE);
    wide.put(2, Double.NaN);
    Matrix narrow = matrix(Precision.FLOAT32, 1, 3, Float.MIN_VALUE, Float.NEGATIVE_INFINITY, 0.1f);
    Map<String, String> metadata = Map.of("größe \"x\"\n", "\\ \t 😀");
    Safetensors read = open(bytes(Map.of("n", narrow, "w", wide, "none", matrix(Precision.FLOAT32, 0, 3)), metadata));

    assertThat(read.tensors().keySet()).containsExactly("w", "n", "none");
    assertThat(read.metadata()).containsAllEntriesOf(metadata).containsOnlyKeys("größe \"x\"\n", "sha256");
    for (Matrix original : new Matrix[] {wide, narrow}) {
      Matrix copy = matrix(original.precision(), original.rows(), original.columns());
      read.read(original == wide ? "w" : "n", copy);
      for (int i = 0; i < original.size(); i++) {
        assertThat(Double.doubleToLongBits(copy.at(i))).isEqualTo(Double.doubleToLongBits(original.at(i)));
      }
    }
  }

  @Test
  void theOrderOfTheInputChangesNoByte() throws IOException {
    Matrix a = matrix(Precision.FLOAT32, 1, 1, 1);
    Matrix b = matrix(Precision.FLOAT32, 1, 1, 2);
    Map<String, Matrix> forth = new LinkedHashMap<>();
    forth.put("a", a);
    forth.put("b", b);
    Map<String, Matrix> back = new LinkedHashMap<>();
    back.put("b", b);
    back.put("a", a);
    assertThat(bytes(forth, Map.of())).isEqualTo(bytes(back, Map.of()));
  }

  @Test
  void filesOfOthersNeedNoChecksum() throws IOException {
    Safetensors read = open(file("{\"x\":{\"shape\":[2],\"data_offsets\":[0,8],\"dtype\":\"F32\"}}  ", 8));
    assertThat(read.metadata()).isEmpty();
    assertThat(read.tensors()).containsOnlyKeys("x");
    assertThat(open(file("{}", 0)).tensors()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]                                                            | 0  | does not start with {",
        "{                                                             | 0  | unreadable header",
        "{\"x\":3}                                                     | 0  | has 3 where x should be a JSON object",
        "{\"__metadata__\":{\"k\":3}}                                  | 0  | has 3 where __metadata__.k should be a"
            + " text",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[2]}}                     | 8  | an entry x with the keys",
        "{\"x\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[0,4]}} | 4 | has x as BF16; F32 and F64 can be"
            + " read",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,7]}}  | 8 | do not hold F32 of shape [2]",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}  | 8 | do not hold F32 of shape [2]",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0]}}    | 8 | two numbers are due",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}} | 8 | x.shape should be a list of whole"
            + " numbers",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[2.0],\"data_offsets\":[0,8]}}| 8 | x.shape should be a list of whole"
            + " numbers",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}  | 4 | 4 bytes of data where its header"
            + " counts on 8",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}  | 9 | 9 bytes of data where its header"
            + " counts on 8",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}  | 8 | has x at byte 4 of the data: a hole",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}} | 0 | larger than any"
            + " file",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[9223372036854775807],\"data_offsets\":[0,8]}}   | 8 | larger than any"
            + " file",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1000000000],\"data_offsets\":[0,4000000000]}}   | 8 | counts on"
            + " 4000000000",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}"
            + " | 8 | unreadable header",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"y\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}"
            + " | 8 | has y at byte 4 of the data: an overlap",
      })
  void aHeaderThatDoesNotFitTheFormatIsRefused(String json, int dataBytes, String problem) {
    assertThatThrownBy(() -> open(file(json, dataBytes)))
        .isInstanceOf(DamagedFile.class)
        .hasMessageStartingWith(folder.resolve("x.safetensors") + ": ")
        .hasMessageContaining(problem);
  }

  @Test
  void aLengthThatCannotBeTrueIsRefusedBeforeAnythingIsAllocated() {
    for (long length : new long[] {-1, Long.MAX_VALUE, 100_000_001, 9, 1L << 40}) {
      byte[] bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();
      assertThatThrownBy(() -> open(bytes))
          .isInstanceOf(DamagedFile.class)
          .hasMessageContaining("speaks of a header of " + Long.toUnsignedString(length) + " bytes in a file of 16");
    }
    assertThatThrownBy(() -> open(new byte[5])).hasMessageContaining("ends after 5 bytes");
  }

  @Test
  void everyTruncationIsDamage() throws IOException {
    byte[] whole = golden();
    for (int n = 0; n < whole.length; n++) {
      byte[] cut = java.util.Arrays.copyOf(whole, n);
      assertThatThrownBy(() -> open(cut)).as("%d bytes", n).isInstanceOf(DamagedFile.class);
    }
  }

  @Test
  void aMutatedFileIsDamageOrReadsTheSame() throws IOException {
    byte[] whole = golden();
    Random random = new Random(42);
    int refused = 0;
    for (int i = 0; i < 200; i++) {
      byte[] mutated = whole.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        mutated[random.nextInt(mutated.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        Safetensors read = open(mutated);
        if (read.metadata().containsKey(Safetensors.CHECKSUM)) { // without it a checkpoint is refused
          assertSameAsGolden(read);
        }
      } catch (DamagedFile _) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(180);
  }

  private static void assertSameAsGolden(Safetensors read) {
    assertThat(read.metadata()).containsEntry("epoch", "3");
    assertThat(read.tensors()).containsOnlyKeys("a", "b");
    Matrix a = matrix(Precision.FLOAT32, 1, 2);
    Matrix b = matrix(Precision.FLOAT64, 1, 1);
    read.read("a", a);
    read.read("b", b);
    assertThat(new double[] {a.at(0), a.at(1), b.at(0)}).containsExactly(1.0, 0.5, -2.0);
  }
}
