package nnrun.data;

import java.io.DataInputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import nnrun.spec.Component;
import nnrun.spec.Doc;
import nnrun.spec.Example;
import org.jspecify.annotations.Nullable;

/// Images and labels as the MNIST family stores them: 0, 0, the type (8 for bytes), the number of dimensions, each
/// dimension as 4 bytes, most significant first, then the bytes (LeCun, Cortes, Burges).
@Component(
    formula = "images (rows, height, width) and labels (rows) of bytes",
    doc = "The files of MNIST and its family, plain or gzip.",
    use = "For MNIST, Fashion-MNIST, EMNIST and their like.",
    avoid = "For tables: csv.",
    source = "LeCun, Cortes, Burges, The MNIST database of handwritten digits (1998)")
public record Idx(
    @Doc("file of the images") @Example("train-images-idx3-ubyte.gz") String images,
    @Doc("file of the labels; not needed for target: input") @Example("train-labels-idx1-ubyte.gz")
        @Nullable String labels)
    implements Source {
  private static final int BYTES = 8;

  /// @param values (first dimension, the others)
  private record Cube(List<Integer> dims, Rows values) {}

  @Override
  public String usualScaling() {
    return "unit";
  }

  @Override
  public Table load(DataFiles files) {
    Cube pictures = read(files.read(images), 3, "images");
    if (labels == null) {
      return table(images, pictures, files.store());
    }
    List<Column> columns = new ArrayList<>(table(images, pictures, files.store()).columns());
    Cube classes = read(files.read(labels), 1, "labels");
    if (!classes.dims.getFirst().equals(pictures.dims.getFirst())) {
      throw new DataException(
          images
              + " has "
              + pictures.dims.getFirst()
              + " images and "
              + labels
              + " has "
              + classes.dims.getFirst()
              + " labels; take two files that belong together");
    }
    Values values = Values.map(files.store(), classes.values.rows(), row -> classes.values.get(row, 0));
    columns.add(new Column.Numeric("label", values));
    return new Table(images, List.copyOf(columns), true, List.of("label"), null, files.store());
  }

  /// Numbers of an image.
  public int pixels(DataFiles files) {
    return load(files).columns().getFirst() instanceof Column.Pixels pixels ? pixels.size() : 0;
  }

  /// Different labels.
  public int classes(DataFiles files) {
    return load(files).columns().getLast() instanceof Column.Numeric numbers
        ? numbers.asTexts(files.store()).levels().size()
        : 0;
  }

  /// The images of a file without their labels.
  static Table images(Content content) {
    return table(content.place(), read(content, 3, "images"), content.store());
  }

  private static Table table(String place, Cube pictures, Store store) {
    List<Integer> dims = pictures.dims.subList(1, 3);
    Column pixels = new Column.Pixels("image", dims, pictures.values);
    return new Table(place, List.of(pixels), true, List.of(), null, store);
  }

  /// Whether it begins as an idx file does and no text can.
  static boolean looksLike(Content content) {
    byte[] start = content.start();
    return start.length > 1 && start[0] == 0 && start[1] == 0;
  }

  private static Cube read(Content content, int wantedDims, String what) {
    try (Content.Stream in = content.open()) {
      return read(content, in, wantedDims, what);
    } catch (IOException e) {
      throw new DataException(
          content.place()
              + ": the file ends too early or is a damaged gzip file ("
              + (e.getMessage() == null ? "end of file" : e.getMessage())
              + "); fetch it again");
    }
  }

  private static Cube read(Content content, Content.Stream bytes, int wantedDims, String what) throws IOException {
    String place = content.place();
    DataInputStream in = new DataInputStream(bytes);
    int zeros = in.readUnsignedShort();
    int type = in.readUnsignedByte();
    int count = in.readUnsignedByte();
    if (zeros != 0) {
      throw new DataException(place + ": not an idx file; it begins with neither two zero bytes nor as gzip does");
    }
    if (type != BYTES) {
      throw new DataException(
          place
              + ": numbers of type 0x"
              + HexFormat.of().toHexDigits((byte) type)
              + "; idx files of unsigned bytes (0x08) can be read");
    }
    if (count != wantedDims) {
      throw new DataException(
          place
              + ": "
              + count
              + " dimensions where "
              + what
              + " have "
              + wantedDims
              + "; are images and labels exchanged?");
    }
    List<Integer> dims = new ArrayList<>();
    long size = 1;
    for (int i = 0; i < count; i++) {
      int dim = in.readInt();
      if (dim < 1) {
        throw new DataException(
            place
                + ": dimension "
                + (i + 1)
                + " of "
                + count
                + " is "
                + Integer.toUnsignedString(dim)
                + "; it must lie between 1 and 2147483647");
      }
      dims.add(dim);
      size = size > Integer.MAX_VALUE ? size : size * dim;
    }
    long stored = content.size() - 4L - 4L * count;
    boolean impossible = bytes.isGzip() ? size > bytes.mostUnpacked() : content.size() >= 0 && size != stored;
    if (impossible || size > Integer.MAX_VALUE - 8) {
      throw new DataException(
          place
              + ": the header says "
              + dims
              + ", "
              + (size > Integer.MAX_VALUE - 8 ? "more than 2 GB" : size + " bytes")
              + ", and the file holds "
              + (bytes.isGzip() ? "far fewer" : stored)
              + "; fetch it again");
    }
    int rows = dims.getFirst();
    int width = (int) (size / rows);
    Rows.Writer values = new Rows.Writer(content.store(), width, 1);
    Heap.require(2L * values.rowsOfPart() * width, place + ": its " + what);
    Heap.require(2L * values.rowsOfPart() * width, place + ": its " + what);
    byte[] part = new byte[Math.min(rows, values.rowsOfPart()) * width];
    long held = 0;
    for (int row = 0; row < rows && held == (long) row * width; row += values.rowsOfPart()) {
      int images = Math.min(values.rowsOfPart(), rows - row);
      held += in.readNBytes(part, 0, images * width);
      values.add(MemorySegment.ofArray(part), images);
    }
    if (held != size || in.read() >= 0) {
      throw new DataException(
          place
              + ": the header says "
              + dims
              + ", "
              + size
              + " bytes, and the file holds "
              + (held < size ? "only " + held : "more")
              + "; fetch it again");
    }
    return new Cube(List.copyOf(dims), values.done());
  }
}
