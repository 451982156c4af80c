package nnrun.data;

import java.util.ArrayList;
import java.util.List;
import nnrun.spec.Component;
import nnrun.spec.Doc;
import nnrun.spec.Example;
import org.jspecify.annotations.Nullable;

/// `folder/class/image.png`: the names of the folders are the classes, both in the order of their names.
@Component(
    formula = "folder/class/image.png: images (rows, height, width) of bytes, the class is the folder",
    doc = "PNG images of one size, sorted into a folder a class. Colours become grey.",
    use = "For pictures of your own, one folder a class.",
    avoid = "For hundreds of thousands of images, which idx or npy reads far faster.",
    source = "ISO/IEC 15948 2004")
public record ImageFolder(@Doc("the folder that holds a folder a class") @Example("shapes") String path)
    implements Source {
  @Override
  public String usualScaling() {
    return "unit";
  }

  @Override
  public Table load(DataFiles files) {
    DataFolder folder = files.folder(path);
    List<String> classes = folder.classes();
    List<List<String>> images = classes.stream().map(type -> folder.files(type, ".png")).toList();
    int rows = images.stream().mapToInt(List::size).sum();
    int[] codes = new int[rows];
    byte[] values = {};
    Png.@Nullable Image first = null;
    String firstName = "";
    int row = 0;
    for (int type = 0; type < classes.size(); type++) {
      for (String name : images.get(type)) {
        Content content = folder.read(classes.get(type), name);
        Png.Image image = Png.read(content.place(), content.bytes());
        if (first == null) {
          first = image;
          firstName = content.place();
          values = room(rows, image);
        } else if (image.height() != first.height() || image.width() != first.width()) {
          throw new DataException(
              content.place()
                  + ": "
                  + size(image)
                  + " pixels where "
                  + firstName
                  + " has "
                  + size(first)
                  + "; all must be of one size");
        }
        System.arraycopy(image.values(), 0, values, row * image.values().length, image.values().length);
        codes[row++] = type;
      }
    }
    if (first == null) {
      throw new DataException(path + ": no .png file in any of its folders");
    }
    folder.done();
    List<Column> columns = new ArrayList<>();
    columns.add(new Column.Pixels("image", List.of(first.height(), first.width()), first.values().length, values));
    columns.add(new Column.Texts("class", codes, classes));
    return new Table(path, List.copyOf(columns), true, List.of("class"), null);
  }

  private byte[] room(int rows, Png.Image image) {
    long bytes = (long) rows * image.values().length;
    Heap.require(bytes, path + ": " + rows + " images of " + size(image) + " pixels");
    if (bytes > Integer.MAX_VALUE - 8) {
      throw new DataException(
          path + ": " + rows + " images of " + size(image) + " pixels are more than 2 GB; take fewer or smaller ones");
    }
    return new byte[(int) bytes];
  }

  private static String size(Png.Image image) {
    return image.height() + "x" + image.width();
  }
}
