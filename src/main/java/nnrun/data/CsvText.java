package nnrun.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// The characters of a CSV file: strict UTF-8 without a byte order mark, the first lines skipped, rows of bounded
/// length; runs of blanks outside quotes made one where blanks delimit.
final class CsvText extends Reader {
  /// Characters a row; a longer one is more likely an open quote.
  static final int LONGEST_ROW = 1 << 24;

  private final String place;
  private final InputStream in;
  private final int skip;
  private final boolean squeeze;
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  private final ByteBuffer bytes = ByteBuffer.allocate(1 << 16).flip();
  private final CharBuffer raw = CharBuffer.allocate(1 << 16);
  private final char[] clean = new char[(1 << 16) + 1];
  private int at;
  private int end;
  private boolean ended;
  private boolean malformed;

  private boolean start;
  private int line;
  private boolean afterReturn;
  private boolean quoted;
  private boolean blank;
  private boolean lineStart = true;
  private long rowLength;

  /// @param line with which the bytes begin, from 1
  /// @param skip lines to leave out at the beginning of the file
  /// @param squeeze whether blanks delimit
  CsvText(String place, InputStream in, int line, int skip, boolean squeeze) {
    this.place = place;
    this.in = in;
    this.line = line;
    start = line == 1;
    this.skip = skip;
    this.squeeze = squeeze;
  }

  /// Tells that a row was taken, so that the next one may be as long again.
  void rowTaken() {
    rowLength = 0;
  }

  @Override
  public int read(char[] to, int from, int length) throws IOException {
    while (at == end) {
      if (malformed) {
        throw new DataException(
            place + ", line " + line + ": not UTF-8; save the file as UTF-8 (iconv -f WINDOWS-1252 -t UTF-8)");
      }
      if (ended) {
        return -1;
      }
      decode();
    }
    int count = Math.min(length, end - at);
    System.arraycopy(clean, at, to, from, count);
    at += count;
    rowLength += count;
    if (rowLength > LONGEST_ROW) {
      throw new DataException(
          place
              + ", line "
              + line
              + ": a row of more than "
              + LONGEST_ROW
              + " characters; was a quote opened and never closed?");
    }
    return count;
  }

  private void decode() throws IOException {
    bytes.compact();
    int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
    ended = count < 0;
    bytes.position(bytes.position() + Math.max(0, count)).flip();
    raw.clear();
    malformed = decoder.decode(bytes, raw, ended).isError();
    raw.flip();
    at = 0;
    end = 0;
    while (raw.hasRemaining()) {
      take(raw.get());
    }
  }

  private void take(char c) {
    boolean mark = start && c == '\uFEFF';
    start = false;
    if (mark) {
      return;
    }
    if (c == '\0') {
      throw new DataException(place + ", line " + line + ": a NUL byte; this is no text file");
    }
    boolean secondHalf = c == '\n' && afterReturn;
    boolean skipped = (secondHalf ? line - 1 : line) <= skip;
    if (c == '\r' || (c == '\n' && !secondHalf)) {
      line++;
    }
    afterReturn = c == '\r';
    if (skipped) {
      return;
    }
    if (squeeze) {
      squeeze(c);
    } else {
      clean[end++] = c;
    }
  }

  private void squeeze(char c) {
    if (c == '"') {
      quoted = !quoted;
    }
    if (!quoted && (c == ' ' || c == '\t')) {
      blank = true;
      return;
    }
    boolean newline = c == '\r' || c == '\n';
    if (blank && !lineStart && !newline) {
      clean[end++] = ' ';
    }
    blank = false;
    lineStart = newline;
    clean[end++] = c;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
