package nnrun.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringTokenizer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// One array of numbers as NumPy stores it (NEP 1, Kern 2007): 0x93 "NUMPY", a version, the length of the header, the
/// header as a Python dictionary, the numbers.
final class NpyArray {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LONGEST_HEADER = 1 << 16;
  private static final Pattern TYPE = Pattern.compile("'descr': *'([<>=|]?)([a-zA-Z])(\\d{1,4})'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order': *(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape': *\\(([0-9, ]*)\\)");
  private static final long WHOLE = 1L << 53;

  private final String place;
  private final InputStream in;
  private final long stored;
  private final char kind;
  private final int size;
  private final ByteOrder order;
  private final boolean fortran;
  private final List<Integer> shape;

  /// Reads the header.
  ///
  /// @param stored the most bytes there can be; what would need more is refused before memory is taken
  NpyArray(String place, InputStream in, long stored) throws IOException {
    this.place = place;
    this.in = in;
    this.stored = stored;
    String header = header();
    Matcher type = find(TYPE, header, "numbers of one type (structured arrays and objects are not)");
    kind = type.group(2).charAt(0);
    size = Integer.parseInt(type.group(3));
    String name = kind + type.group(3);
    if (!List.of("b1", "u1", "u2", "u4", "u8", "i1", "i2", "i4", "i8", "f2", "f4", "f8").contains(name)) {
      throw problem("numbers of type '" + name + "'; whole numbers, booleans and floats are read: astype(float)");
    }
    order = type.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    fortran = find(ORDER, header, "the order of its numbers").group(1).equals("True");
    List<Integer> dims = new ArrayList<>();
    StringTokenizer lengths = new StringTokenizer(find(SHAPE, header, "its shape").group(1), ", ");
    while (lengths.hasMoreTokens()) {
      String dim = lengths.nextToken();
      double length = Numbers.parse(dim);
      if (!(length >= 1 && length <= Integer.MAX_VALUE - 8)) {
        throw problem("a dimension of " + dim + "; it must lie between 1 and 2147483639");
      }
      dims.add((int) length);
    }
    shape = List.copyOf(dims);
  }

  static boolean looksLike(byte[] bytes) {
    return bytes.length >= MAGIC.length && Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  private DataException problem(String what) {
    return new DataException(place + ": " + what);
  }

  private DataException tooShort() {
    return problem("the file ends too early; write it again");
  }

  private String header() throws IOException {
    byte[] start = in.readNBytes(8);
    if (start.length < 8 || !looksLike(start)) {
      throw problem("not an npy array; it does not begin as one does");
    }
    boolean longer = start[6] > 1;
    byte[] length = in.readNBytes(longer ? 4 : 2);
    if (length.length < (longer ? 4 : 2)) {
      throw tooShort();
    }
    ByteBuffer count = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN);
    long bytes = longer ? count.getInt() & 0xffffffffL : count.getShort() & 0xffff;
    if (bytes > LONGEST_HEADER) {
      throw problem("a header of " + bytes + " bytes; " + LONGEST_HEADER + " are read at most");
    }
    byte[] header = in.readNBytes((int) bytes);
    if (header.length < bytes) {
      throw tooShort();
    }
    return new String(header, ISO_8859_1);
  }

  private Matcher find(Pattern pattern, String header, String wanted) {
    Matcher found = pattern.matcher(header);
    if (!found.find()) {
      throw problem("its header does not tell " + wanted);
    }
    return found;
  }

  int rows() {
    return shape.isEmpty() ? 1 : shape.getFirst();
  }

  /// Grey images from three dimensions of unsigned bytes; otherwise a column a number of a row.
  ///
  /// @param name of the images, or of the columns, which are numbered where there are several
  /// @param numbered whether a single column is, too
  List<Column> columns(String name, boolean numbered) throws IOException {
    if (shape.size() == 3 && kind == 'u' && size == 1 && !fortran) {
      return List.of(images(name));
    }
    if (shape.isEmpty() || shape.size() > 2) {
      throw problem(
          "an array of shape "
              + shape
              + " of type '"
              + kind
              + size
              + "'; rows of numbers have one or two dimensions, images three, as unsigned bytes in C order");
    }
    int width = shape.size() == 1 ? 1 : shape.get(1);
    double[][] values = numbers(rows(), width);
    return IntStream.range(0, width)
        .<Column>mapToObj(c -> new Column.Numeric(width == 1 && !numbered ? name : name + (c + 1), values[c]))
        .toList();
  }

  private Column images(String name) throws IOException {
    int pixels = Math.toIntExact(checked((long) shape.get(1) * shape.get(2), 1));
    byte[] values = new byte[(int) checked((long) rows() * pixels, 1)];
    if (in.readNBytes(values, 0, values.length) < values.length) {
      throw tooShort();
    }
    end();
    return new Column.Pixels(name, shape.subList(1, 3), pixels, values);
  }

  /// `count` numbers that are there and for which there is room.
  ///
  /// @param bytes of each in memory
  private long checked(long count, int bytes) {
    if (count > stored / size) {
      throw problem("the header says " + shape + ", and the file holds far fewer numbers; write it again");
    }
    Heap.require(count * bytes, place + ": an array of " + shape);
    if (count > Integer.MAX_VALUE - 8 && bytes == 1) {
      throw problem("the header says " + shape + ", more than 2 GB");
    }
    return count;
  }

  /// (columns, rows)
  private double[][] numbers(int rows, int width) throws IOException {
    checked((long) rows * width, 8);
    double[][] values = new double[width][rows];
    int outer = fortran ? width : rows;
    int inner = fortran ? rows : width;
    ByteBuffer line = ByteBuffer.allocate(Math.min(inner, 1 << 13) * size).order(order);
    for (int i = 0; i < outer; i++) {
      line.limit(0);
      for (int j = 0; j < inner; j++) {
        if (!line.hasRemaining()) {
          int bytes = Math.min(inner - j, 1 << 13) * size;
          if (in.readNBytes(line.array(), 0, bytes) < bytes) {
            throw tooShort();
          }
          line.clear().limit(bytes);
        }
        int row = fortran ? j : i;
        int column = fortran ? i : j;
        values[column][row] = number(line, row, column);
      }
    }
    end();
    return values;
  }

  private double number(ByteBuffer from, int row, int column) {
    if (kind == 'f') {
      double x = size == 8 ? from.getDouble() : size == 4 ? from.getFloat() : Float.float16ToFloat(from.getShort());
      if (Double.isInfinite(x)) {
        throw at(row, column, x + "; only finite numbers can be learned from");
      }
      return x;
    }
    boolean signed = kind == 'i';
    long whole =
        switch (size) {
          case 1 -> signed ? from.get() : from.get() & 0xff;
          case 2 -> signed ? from.getShort() : from.getShort() & 0xffff;
          case 4 -> signed ? from.getInt() : from.getInt() & 0xffffffffL;
          default -> from.getLong();
        };
    if (whole > WHOLE || whole < (signed ? -WHOLE : 0)) {
      throw at(row, column, (signed ? Long.toString(whole) : Long.toUnsignedString(whole)) + " is beyond 2^53");
    }
    return whole;
  }

  private DataException at(int row, int column, String what) {
    return problem("row " + (row + 1) + ", column " + (column + 1) + ": " + what);
  }

  private void end() throws IOException {
    if (in.read() >= 0) {
      throw problem("more bytes than an array of " + shape + " has; write it again");
    }
  }

  /// Inputs, and targets beside them where there are any.
  static Table table(String place, List<Column> inputs, @Nullable List<Column> targets, String targetPlace) {
    if (targets == null) {
      return new Table(place, inputs, false, List.of(), null);
    }
    if (inputs.getFirst().rows() != targets.getFirst().rows()) {
      throw new DataException(
          place
              + " has "
              + inputs.getFirst().rows()
              + " rows and "
              + targetPlace
              + " has "
              + targets.getFirst().rows()
              + "; take two arrays that belong together");
    }
    List<Column> all = new ArrayList<>(inputs);
    all.addAll(targets);
    return new Table(place, List.copyOf(all), true, targets.stream().map(Column::name).toList(), null);
  }
}
