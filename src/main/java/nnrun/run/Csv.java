package nnrun.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/// CSV as nnrun writes it: quotes where needed, lines end in a line feed, numbers in the shortest decimals that read
/// back to the same number. A text that a spreadsheet would run as a formula begins with an apostrophe.
public final class Csv {
  private static final CSVFormat FORMAT = CSVFormat.DEFAULT.builder().setRecordSeparator("\n").get();

  /// What a spreadsheet looks into: `=1+1`, `@SUM(A1)`, `-cmd|' /C calc'!A0`, behind a blank of any kind, and in full
  /// width too.
  private static final Pattern FORMULA = Pattern.compile("[=@+\\t\\r\\n\uFF1D\uFF20\uFF0B\uFF0D-].", Pattern.DOTALL);

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?|Infinity|NaN)");

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
      FORMAT.printRecord(line, cells.stream().map(Csv::harmless).toArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return line.toString();
  }

  private static Object harmless(Object cell) {
    return cell instanceof String text && FORMULA.matcher(text).lookingAt() && !NUMBER.matcher(text).matches()
        ? "'" + text
        : cell;
  }
}
