package nnrun.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFolderTest {
  @TempDir Path folder;

  /// A picture of 13 x 11 with slopes and edges, so that the writer uses filters, and widths that end within a byte.
  private static BufferedImage picture(int type) {
    BufferedImage image = new BufferedImage(13, 11, type);
    Graphics2D pen = image.createGraphics();
    pen.setPaint(new GradientPaint(0, 0, new Color(10, 200, 30), 13, 11, new Color(250, 20, 90)));
    pen.fillRect(0, 0, 13, 11);
    pen.setPaint(Color.WHITE);
    pen.fillRect(3, 2, 4, 6);
    pen.setPaint(new Color(77, 3, 200));
    pen.drawLine(0, 10, 12, 1);
    pen.dispose();
    return image;
  }

  private static byte[] png(BufferedImage image) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, "png", out)).isTrue();
    return out.toByteArray();
  }

  private static Png.Image read(byte[] bytes) {
    return Png.read("a.png", bytes);
  }

  /// What another encoder wrote, held against the samples it was given.
  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_BYTE_GRAY,
        BufferedImage.TYPE_USHORT_GRAY,
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_4BYTE_ABGR,
        BufferedImage.TYPE_BYTE_INDEXED,
        BufferedImage.TYPE_BYTE_BINARY
      })
  void pixelsAreThoseThatAnotherProgramWrote(int type) throws Exception {
    BufferedImage image = picture(type);
    Png.Image read = read(png(image));
    assertThat(List.of(read.height(), read.width())).containsExactly(11, 13);
    Raster raster = image.getRaster();
    for (int y = 0; y < 11; y++) {
      for (int x = 0; x < 13; x++) {
        int expected =
            switch (type) {
              case BufferedImage.TYPE_BYTE_GRAY -> raster.getSample(x, y, 0);
              case BufferedImage.TYPE_USHORT_GRAY -> raster.getSample(x, y, 0) >> 8;
              default -> {
                Color c = new Color(image.getRGB(x, y));
                yield (299 * c.getRed() + 587 * c.getGreen() + 114 * c.getBlue() + 500) / 1000;
              }
            };
        assertThat(read.values()[13 * y + x] & 0xff).as("(%d, %d)", x, y).isEqualTo(expected);
      }
    }
  }

  private static byte[] chunk(String name, byte... body) {
    byte[] named = ByteBuffer.allocate(4 + body.length).put(name.getBytes(ISO_8859_1)).put(body).array();
    CRC32 sum = new CRC32();
    sum.update(named);
    return ByteBuffer.allocate(12 + body.length).putInt(body.length).put(named).putInt((int) sum.getValue()).array();
  }

  private static byte[] header(int width, int height, int depth, int type, int interlaced) {
    byte[] body = ByteBuffer.allocate(13).putInt(width).putInt(height).array();
    body[8] = (byte) depth;
    body[9] = (byte) type;
    body[12] = (byte) interlaced;
    return chunk("IHDR", body);
  }

  private static byte[] pixels(int... bytes) {
    byte[] plain = new byte[bytes.length];
    for (int i = 0; i < plain.length; i++) {
      plain[i] = (byte) bytes[i];
    }
    byte[] packed = new byte[100];
    try (Deflater deflater = new Deflater()) {
      deflater.setInput(plain);
      deflater.finish();
      return chunk("IDAT", Arrays.copyOf(packed, deflater.deflate(packed)));
    }
  }

  private static byte[] file(byte[]... chunks) {
    ByteBuffer all = ByteBuffer.allocate(1000).putLong(0x89504E470D0A1A0AL);
    for (byte[] chunk : chunks) {
      all.put(chunk);
    }
    return Arrays.copyOf(all.array(), all.position());
  }

  private static final byte[] END = chunk("IEND");

  /// By the filters' definitions. Row 1, left: 10, 10+5. Row 2, above: 10+1, 15+2. Row 3, mean of left and above:
  /// 4+(0+11)/2 = 9, 6+(9+17)/2 = 19. Row 4, Paeth: 1+9 = 10 (above alone); left 10, above 19, corner 9 predict 20,
  /// nearest 19, so 250+19 = 269 - 256 = 13.
  @Test
  void everyFilterIsUndone() {
    byte[] bytes = file(header(2, 4, 8, 0, 0), pixels(1, 10, 5, 2, 1, 2, 3, 4, 6, 4, 1, 250), END);
    assertThat(read(bytes).values()).containsExactly(10, 15, 11, 17, 9, 19, 10, 13);
  }

  /// Samples of two bits are multiples of 255 / 3 = 85: 0b00_01_10_11 = 27.
  @Test
  void fewBitsAreSpreadToTheWholeRange() {
    byte[] bytes = file(header(4, 1, 2, 0, 0), pixels(0, 27), END);
    assertThat(read(bytes).values()).containsExactly(0, 85, 170, 255);
  }

  private static void refused(byte[] bytes, String message) {
    assertThatThrownBy(() -> read(bytes)).isInstanceOf(DataException.class).hasMessageContaining("a.png: " + message);
  }

  @Test
  void brokenAndHostileImagesAreRefusedBeforeMemoryIsTaken() {
    byte[] good = file(header(1, 1, 8, 0, 0), pixels(0, 7), END);
    assertThat(read(good).values()).containsExactly(7);
    byte[] flipped = good.clone();
    flipped[45] ^= 1;
    refused(flipped, "damaged: a checksum");
    refused("GIF89a and more".getBytes(ISO_8859_1), "not a PNG file");
    refused(Arrays.copyOf(good, good.length - 3), "the file ends too early");
    refused(Arrays.copyOf(good, 20), "a part of 13 bytes where fewer are left");
    refused(file(pixels(0, 7), END), "not as PNG files begin");
    refused(file(header(1, 1, 8, 0, 1), pixels(0, 7), END), "interlaced");
    refused(file(header(0, 1, 8, 0, 0), pixels(0, 7), END), "the header says what no PNG can be");
    refused(file(header(1, 1, 3, 0, 0), pixels(0, 7), END), "the header says what no PNG can be");
    refused(file(header(40000, 40000, 8, 0, 0), pixels(0, 7), END), "the header says 40000x40000 pixels, and the file");
    refused(file(header(1 << 30, 1 << 30, 8, 0, 0), pixels(0, 7), END), "the header says 1073741824x1073741824 pixels");
    refused(file(header(1, 2, 8, 0, 0), pixels(0, 7), END), "the pixels end in row 2 of 2");
    refused(file(header(1, 1, 8, 0, 0), pixels(9, 7), END), "damaged: a line of filter 9");
    refused(file(header(1, 1, 8, 0, 0), chunk("IDAT", (byte) 1, (byte) 2), END), "damaged: its pixels");
    refused(
        file(header(1, 1, 8, 3, 0), chunk("PLTE", (byte) 1, (byte) 2, (byte) 3), pixels(0, 1), END), "damaged: a co");
    refused(file(header(1, 1, 8, 4, 0), pixels(0, 7, 254), END), "transparent pixels");
    refused(file(header(1, 1, 8, 2, 0), chunk("tRNS", new byte[6]), pixels(0, 1, 2, 3), END), "transparent pixels");
    refused(file(header(1, 1, 8, 0, 0), chunk("ABcD"), pixels(0, 7), END), "a part 'ABcD' that no reader may skip");
  }

  private void put(String name, byte[] bytes) throws Exception {
    Files.createDirectories(folder.resolve(name).getParent());
    Given.write(folder.resolve(name), bytes);
  }

  private Table load() {
    return new ImageFolder("shapes").load(new DataFiles(List.of(folder)));
  }

  @Test
  void foldersAreClassesAndNamesGiveTheOrder() throws Exception {
    put("shapes/square/b.png", file(header(1, 1, 8, 0, 0), pixels(0, 3), END));
    put("shapes/square/a.PNG", file(header(1, 1, 8, 0, 0), pixels(0, 2), END));
    put("shapes/circle/z.png", file(header(1, 1, 8, 0, 0), pixels(0, 1), END));
    put("shapes/circle/.hidden", new byte[3]);
    DataFiles files = new DataFiles(List.of(folder));
    Prepared data = new Given(new ImageFolder("shapes")).prepare(files, true);
    assertThat(Given.column(data.train().inputs(), 0)).containsExactly(1, 2, 3);
    assertThat(data.preprocessing().outputs()).containsExactly("circle", "square");
    assertThat(Given.column(data.train().targets(), 0)).containsExactly(0, 1, 1);
    assertThat(files.used()).extracting(DataFiles.Used::path).containsExactly("shapes");
    String before = files.used().getFirst().sha256();
    put("shapes/square/b.png", file(header(1, 1, 8, 0, 0), pixels(0, 4), END));
    DataFiles after = new DataFiles(List.of(folder));
    Table _ = new ImageFolder("shapes").load(after);
    assertThat(after.used().getFirst().sha256()).isNotEqualTo(before);
  }

  private void refusedFolder(String message) {
    assertThatThrownBy(this::load).isInstanceOf(DataException.class).hasMessageContaining(message);
  }

  @Test
  void foldersThatHoldSomethingElseAreRefused() throws Exception {
    refusedFolder("shapes: no such file; searched");
    put("shapes", new byte[1]);
    refusedFolder("shapes: a folder is wanted, and ");
    Files.delete(folder.resolve("shapes"));
    Files.createDirectory(folder.resolve("shapes"));
    refusedFolder("shapes: no folder in it; a folder a class is wanted");
    Files.createDirectory(folder.resolve("shapes/a"));
    refusedFolder("shapes: no .png file in any of its folders");
    put("shapes/a/1.png", file(header(1, 1, 8, 0, 0), pixels(0, 3), END));
    put("shapes/b/2.png", file(header(2, 1, 8, 0, 0), pixels(0, 3, 4), END));
    refusedFolder("shapes/b/2.png: 1x2 pixels where shapes/a/1.png has 1x1; all must be of one size");
    put("shapes/b/notes.txt", new byte[1]);
    refusedFolder("shapes/b/notes.txt: no .png file; convert it, or take it out");
  }
}
