package nnrun.data;

import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;
import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Example;
import nnrun.spec.Invalid;
import nnrun.spec.Range;
import org.jspecify.annotations.Nullable;

/// A row a line: `label index:value index:value ...`, indices ascending from 1, what is not there is 0; behind # is a
/// comment. Two passes: the first finds the number of rows and features, the second fills columns of the right size.
@Component(
    formula = "label index:value index:value ...",
    doc = "Rows that are mostly zeros, as LIBSVM and its collection of data sets write them, plain or gzip.",
    use = "For the many sets of the LIBSVM collection, and for rows that are mostly zeros.",
    avoid = "Where rows have so many features that they do not fit whole; choose or hash them first.",
    source = "Chang and Lin 2011")
public record Libsvm(
    @Doc("the file, plain or gzip") @Example("a9a.txt") String path,
    @Doc("features x1, x2, ...; 0 for the greatest index in the file") @Default("0") @Range("[0,10000000]")
        int features,
    @Doc("indices begin with 0") @Default("false") boolean zeroBased)
    implements Source {
  /// Rows after which the first pass asks whether those so far would fit: a small gzip file may hold many.
  private static final int LOOK_AHEAD = 1 << 16;

  private static final int GREATEST_INDEX = 10_000_000;

  public Libsvm {
    if (path.isEmpty()) {
      throw new Invalid("path", "a file's name is wanted");
    }
  }

  /// What is done with a row's label, then with each of its values.
  private interface Sink {
    void label(int row, int line, double value);

    void value(int row, int feature, double value);
  }

  @Override
  public String usualScaling() {
    return "standardize";
  }

  @Override
  public Table load(DataFiles files) {
    Content content = files.read(path);
    int[] size = {0, features}; // rows, features
    each(
        content,
        new Sink() {
          @Override
          public void label(int row, int line, double value) {
            size[0] = row + 1;
            if (row % LOOK_AHEAD == 0) {
              room(size);
            }
          }

          @Override
          public void value(int row, int feature, double value) {
            size[1] = Math.max(size[1], feature + 1);
          }
        });
    if (size[0] == 0 || size[1] == 0) {
      throw new DataException(path + (size[0] == 0 ? ": no row in it" : ": no row has any index:value"));
    }
    room(size);
    double[][] columns = new double[size[1]][size[0]];
    double[] labels = new double[size[0]];
    int[] lines = new int[size[0]];
    each(
        content,
        new Sink() {
          @Override
          public void label(int row, int line, double value) {
            labels[row] = value;
            lines[row] = line;
          }

          @Override
          public void value(int row, int feature, double value) {
            columns[feature][row] = value;
          }
        });
    List<Column> all = new ArrayList<>();
    for (int c = 0; c < columns.length; c++) {
      all.add(new Column.Numeric("x" + (zeroBased ? c : c + 1), columns[c]));
    }
    all.add(new Column.Numeric("label", labels));
    return new Table(path, List.copyOf(all), true, List.of("label"), lines);
  }

  private void room(int[] size) {
    Heap.require(8L * size[0] * (size[1] + 2L), path + ": " + size[0] + " rows of " + size[1] + " features");
  }

  private void each(Content content, Sink sink) {
    int row = 0;
    try (TextLines lines = new TextLines(content)) {
      for (@Nullable String line = lines.next(); line != null; line = lines.next()) {
        int comment = line.indexOf('#');
        StringTokenizer cells = new StringTokenizer(comment < 0 ? line : line.substring(0, comment), " \t");
        if (cells.hasMoreTokens()) {
          sink.label(row, lines.number(), label(cells.nextToken(), lines));
          for (int before = -1; cells.hasMoreTokens(); ) {
            before = value(cells.nextToken(), row, before, lines, sink);
          }
          row++;
        }
      }
    }
  }

  private static double label(String cell, TextLines lines) {
    double label = Numbers.parse(cell);
    if (Double.isNaN(label)) {
      throw lines.problem(
          "the label '"
              + cell
              + "' is not a number"
              + (cell.indexOf(',') > 0 ? "; several labels a row cannot be read" : Numbers.hint(cell)));
    }
    return label;
  }

  /// @param before the feature before, -1 for none
  /// @return its own
  private int value(String cell, int row, int before, TextLines lines, Sink sink) {
    int colon = cell.indexOf(':');
    String index = colon < 0 ? cell : cell.substring(0, colon);
    if (colon < 1 || !index.matches("[0-9]{1,9}")) {
      throw lines.problem("'" + cell + "' is not index:value" + (index.equals("qid") ? "; ranks cannot be read" : ""));
    }
    int feature = Integer.parseInt(index) - (zeroBased ? 0 : 1);
    if (feature < 0) {
      throw lines.problem("index 0 where the first is 1; zero_based: true reads indices from 0");
    }
    int most = features > 0 ? features : GREATEST_INDEX;
    if (feature >= most) {
      throw lines.problem("index " + index + " beyond " + most + " features");
    }
    if (feature <= before) {
      throw lines.problem("index " + index + " stands behind a greater or equal one; indices ascend");
    }
    double value = Numbers.parse(cell.substring(colon + 1));
    if (Double.isNaN(value)) {
      throw lines.problem(
          "'" + cell.substring(colon + 1) + "' is not a number" + Numbers.hint(cell.substring(colon + 1)));
    }
    sink.value(row, feature, value);
    return feature;
  }
}
