package nnrun.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import nnrun.config.Json;
import nnrun.tensor.Matrix;
import nnrun.tensor.Precision;
import org.jspecify.annotations.Nullable;

/// One file in the safetensors format, which Python and Rust read too:
///
/// ```
/// 8 bytes   n, little-endian
/// n bytes   JSON, padded with spaces so that the data starts at a multiple of 8:
///           {"__metadata__":{"key":"text",…},"name":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},…}
/// the rest  the numbers, little-endian, row by row, one tensor after the other without a gap
/// ```
///
/// Files written here hold the checksum of everything else in the metadata, under `sha256`: SHA-256 of the JSON as it
/// was without that entry and without padding, followed by the data.
public final class Safetensors {
  /// The metadata's key of the checksum.
  public static final String CHECKSUM = "sha256";

  private static final ValueLayout LITTLE_FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout LITTLE_DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final String METADATA = "__metadata__";
  private static final List<String> ENTRY_KEYS = List.of("dtype", "shape", "data_offsets");

  /// The format's own limit.
  private static final long MAX_HEADER_BYTES = 100_000_000;

  /// No header as short as this is beyond what is read: names, texts, and their number are all limited above it.
  private static final int READABLE_BYTES = 1 << 16;

  private static final int BUFFER_BYTES = 1 << 16;

  private final Disk disk;
  private final Path file;
  private final long dataStart;
  private final SequencedMap<String, Tensor> tensors;
  private final SortedMap<String, String> metadata;

  private Safetensors(
      Disk disk, Path file, long dataStart, SequencedMap<String, Tensor> tensors, SortedMap<String, String> metadata) {
    this.disk = disk;
    this.file = file;
    this.dataStart = dataStart;
    this.tensors = tensors;
    this.metadata = metadata;
  }

  /// Where a tensor lies.
  ///
  /// @param begin of its numbers, in bytes from the start of the data
  /// @param end behind its last number
  public record Tensor(Precision precision, List<Long> shape, long begin, long end) {
    Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("dtype", dtype(precision));
      json.put("shape", shape);
      json.put("data_offsets", List.of(begin, end));
      return json;
    }

    boolean fits(Matrix matrix) {
      return precision == matrix.precision() && shape.equals(shapeOf(matrix));
    }
  }

  static List<Long> shapeOf(Matrix matrix) {
    return List.of((long) matrix.rows(), (long) matrix.columns());
  }

  static String dtype(Precision precision) {
    return switch (precision) {
      case FLOAT32 -> "F32";
      case FLOAT64 -> "F64";
    };
  }

  /// What a file of these matrices and texts holds, for [Disk#replace]. Equal input gives equal bytes, in whatever
  /// order it came: numbers of 64 bits first, then by name. The matrices are read when the file is written.
  public static Disk.Content content(Map<String, Matrix> matrices, Map<String, String> metadata) {
    return out -> write(out, matrices, metadata);
  }

  private static void write(OutputStream out, Map<String, Matrix> matrices, Map<String, String> metadata)
      throws IOException {
    SequencedMap<String, Matrix> ordered = new LinkedHashMap<>();
    matrices.entrySet().stream()
        .sorted(
            Comparator.comparingInt((Map.Entry<String, Matrix> entry) -> -entry.getValue().precision().bytes())
                .thenComparing(Map.Entry::getKey))
        .forEach(entry -> ordered.put(entry.getKey(), entry.getValue()));

    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    long end = 0;
    for (Map.Entry<String, Matrix> entry : ordered.entrySet()) {
      Matrix matrix = entry.getValue();
      long begin = end;
      end += matrix.size() * matrix.precision().bytes();
      tensors.put(entry.getKey(), new Tensor(matrix.precision(), shapeOf(matrix), begin, end));
    }

    SortedMap<String, String> texts = new TreeMap<>(metadata);
    MessageDigest digest = Sha256.digest();
    String entries = entries(tensors);
    digest.update(header(texts, entries));
    eachPiece(ordered.values(), (bytes, count) -> digest.update(bytes, 0, count));
    texts.put(CHECKSUM, Sha256.hex(digest));

    byte[] header = header(texts, entries);
    if (header.length > READABLE_BYTES) {
      Json.parse(new String(header, UTF_8)); // what is too long to be read again must not be written
    }
    int padding = -header.length & 7;
    byte[] length = new byte[Long.BYTES];
    ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length + padding);
    out.write(length);
    out.write(header);
    out.write(" ".repeat(padding).getBytes(UTF_8));
    eachPiece(ordered.values(), (bytes, count) -> out.write(bytes, 0, count));
  }

  /// The JSON behind that of the metadata, with its closing brace.
  private static String entries(SequencedMap<String, Tensor> tensors) {
    Map<String, Object> entries = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> entries.put(name, tensor.json()));
    return (tensors.isEmpty() ? "" : ",") + Json.write(entries).substring(1);
  }

  private static byte[] header(SortedMap<String, String> metadata, String entries) {
    return ("{\"" + METADATA + "\":" + Json.write(metadata) + entries).getBytes(UTF_8);
  }

  @FunctionalInterface
  private interface Pieces {
    void take(byte[] bytes, int count) throws IOException;
  }

  private static void eachPiece(Iterable<Matrix> matrices, Pieces to) throws IOException {
    byte[] bytes = new byte[BUFFER_BYTES];
    MemorySegment buffer = MemorySegment.ofArray(bytes);
    int filled = 0;
    for (Matrix matrix : matrices) {
      boolean wide = matrix.precision() == Precision.FLOAT64;
      ValueLayout here = wide ? ValueLayout.JAVA_DOUBLE : ValueLayout.JAVA_FLOAT;
      ValueLayout there = wide ? LITTLE_DOUBLE : LITTLE_FLOAT;
      int width = matrix.precision().bytes();
      for (long at = 0; at < matrix.size(); ) {
        if (bytes.length - filled < width) {
          to.take(bytes, filled);
          filled = 0;
        }
        int count = (int) Math.min(matrix.size() - at, (bytes.length - filled) / width);
        MemorySegment.copy(matrix.segment(), here, at * width, buffer, there, filled, count);
        at += count;
        filled += count * width;
      }
    }
    to.take(bytes, filled);
  }

  /// Reads and checks the header, and the checksum when there is one, before anything of the size it speaks of is
  /// allocated.
  ///
  /// @throws DamagedFile when the file is not exactly what the format allows, or is not as it was written
  public static Safetensors open(Disk disk, Path file) {
    long size = disk.size(file);
    if (size < Long.BYTES) {
      throw new DamagedFile(file, "ends after " + size + " bytes, before the length of its header is complete");
    }
    ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    disk.read(file, 0, length);
    long headerBytes = length.getLong(0);
    if (headerBytes < 0 || headerBytes > MAX_HEADER_BYTES || headerBytes > size - Long.BYTES) {
      throw new DamagedFile(
          file,
          String.format(
              Locale.ROOT,
              "speaks of a header of %s bytes in a file of %d; it is damaged or no safetensors file",
              Long.toUnsignedString(headerBytes),
              size));
    }
    byte[] header = new byte[(int) headerBytes];
    disk.read(file, Long.BYTES, ByteBuffer.wrap(header));
    long dataStart = Long.BYTES + headerBytes;

    SortedMap<String, String> metadata = new TreeMap<>();
    Map<String, Tensor> named = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : json(file, header).entrySet()) {
      String name = (String) entry.getKey();
      if (name.equals(METADATA)) {
        object(file, METADATA, entry.getValue())
            .forEach((key, value) -> metadata.put((String) key, text(file, METADATA + "." + key, value)));
      } else {
        named.put(name, tensor(file, name, object(file, name, entry.getValue())));
      }
    }
    SequencedMap<String, Tensor> tensors = withoutGaps(file, named, size - dataStart);

    Safetensors opened = new Safetensors(disk, file, dataStart, tensors, metadata);
    opened.verify(size);
    return opened;
  }

  private static Map<?, ?> json(Path file, byte[] header) {
    if (header.length == 0 || header[0] != '{') {
      throw new DamagedFile(file, "has a header that does not start with {");
    }
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(header)).toString();
      return object(file, "the header", Json.parse(text));
    } catch (CharacterCodingException _) {
      throw new DamagedFile(file, "has a header that is not UTF-8");
    } catch (IllegalArgumentException e) {
      throw new DamagedFile(file, "has an unreadable header: " + e.getMessage());
    }
  }

  private static Tensor tensor(Path file, String name, Map<?, ?> json) {
    if (json.size() != ENTRY_KEYS.size() || !json.keySet().containsAll(ENTRY_KEYS)) {
      throw new DamagedFile(file, String.format(Locale.ROOT, "has an entry %s with the keys %s", name, json.keySet()));
    }
    String dtype = text(file, name + ".dtype", json.get("dtype"));
    Precision precision =
        switch (dtype) {
          case "F32" -> Precision.FLOAT32;
          case "F64" -> Precision.FLOAT64;
          default ->
              throw new DamagedFile(
                  file, String.format(Locale.ROOT, "has %s as %s; F32 and F64 can be read", name, dtype));
        };
    List<Long> shape = sizes(file, name + ".shape", json.get("shape"));
    List<Long> offsets = sizes(file, name + ".data_offsets", json.get("data_offsets"));
    if (offsets.size() != 2) {
      throw new DamagedFile(
          file, String.format(Locale.ROOT, "has %s.data_offsets %s; two numbers are due", name, offsets));
    }
    long begin = offsets.getFirst();
    long end = offsets.getLast();
    if (end < begin || end - begin != bytes(file, name, shape, precision)) {
      throw new DamagedFile(
          file,
          String.format(
              Locale.ROOT,
              "gives %s the bytes %d to %d, which do not hold %s of shape %s",
              name,
              begin,
              end,
              dtype,
              shape));
    }
    return new Tensor(precision, shape, begin, end);
  }

  private static long bytes(Path file, String name, List<Long> shape, Precision precision) {
    if (shape.contains(0L)) {
      return 0;
    }
    long bytes = precision.bytes();
    for (long size : shape) {
      if (bytes > Long.MAX_VALUE / size) {
        throw new DamagedFile(
            file, String.format(Locale.ROOT, "has %s of the shape %s, larger than any file", name, shape));
      }
      bytes *= size;
    }
    return bytes;
  }

  /// The tensors in the order of their data, each byte of which belongs to exactly one of them.
  private static SequencedMap<String, Tensor> withoutGaps(Path file, Map<String, Tensor> named, long dataBytes) {
    SequencedMap<String, Tensor> ordered = new LinkedHashMap<>();
    named.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.comparingLong(Tensor::begin).thenComparingLong(Tensor::end)))
        .forEach(entry -> ordered.put(entry.getKey(), entry.getValue()));
    long end = 0;
    for (Map.Entry<String, Tensor> entry : ordered.entrySet()) {
      Tensor tensor = entry.getValue();
      if (tensor.begin() != end) {
        throw new DamagedFile(
            file,
            String.format(
                Locale.ROOT,
                "has %s at byte %d of the data: %s, since the tensor before it ends at %d",
                entry.getKey(),
                tensor.begin(),
                tensor.begin() < end ? "an overlap" : "a hole",
                end));
      }
      end = tensor.end();
    }
    if (end != dataBytes) {
      throw new DamagedFile(
          file, String.format(Locale.ROOT, "has %d bytes of data where its header counts on %d", dataBytes, end));
    }
    return ordered;
  }

  private static Map<?, ?> object(Path file, String place, @Nullable Object json) {
    if (json instanceof Map<?, ?> map) {
      return map;
    }
    throw new DamagedFile(file, String.format(Locale.ROOT, "has %s where %s should be a JSON object", json, place));
  }

  private static String text(Path file, String place, @Nullable Object json) {
    if (json instanceof String text) {
      return text;
    }
    throw new DamagedFile(file, String.format(Locale.ROOT, "has %s where %s should be a text", json, place));
  }

  private static List<Long> sizes(Path file, String place, @Nullable Object json) {
    List<Long> sizes = new ArrayList<>();
    if (json instanceof List<?> list) {
      for (Object item : list) {
        if (item instanceof Long size && size >= 0) {
          sizes.add(size);
        }
      }
      if (sizes.size() == list.size()) {
        return List.copyOf(sizes);
      }
    }
    throw new DamagedFile(
        file, String.format(Locale.ROOT, "has %s where %s should be a list of whole numbers", json, place));
  }

  private void verify(long size) {
    String stored = metadata.get(CHECKSUM);
    if (stored == null) {
      return;
    }
    SortedMap<String, String> rest = new TreeMap<>(metadata);
    rest.remove(CHECKSUM);
    MessageDigest digest = Sha256.digest();
    digest.update(header(rest, entries(tensors)));
    Sha256.update(digest, disk, file, dataStart, size);
    if (!Sha256.hex(digest).equals(stored)) {
      throw new DamagedFile(file, "is damaged: its content does not have the checksum it names");
    }
  }

  /// Where each tensor lies, in the order of the data.
  public Map<String, Tensor> tensors() {
    return Collections.unmodifiableMap(tensors);
  }

  public SortedMap<String, String> metadata() {
    return Collections.unmodifiableSortedMap(metadata);
  }

  /// Reads a tensor's numbers into a matrix of its precision and shape.
  public void read(String name, Matrix into) {
    Tensor tensor = tensors.get(name);
    if (tensor == null || !tensor.fits(into)) {
      throw new IllegalArgumentException(file + ": " + name + " is " + tensor);
    }
    each(tensor, into::put);
  }

  /// The flat, row-major index of the first number of a tensor that has not the bits of that in a matrix of its shape,
  /// and the number in the file; null where all are the same.
  @Nullable Differing differing(String name, Matrix from) {
    Differing[] first = new Differing[1];
    Tensor tensor = tensors.get(name);
    if (tensor != null && tensor.fits(from)) {
      each(
          tensor,
          (i, stored) -> {
            if (first[0] == null && Double.doubleToLongBits(stored) != Double.doubleToLongBits(from.at(i))) {
              first[0] = new Differing(i, stored);
            }
          });
    }
    return first[0];
  }

  /// See [#differing].
  record Differing(int index, double stored) {}

  /// Takes a number and its flat index.
  private interface Numbers {
    void take(int index, double value);
  }

  private void each(Tensor tensor, Numbers numbers) {
    boolean wide = tensor.precision() == Precision.FLOAT64;
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    long at = tensor.begin();
    long size = (tensor.end() - tensor.begin()) / tensor.precision().bytes();
    for (int i = 0; i < size; i++) {
      if (!buffer.hasRemaining()) {
        buffer.clear().limit((int) Math.min(BUFFER_BYTES, tensor.end() - at));
        disk.read(file, dataStart + at, buffer);
        at += buffer.limit();
        buffer.flip();
      }
      numbers.take(i, wide ? buffer.getDouble() : buffer.getFloat());
    }
  }

  Path file() {
    return file;
  }
}
