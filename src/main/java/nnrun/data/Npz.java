package nnrun.data;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Example;
import nnrun.spec.Nearest;
import org.jspecify.annotations.Nullable;

/// Several arrays in one zip file: `numpy.savez("d.npz", x=x, y=y)`. Only the two that are named are unpacked.
@Component(
    formula = "x (rows, features) or images (rows, height, width) of bytes, labels (rows) or (rows, outputs)",
    doc = "Arrays that NumPy saved into one file, each with a name.",
    use = "For several arrays in one file, such as the npz of MNIST.",
    avoid = "For columns with names or texts; write a CSV file.",
    source = "Kern 2007")
public record Npz(
    @Doc("the file") @Example("mnist.npz") String path,
    @Doc("name of the array of inputs") @Default("x") String data,
    @Doc("name of the array of targets; without it the last column is the target") @Example("y")
        @Nullable String labels)
    implements Source {
  /// Deflate makes at most 1032 bytes of one.
  private static final long GREATEST_RATIO = 1032;

  @Override
  public String usualScaling() {
    return "standardize";
  }

  @Override
  public Table load(DataFiles files) {
    Content content = files.read(path); // for the hash of what was read
    try (ZipFile zip = new ZipFile(files.find(path).toFile())) {
      List<Column> inputs = read(zip, content, data, "c", true);
      return NpyArray.table(
          path + ": " + data,
          inputs,
          labels == null ? null : read(zip, content, labels, "label", false),
          String.valueOf(labels));
    } catch (IOException e) {
      throw new DataException(path + ": no zip file, or a damaged one (" + e.getMessage() + "); write it again");
    }
  }

  private List<Column> read(ZipFile zip, Content content, String array, String name, boolean numbered)
      throws IOException {
    ZipEntry entry = zip.getEntry(array + ".npy");
    if (entry == null) {
      List<String> names = new ArrayList<>();
      zip.stream().limit(1000).forEach(each -> names.add(each.getName().replaceFirst("[.]npy$", "")));
      String nearest = Nearest.of(array, names);
      throw new DataException(
          path
              + ": no array '"
              + array
              + "'; there are "
              + Nearest.list(names)
              + (nearest == null ? "" : "; did you mean '" + nearest + "'?"));
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return new NpyArray(path + ": " + array, in, content.size() * GREATEST_RATIO).columns(name, numbered);
    }
  }
}
