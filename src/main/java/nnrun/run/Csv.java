package nnrun.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/// CSV as nnrun writes it: quotes where needed, lines end in a line feed, numbers in the shortest decimals that read
/// back to the same number.
public final class Csv {
  private static final CSVFormat FORMAT = CSVFormat.DEFAULT.builder().setRecordSeparator("\n").get();

  private Csv() {}

  /// Rows of a text with a header, each by column.
  ///
  /// @throws IllegalArgumentException when it is none
  public static List<Map<String, String>> read(String text) {
    try (CSVParser parser = CSVParser.parse(text, FORMAT.builder().setHeader().setSkipHeaderRecord(true).get())) {
      return parser.stream().map(CSVRecord::toMap).toList();
    } catch (IOException | UncheckedIOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

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
