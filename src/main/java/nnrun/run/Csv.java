package nnrun.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.commons.csv.CSVFormat;

/// Lines of CSV as nnrun writes them: quotes where needed, lines end in a line feed, numbers in the shortest decimals
/// that read back to the same number.
public final class Csv {
  private static final CSVFormat FORMAT = CSVFormat.DEFAULT.builder().setRecordSeparator("\n").get();

  private Csv() {}

  public static String line(List<?> cells) {
    StringBuilder line = new StringBuilder();
    try {
      FORMAT.printRecord(line, cells.toArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return line.toString();
  }
}
