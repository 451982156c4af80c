package nnrun.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What a table that nobody has described seems to hold: for a config to start with.
///
/// @param source how the file is read
public record Inspection(Csv source, int rows, List<Found> columns) {
  /// Texts of more kinds than this are hardly categories.
  private static final int MOST_CATEGORIES = 50;

  private static final List<String> DELIMITERS = List.of(",", ";", "tab", "|", "blank");

  /// What a column seems to be.
  public enum Kind {
    NUMBER,
    CATEGORY,
    /// A different value in every row, or its number.
    IDENTIFIER,
    /// Texts of too many kinds for categories.
    TEXT,
    /// One value only.
    CONSTANT,
    /// No value at all.
    EMPTY
  }

  /// One column.
  ///
  /// @param missing cells without a value
  /// @param counts rows of each value, by value; empty where there are too many values
  /// @param numbers whether all values are numbers, `whole` ones at that
  /// @param words the mean number of words of a text; 0 for numbers
  public record Found(
      String name,
      Kind kind,
      int missing,
      Map<String, Integer> counts,
      boolean numbers,
      boolean whole,
      double mean,
      double sd,
      double words) {
    /// Fewer words are a name or a code.
    private static final int FEWEST_WORDS = 3;

    /// Whether it holds texts to read, not categories.
    public boolean documents() {
      return (kind == Kind.TEXT || kind == Kind.IDENTIFIER) && words >= FEWEST_WORDS;
    }
  }

  /// Reads a CSV file with the delimiter that gives most columns.
  ///
  /// @throws DataException when no delimiter reads it, or its numbers have a decimal comma
  public static Inspection of(String path, DataFiles files) {
    Table best = null;
    Csv rules = null;
    DataException first = null;
    for (String delimiter : DELIMITERS) {
      DataException failure = null;
      for (Header header : List.of(Header.AUTO, Header.TRUE)) {
        Csv attempt = new Csv(path, header, Delimiter.parse(delimiter), 0, MISSING);
        try {
          Table table = attempt.load(files);
          if (best == null || table.columns().size() > best.columns().size()) {
            best = table;
            rules = attempt;
          }
          failure = null;
          break;
        } catch (DataException e) {
          failure = e; // under a header that is said to be one the cells need not tell
        }
      }
      first = first == null ? failure : first;
    }
    if (first != null && (best == null || best.columns().size() == 1)) {
      throw first; // one column is what remains of a table whose rows differ in length
    }
    if (best == null || rules == null) {
      throw new DataException(path + ": no table");
    }
    if (rules.header() == Header.TRUE && best.names().stream().anyMatch(Inspection::isDocument)) {
      rules = new Csv(path, Header.FALSE, rules.delimiter(), rules.skip(), rules.missing());
      best = rules.load(files);
    }
    return tidy(rules, best, files);
  }

  /// No heading has so many words.
  private static boolean isDocument(String heading) {
    return Vocabulary.words(heading).size() > 6;
  }

  private static final List<String> MISSING = List.of("?", "NA", "N/A", "nan", "NaN", "null", "NULL");

  /// A word or two among numbers, such as `unknown`, stand for missing cells.
  private static Inspection tidy(Csv rules, Table table, DataFiles files) {
    List<String> missing = new ArrayList<>(rules.missing());
    for (Column column : table.columns()) {
      if (column instanceof Column.Texts texts) {
        refuseDecimalCommas(rules, texts);
        List<String> words = texts.levels().stream().filter(level -> Double.isNaN(Numbers.parse(level))).toList();
        boolean mixed = !words.isEmpty() && words.size() <= 2 && texts.levels().size() > 2 * words.size();
        if (mixed) {
          words.stream().filter(word -> !missing.contains(word)).forEach(missing::add);
        }
      }
    }
    Csv tidied = new Csv(rules.path(), rules.header(), rules.delimiter(), rules.skip(), missing);
    Table read = missing.size() == rules.missing().size() ? table : tidied.load(files);
    return new Inspection(tidied, read.rows(), read.columns().stream().map(column -> column(column, read)).toList());
  }

  private static void refuseDecimalCommas(Csv rules, Column.Texts texts) {
    String comma = texts.levels().stream().filter(level -> level.contains(",")).findFirst().orElse(null);
    if (comma != null && texts.levels().stream().noneMatch(x -> Double.isNaN(Numbers.parse(x.replace(',', '.'))))) {
      throw new DataException(
          rules.path()
              + ": column "
              + texts.name()
              + " holds numbers with a decimal comma, such as "
              + comma
              + ", which would be taken for texts; write a point"
              + (rules.delimiter().toString().equals(",") ? "" : ": sed 's/,/./g' " + rules.path() + " > points.csv"));
    }
  }

  private static Found column(Column column, Table table) {
    boolean numbers = column instanceof Column.Numeric;
    Column.Texts texts = Preprocessing.asTexts(column, table);
    int[] counts = new int[texts.levels().size()];
    int missing = 0;
    long words = 0;
    int[] wordsOf = texts.levels().stream().mapToInt(level -> numbers ? 0 : Vocabulary.words(level).size()).toArray();
    for (int row = 0; row < texts.rows(); row++) {
      int code = texts.code(row);
      if (code < 0) {
        missing++;
      } else {
        counts[code]++;
        words += wordsOf[code];
      }
    }
    double[] values = column instanceof Column.Numeric n ? present(n.values()) : new double[0];
    boolean whole = numbers && Arrays.stream(values).allMatch(x -> x == Math.rint(x));
    double mean = 0;
    for (double x : values) {
      mean += x / values.length;
    }
    double squares = 0;
    for (double x : values) {
      squares += (x - mean) * (x - mean) / values.length;
    }
    Map<String, Integer> byName = new LinkedHashMap<>();
    if (counts.length <= MOST_CATEGORIES) {
      for (String name : Field.sorted(texts.levels())) {
        byName.put(name, counts[texts.levels().indexOf(name)]);
      }
    }
    return new Found(
        column.name(),
        kind(column, numbers ? values : null, counts.length, missing),
        missing,
        byName,
        numbers,
        whole,
        mean,
        StrictMath.sqrt(squares),
        (double) words / Math.max(1, texts.rows() - missing));
  }

  private static double[] present(Values values) {
    return IntStream.range(0, values.rows()).mapToDouble(values::at).filter(x -> !Double.isNaN(x)).toArray();
  }

  private static Kind kind(Column column, double @Nullable [] numbers, int different, int missing) {
    if (different <= 1) {
      return different == 0 ? Kind.EMPTY : Kind.CONSTANT;
    }
    boolean unique = missing == 0 && different == column.rows() && different > 2;
    if (numbers != null) {
      return unique && counts(numbers) ? Kind.IDENTIFIER : Kind.NUMBER;
    }
    return unique ? Kind.IDENTIFIER : different > MOST_CATEGORIES ? Kind.TEXT : Kind.CATEGORY;
  }

  /// Does it number the rows, 1, 2, 3 and so on?
  private static boolean counts(double[] numbers) {
    for (int i = 1; i < numbers.length; i++) {
      if (numbers[i] != numbers[i - 1] + 1) {
        return false;
      }
    }
    return true;
  }
}
