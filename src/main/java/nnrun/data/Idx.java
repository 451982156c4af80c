package nnrun.data;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import nnrun.data.DataFiles.Content;
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

  /// Deflate makes at most 1032 bytes of one.
  private static final long GREATEST_RATIO = 1032;

  private record Cube(List<Integer> dims, byte[] values) {}

  @Override
  public Table load(DataFiles files) {
    Cube pictures = read(files.read(images), 3, "images");
    if (labels == null) {
      return table(images, pictures);
    }
    List<Column> columns = new ArrayList<>(table(images, pictures).columns());
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
    double[] values = new double[classes.values.length];
    for (int row = 0; row < values.length; row++) {
      values[row] = classes.values[row] & 0xff;
    }
    columns.add(new Column.Numeric("label", values));
    return new Table(images, List.copyOf(columns), true, List.of("label"), null);
  }

  /// Numbers of an image.
  public int pixels(DataFiles files) {
    return load(files).columns().getFirst() instanceof Column.Pixels pixels ? pixels.size() : 0;
  }

  /// Different labels.
  public int classes(DataFiles files) {
    return load(files).columns().getLast() instanceof Column.Numeric numbers ? numbers.asTexts().levels().size() : 0;
  }

  /// The images of a file without their labels.
  static Table images(Content content) {
    return table(content.place(), read(content, 3, "images"));
  }

  private static Table table(String place, Cube pictures) {
    List<Integer> dims = pictures.dims.subList(1, 3);
    Column pixels = new Column.Pixels("image", dims, dims.get(0) * dims.get(1), pictures.values);
    return new Table(place, List.of(pixels), true, List.of(), null);
  }

  /// Whether it begins as an idx file does and no text can.
  static boolean looksLike(Content content) {
    try (InputStream in = content.open()) {
      byte[] start = in.readNBytes(2);
      return start.length == 2 && start[0] == 0 && start[1] == 0;
    } catch (IOException _) {
      return false;
    }
  }

  private static Cube read(Content content, int wantedDims, String what) {
    try (DataInputStream in = new DataInputStream(content.open())) {
      return read(content, in, wantedDims, what);
    } catch (IOException e) {
      throw new DataException(
          content.place()
              + ": the file ends too early or is a damaged gzip file ("
              + (e.getMessage() == null ? "end of file" : e.getMessage())
              + "); fetch it again");
    }
  }

  private static Cube read(Content content, DataInputStream in, int wantedDims, String what) throws IOException {
    String place = content.place();
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
    long stored = content.bytes().length - 4L - 4L * count;
    boolean impossible = content.isGzip() ? size > content.bytes().length * GREATEST_RATIO : size != stored;
    if (impossible || size > Integer.MAX_VALUE - 8) {
      throw new DataException(
          place
              + ": the header says "
              + dims
              + ", "
              + (size > Integer.MAX_VALUE - 8 ? "more than 2 GB" : size + " bytes")
              + ", and the file holds "
              + (content.isGzip() ? "far fewer" : stored)
              + "; fetch it again");
    }
    Heap.require(size, place + ": its " + what);
    byte[] values = new byte[(int) size];
    int held = in.readNBytes(values, 0, values.length);
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
    return new Cube(List.copyOf(dims), values);
  }
}
