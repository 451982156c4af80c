package nnrun.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static nnrun.data.Given.gzip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ContentTest {
  @TempDir Path folder;

  /// A gzip file of the same text again and again.
  private static byte[] bomb(String head, byte[] text, int megabytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed, 1 << 16)) {
      out.write(head.getBytes(UTF_8));
      byte[] block = new byte[1 << 20];
      for (int i = 0; i < block.length; i++) {
        block[i] = text[i % text.length];
      }
      for (int i = 0; i < megabytes; i++) {
        out.write(block);
      }
    }
    return packed.toByteArray();
  }

  private void refused(byte[] bomb) {
    Given.write(folder.resolve("t.csv"), bomb);
    DataFiles files = new DataFiles(List.of(folder));
    assertThatThrownBy(() -> Given.csv("t.csv").load(files))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(
            "t.csv: the gzip file unpacks to more than 64 MB and more than 100 times its size", "gunzip");
  }

  /// Sound tables, but a thousand times as large as their files.
  @Test
  @Timeout(20)
  void aSmallGzipFileThatUnpacksToALargeOneIsRefused() throws IOException {
    refused(bomb("a,b\n", "1,1\n".getBytes(UTF_8), 200));
    refused(bomb("a,b\n", "blue,12\n".getBytes(UTF_8), 200));
  }

  @Test
  @Timeout(20)
  void aSmallGzipFileOfImagesThatUnpacksToALargeOneIsRefusedByItsHeader() throws IOException {
    String header = "\0\0\b\3" + "\0\0\0\1" + "\0\1\0\0" + "\0\0\20\0"; // 1, 65536, 4096
    byte[] packed = bomb(header, new byte[1], 256);
    Given.write(folder.resolve("images"), packed);
    assertThatThrownBy(() -> new Idx("images", null).load(new DataFiles(List.of(folder))))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(
            "images: the header says [1, 65536, 4096], 268435456 bytes", "the file holds far fewer");
  }

  @Test
  void aTableThatShrinksLikeMostIsRead() throws IOException {
    byte[] text = "0,0,0,0,0,0,1,0\n".repeat(20_000).getBytes(UTF_8);
    assertThat(gzip(text).length).as("more than a hundred times as small").isLessThan(text.length / 100);
    assertThat(CsvReader.read(Content.of("t.csv", gzip(text)), Given.csv(Header.FALSE, ",", 0), List.of()).rows())
        .isEqualTo(20_000);
  }

  /// A pipe has nothing between two pieces for a while, which is no end of it.
  @Test
  void piecesOfGzipThatComeSlowlyAreOneFile() throws IOException {
    byte[] one = gzip("a,b\n1,x\n".getBytes(UTF_8));
    byte[] both = Arrays.copyOf(one, 2 * one.length);
    System.arraycopy(gzip("2,y\n".getBytes(UTF_8)), 0, both, one.length, gzip("2,y\n".getBytes(UTF_8)).length);
    byte[] all = Arrays.copyOf(both, one.length + gzip("2,y\n".getBytes(UTF_8)).length);
    InputStream slow =
        new ByteArrayInputStream(all) {
          @Override
          public synchronized int read(byte[] to, int from, int length) {
            return super.read(to, from, Math.min(length, 5));
          }

          @Override
          public synchronized int available() {
            return 0;
          }
        };
    assertThat(new String(Content.of("pipe", slow).open().readAllBytes(), UTF_8)).isEqualTo("a,b\n1,x\n2,y\n");
  }

  @Test
  void aFileThatIsChangedWhileItIsReadIsRefused() {
    Given.write(folder.resolve("t.csv"), "a,b\n1,2\n".getBytes(UTF_8));
    Content content = new DataFiles(List.of(folder)).read("t.csv");
    assertThat(CsvReader.read(content, Given.csv("t.csv"), List.of()).rows()).isEqualTo(1);
    Given.write(folder.resolve("t.csv"), "a,b\n1,2\n3,4\n".getBytes(UTF_8));
    assertThatThrownBy(() -> CsvReader.read(content, Given.csv("t.csv"), List.of()))
        .hasMessageContaining("t.csv: the file was changed while it was read");
  }
}
