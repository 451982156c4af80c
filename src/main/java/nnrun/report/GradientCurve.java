package nnrun.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import nnrun.report.LineChart.Color;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/// The picture of a `gradcheck.csv`: how far finite differences are from back-propagation, for every step ε.
public final class GradientCurve {
  private static final List<String> PRECISIONS = List.of("float32", "float64");
  private static final List<Color> COLORS = List.of(Color.ORANGE, Color.BLUE);

  private GradientCurve() {}

  /// The mean error of each precision against ε, both axes logarithmic.
  ///
  /// @param csv with the columns `epsilon`, `float32.mean`, `float64.mean`
  public static String svg(String csv) {
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    try (CSVParser parser = CSVParser.parse(csv, format)) {
      List<CSVRecord> rows = parser.getRecords().reversed(); // the file begins with the longest step
      LineChart chart =
          new LineChart("relative error of the gradient", "step ε of the central difference").logX().logY();
      List<String> least = new ArrayList<>();
      for (int i = 0; i < PRECISIONS.size(); i++) {
        double[] errors = column(rows, PRECISIONS.get(i) + ".mean");
        chart.line(PRECISIONS.get(i), COLORS.get(i), column(rows, "epsilon"), errors);
        least.add(Ticks.shortText(Arrays.stream(errors).min().orElse(Double.NaN)) + " in " + PRECISIONS.get(i));
      }
      chart.note("mean of |a - n| / (|a| + |n|); least " + String.join(", ", least));
      return chart.svg();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double[] column(List<CSVRecord> rows, String name) {
    return rows.stream().mapToDouble(row -> Double.parseDouble(row.get(name))).toArray();
  }
}
