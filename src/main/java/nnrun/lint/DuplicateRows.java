package nnrun.lint;

import java.util.Arrays;
import nnrun.data.Dataset;
import nnrun.data.Prepared;
import nnrun.data.Rows;

@Finds(
    code = "L104",
    value = "validation or test rows that are training rows as well",
    why =
        "The net has learned them by heart, so that its measures on them say nothing of new rows. Remove the doubles,"
            + " or split so that they stay together.")
public record DuplicateRows() implements Rule.OfData {
  /// Of the rows of a split; some doubles are in most tables.
  private static final double SHARE = 0.01;

  @Override
  public void check(Plan plan, Prepared data, Findings findings) {
    long[] known = hashes(data.train());
    Arrays.sort(known);
    check("validation", data.val(), known, findings);
    check("test", data.test(), known, findings);
  }

  private static void check(String split, Dataset rows, long[] known, Findings findings) {
    long doubles = Arrays.stream(hashes(rows)).filter(hash -> Arrays.binarySearch(known, hash) >= 0).count();
    if (doubles > 1 && doubles > SHARE * rows.rows()) {
      findings.add(
          doubles + " of " + rows.rows() + " " + split + " rows have the inputs of a training row",
          split.equals("test") ? "data.test" : "data.split",
          "data.split");
    }
  }

  /// 64 bits a row: two different rows agree in them once in 10^19.
  private static long[] hashes(Dataset set) {
    Rows inputs = set.inputs();
    int width = inputs.columns();
    long[] hashes = new long[inputs.rows()];
    for (int row = 0; row < hashes.length; row++) {
      long hash = 0;
      for (int f = 0; f < width; f++) {
        long bits = Double.doubleToRawLongBits(inputs.get(row, f));
        hash = (hash ^ bits) * 0x9E3779B97F4A7C15L;
        hash ^= hash >>> 32;
      }
      hashes[row] = hash;
    }
    return hashes;
  }
}
