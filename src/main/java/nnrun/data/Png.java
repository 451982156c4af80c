package nnrun.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// A PNG file as grey values (ISO/IEC 15948, 2004): grey, colour and palette, 1 to 16 bits, not interlaced. A colour is
/// ⌊(299 red + 587 green + 114 blue + 500) / 1000⌋; of 16 bits the upper 8 count; fewer than 8 are spread to 0..255.
final class Png {
  private static final long SIGNATURE = 0x89504E470D0A1A0AL;

  /// Deflate makes at most 1032 bytes of one.
  private static final long GREATEST_RATIO = 1032;

  private static final int GREY = 0;
  private static final int COLOUR = 2;
  private static final int PALETTE = 3;
  private static final int ALPHA = 4; // added to GREY and COLOUR

  private final String place;
  private final ByteBuffer file;
  private final List<ByteBuffer> packed = new ArrayList<>();
  private int width;
  private int height;
  private int depth;
  private int type;
  private byte[] palette = {};

  private Png(String place, byte[] bytes) {
    this.place = place;
    file = ByteBuffer.wrap(bytes);
    chunks();
  }

  /// @param values height · width bytes, row by row
  record Image(int height, int width, byte[] values) {}

  static Image read(String place, byte[] bytes) {
    Png png = new Png(place, bytes);
    return new Image(png.height, png.width, png.decode());
  }

  private DataException problem(String what) {
    return new DataException(place + ": " + what);
  }

  // The file.

  private void chunks() {
    if (file.remaining() < 8 || file.getLong() != SIGNATURE) {
      throw problem("not a PNG file; it does not begin as one does");
    }
    for (String name = ""; !name.equals("IEND"); ) {
      if (file.remaining() < 12) {
        throw problem("the file ends too early; fetch it again");
      }
      int length = file.getInt();
      if (length < 0 || length > file.remaining() - 8) {
        throw problem("a part of " + Integer.toUnsignedString(length) + " bytes where fewer are left; fetch it again");
      }
      ByteBuffer body = file.slice(file.position(), length + 4);
      file.position(file.position() + length + 4);
      CRC32 sum = new CRC32();
      sum.update(body.duplicate());
      if ((int) sum.getValue() != file.getInt()) {
        throw problem("damaged: a checksum does not agree; fetch it again");
      }
      byte[] letters = new byte[4];
      body.get(letters);
      boolean first = name.isEmpty();
      name = new String(letters, StandardCharsets.ISO_8859_1);
      if (first != name.equals("IHDR")) {
        throw problem("not as PNG files begin; fetch it again");
      }
      chunk(name, body);
    }
  }

  private void chunk(String name, ByteBuffer body) {
    switch (name) {
      case "IHDR" -> header(body);
      case "PLTE" -> {
        palette = new byte[body.remaining()];
        body.get(palette);
      }
      case "IDAT" -> packed.add(body);
      case "IEND" -> {}
      case "tRNS" -> transparency(body);
      default -> {
        if (Character.isUpperCase(name.charAt(0))) {
          throw problem("a part '" + name + "' that no reader may skip; save it again as a plain PNG");
        }
      }
    }
  }

  private void header(ByteBuffer body) {
    if (body.remaining() != 13) {
      throw problem("a header of " + body.remaining() + " bytes where it has 13; fetch it again");
    }
    width = body.getInt();
    height = body.getInt();
    depth = body.get();
    type = body.get();
    int methods = body.getShort(); // of packing and of filters: there is one each
    if (width < 1 || height < 1 || methods != 0 || !isDepth()) {
      throw problem("the header says what no PNG can be; fetch it again");
    }
    if (body.get() != 0) {
      throw problem("interlaced, which is not read; save it again without");
    }
    if ((long) width * height > Integer.MAX_VALUE - 8) {
      throw problem("the header says " + height + "x" + width + " pixels, more than 2 GB");
    }
  }

  private boolean isDepth() {
    return switch (type) {
      case GREY -> depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
      case PALETTE -> depth == 1 || depth == 2 || depth == 4 || depth == 8;
      case COLOUR, GREY + ALPHA, COLOUR + ALPHA -> depth == 8 || depth == 16;
      default -> false;
    };
  }

  private void transparency(ByteBuffer body) {
    while (type != PALETTE || body.hasRemaining()) {
      if (type != PALETTE || body.get() != (byte) 255) {
        throw transparent();
      }
    }
  }

  private DataException transparent() {
    return problem("transparent pixels, and nothing says what is behind them; save it again with a background");
  }

  // The pixels.

  private byte[] decode() {
    int samples = type == COLOUR ? 3 : type == COLOUR + ALPHA ? 4 : type == GREY + ALPHA ? 2 : 1;
    long lineBytes = ((long) width * samples * depth + 7) / 8;
    long stored = packed.stream().mapToLong(ByteBuffer::remaining).sum();
    if (lineBytes > Integer.MAX_VALUE - 9 || (lineBytes + 1) * height > stored * GREATEST_RATIO) {
      throw problem("the header says " + height + "x" + width + " pixels, and the file holds far fewer");
    }
    Heap.require((long) width * height + 2 * lineBytes, place + ": its pixels");
    byte[] grey = new byte[width * height];
    byte[] line = new byte[(int) lineBytes + 1];
    byte[] above = new byte[(int) lineBytes + 1];
    int back = Math.max(1, samples * depth / 8);
    try (Inflater inflater = new Inflater()) {
      int part = 0;
      for (int row = 0; row < height; row++) {
        for (int at = 0; at < line.length; ) {
          if (inflater.needsInput() && part < packed.size()) {
            inflater.setInput(packed.get(part++));
          }
          int count = inflater.inflate(line, at, line.length - at);
          if (count == 0 && (inflater.finished() || inflater.needsDictionary() || part == packed.size())) {
            throw problem("the pixels end in row " + (row + 1) + " of " + height + "; fetch it again");
          }
          at += count;
        }
        unfilter(line, above, back);
        for (int x = 0; x < width; x++) {
          grey[row * width + x] = (byte) grey(line, x * samples, samples);
        }
        byte[] swap = above;
        above = line;
        line = swap;
      }
    } catch (DataFormatException _) {
      throw problem("damaged: its pixels cannot be unpacked; fetch it again");
    }
    return grey;
  }

  /// Adds the prediction that the line's first byte names: 0 nothing, 1 left, 2 above, 3 their mean, 4 Paeth's choice.
  private void unfilter(byte[] line, byte[] above, int back) {
    int filter = line[0];
    if (filter < 0 || filter > 4) {
      throw problem("damaged: a line of filter " + filter + "; fetch it again");
    }
    for (int i = 1; filter > 0 && i < line.length; i++) {
      int left = i > back ? line[i - back] & 0xff : 0;
      int up = above[i] & 0xff;
      int corner = i > back ? above[i - back] & 0xff : 0;
      int predicted =
          switch (filter) {
            case 1 -> left;
            case 2 -> up;
            case 3 -> (left + up) / 2;
            default -> paeth(left, up, corner);
          };
      line[i] += (byte) predicted;
    }
  }

  /// The nearest of the three to left + up - corner, of equally near ones the first.
  private static int paeth(int left, int up, int corner) {
    int toLeft = Math.abs(up - corner);
    int toUp = Math.abs(left - corner);
    int toCorner = Math.abs(left + up - 2 * corner);
    if (toLeft <= toUp && toLeft <= toCorner) {
      return left;
    }
    return toUp <= toCorner ? up : corner;
  }

  private int grey(byte[] line, int first, int samples) {
    if ((type & ALPHA) != 0 && sample(line, first + samples - 1) != (1 << depth) - 1) {
      throw transparent();
    }
    return switch (type) {
      case PALETTE -> {
        int at = 3 * sample(line, first);
        if (at + 3 > palette.length) {
          throw problem("damaged: a colour that its palette does not have; fetch it again");
        }
        yield luma(palette[at] & 0xff, palette[at + 1] & 0xff, palette[at + 2] & 0xff);
      }
      case COLOUR, COLOUR + ALPHA -> luma(eight(line, first), eight(line, first + 1), eight(line, first + 2));
      default -> eight(line, first);
    };
  }

  private static int luma(int red, int green, int blue) {
    return (299 * red + 587 * green + 114 * blue + 500) / 1000;
  }

  private int eight(byte[] line, int index) {
    int sample = sample(line, index);
    return depth == 16 ? sample >> 8 : sample * 255 / ((1 << depth) - 1);
  }

  /// A sample of `depth` bits; the line's first byte is its filter.
  private int sample(byte[] line, int index) {
    return switch (depth) {
      case 8 -> line[1 + index] & 0xff;
      case 16 -> (line[1 + 2 * index] & 0xff) << 8 | (line[2 + 2 * index] & 0xff);
      default -> {
        int bit = index * depth;
        yield ((line[1 + bit / 8] & 0xff) >> (8 - depth - bit % 8)) & ((1 << depth) - 1);
      }
    };
  }
}
