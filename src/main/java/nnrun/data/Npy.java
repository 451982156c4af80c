package nnrun.data;

import java.io.IOException;
import java.util.List;
import nnrun.spec.Component;
import nnrun.spec.Doc;
import nnrun.spec.Example;
import org.jspecify.annotations.Nullable;

/// Arrays of one file each: `numpy.save("x.npy", x)`.
@Component(
    formula = "x (rows, features) or images (rows, height, width) of bytes, labels (rows) or (rows, outputs)",
    doc = "Arrays that NumPy saved, plain or gzip. NaN is a missing number.",
    use = "For arrays that a Python program made.",
    avoid = "For columns with names or texts; write a CSV file.",
    source = "Kern 2007")
public record Npy(
    @Doc("file of the inputs") @Example("x.npy") String data,
    @Doc("file of the targets; without it the last column is the target") @Example("y.npy") @Nullable String labels)
    implements Source {
  @Override
  public String usualScaling() {
    return "standardize";
  }

  @Override
  public Table load(DataFiles files) {
    List<Column> inputs = read(files.read(data), "c", true);
    return NpyArray.table(
        data, inputs, labels == null ? null : read(files.read(labels), "label", false), String.valueOf(labels));
  }

  /// Whether it begins as an npy file does and no text can.
  static boolean looksLike(Content content) {
    return NpyArray.looksLike(content.start());
  }

  /// The inputs of a file without their targets.
  static Table inputs(Content content) {
    return NpyArray.table(content.place(), read(content, "c", true), null, "");
  }

  private static List<Column> read(Content content, String name, boolean numbered) {
    try (Content.Stream in = content.open()) {
      return new NpyArray(content.place(), in, in.mostUnpacked()).columns(name, numbered);
    } catch (IOException e) {
      throw new DataException(content.place() + ": a damaged gzip file (" + e.getMessage() + "); fetch it again");
    }
  }
}
