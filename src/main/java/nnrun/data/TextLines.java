package nnrun.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// The lines of a text file, plain or gzip, in strict UTF-8 and of bounded length.
final class TextLines implements AutoCloseable {
  private final String place;
  private final CsvText text;
  private final char[] buffer = new char[1 << 13];
  private int at;
  private int end;
  private int number;
  private boolean afterReturn;

  TextLines(Content content) {
    place = content.place();
    text = new CsvText(place, content.open(), 1, 0, false);
  }

  /// The next line without its end; null behind the last.
  @Nullable String next() {
    int c = character();
    if (c == '\n' && afterReturn) {
      c = character();
    }
    if (c < 0) {
      return null;
    }
    StringBuilder line = new StringBuilder();
    for (; c >= 0 && c != '\n' && c != '\r'; c = character()) {
      line.append((char) c);
    }
    afterReturn = c == '\r';
    number++;
    text.rowTaken();
    return line.toString();
  }

  /// Of the line that came last, from 1.
  int number() {
    return number;
  }

  DataException problem(String what) {
    return new DataException(place + ", line " + number + ": " + what);
  }

  private int character() {
    if (at == end) {
      try {
        end = Math.max(0, text.read(buffer, 0, buffer.length));
      } catch (IOException e) {
        throw damaged(e);
      }
      at = 0;
      if (end == 0) {
        return -1;
      }
    }
    return buffer[at++];
  }

  private DataException damaged(IOException e) {
    return new DataException(place + ": a damaged gzip file (" + e.getMessage() + "); fetch it again");
  }

  @Override
  public void close() {
    try {
      text.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
