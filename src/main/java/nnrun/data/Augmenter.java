package nnrun.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import nnrun.spec.Names;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;
import nnrun.tensor.Stream;
import org.jspecify.annotations.Nullable;

/// Carries the changes of an `augment` list out on batches of training rows: documents first, then images, then rows as
/// scaled, then whole batches; among those of a kind in the order of the list.
public final class Augmenter {
  /// Where the features of a row stand.
  ///
  /// @param numeric those that are scaled
  /// @param image the first pixel; -1 where there is no image
  @SuppressWarnings("ArrayRecordComponent") // places, never compared
  record Layout(int[] numeric, int image, int height, int width) {}

  /// A column of documents.
  ///
  /// @param feature the first
  private record Documents(
      Column.Texts column, Field.Document field, Map<String, Integer> places, int feature, int size) {}

  private final List<Augment> changes;
  private final List<Thesaurus> thesauri;
  private final Preprocessing fitted;
  private final int[] train;
  private final List<Documents> documents;
  private final Layout layout;
  private final Scaling.Affine[] scales; // of the pixels
  private final double[] row;
  private final double[][] kept = {{}, {}};
  private @Nullable Picture before;
  private @Nullable Picture after;

  /// @param train where the training rows stand in the table
  Augmenter(List<Augment> changes, Preprocessing fitted, Table table, int[] train, DataFiles files) {
    this(changes, fitted, fitted.inputColumns(table), train, files);
  }

  /// @param columns of the inputs; none where no documents are changed
  private Augmenter(List<Augment> changes, Preprocessing fitted, List<Column> columns, int[] train, DataFiles files) {
    this.changes = changes;
    this.fitted = fitted;
    this.train = train;
    thesauri = new ArrayList<>();
    documents = new ArrayList<>();
    row = new double[fitted.features().size()];
    List<Field> fields = fitted.fields();
    Layout found = new Layout(Field.numeric(fields), -1, 0, 0);
    int feature = 0;
    for (int i = 0; i < fields.size(); i++) {
      int size = fields.get(i).features().size();
      if (fields.get(i) instanceof Field.Image image) {
        found = new Layout(found.numeric, feature, image.dims().get(0), image.dims().get(1));
        before = new Picture(found.height, found.width);
        after = new Picture(found.height, found.width);
      } else if (fields.get(i) instanceof Field.Document document && !columns.isEmpty()) {
        documents.add(new Documents((Column.Texts) columns.get(i), document, document.places(), feature, size));
      }
      feature += size;
    }
    layout = found;
    scales =
        IntStream.range(0, found.height * found.width)
            .mapToObj(k -> fitted.scaling(layout.image + k))
            .toArray(Scaling.Affine[]::new);
    for (Augment change : changes) {
      check(change);
      thesauri.add(change instanceof Augment.OfDocument of ? of.thesaurus(files) : Thesaurus.EMPTY);
    }
  }

  /// The same rows, changed once; targets stay.
  ///
  /// @param stream of which each row draws at its number
  /// @throws DataException when the change needs more than rows as encoded, or another input than there is
  public static Dataset changed(Dataset data, Augment change, Preprocessing fitted, Stream stream, Engine engine) {
    if (!change.changesRows()) {
      throw new DataException(
          name(change)
              + " changes words or targets, and here are rows as encoded; take one that changes images or rows");
    }
    Augmenter augmenter = new Augmenter(List.of(change), fitted, List.of(), new int[0], new DataFiles(List.of()));
    int[] order = IntStream.range(0, data.rows()).toArray();
    Matrix inputs = engine.matrix(data.rows(), data.inputs().columns());
    data.inputs().gather(order, 0, order.length, inputs);
    augmenter.apply(stream, order, 0, inputs, inputs);
    return new Dataset(Rows.of(inputs), data.targets(), data.sourceRows());
  }

  private Augmenter(Augmenter other) {
    changes = other.changes;
    thesauri = other.thesauri;
    fitted = other.fitted;
    train = other.train;
    documents = other.documents;
    layout = other.layout;
    scales = other.scales;
    row = new double[other.row.length];
    before = other.before == null ? null : new Picture(layout.height, layout.width);
    after = other.after == null ? null : new Picture(layout.height, layout.width);
  }

  /// One that does the same, for another thread.
  public Augmenter another() {
    return new Augmenter(this);
  }

  private static String name(Augment change) {
    return "augment: " + Names.snake(change.getClass().getSimpleName());
  }

  private void check(Augment change) {
    String name = name(change);
    if ((change instanceof Augment.OfImage || change instanceof Cutout) && layout.image < 0) {
      throw new DataException(name + " changes images, and no input is one");
    }
    if (change instanceof Augment.OfDocument && documents.isEmpty()) {
      throw new DataException(name + " changes documents, and no input is one; say types: {text: tf_idf}");
    }
    if (change.needsClasses() && fitted.targets().kind() != Targets.Kind.CLASSES) {
      throw new DataException(name + " is for classes, and the target is none");
    }
  }

  /// Changes a batch in place. The result depends on the arguments alone; two calls at a time would share memory.
  ///
  /// @param stream of the run's changes in this epoch
  /// @param order numbers of the training rows, those of the batch from `from` on
  /// @param inputs (rows, features)
  /// @param targets (rows, outputs), a class being a row of zeros with a one
  public void apply(Stream stream, int[] order, int from, Matrix inputs, Matrix targets) {
    boolean rows = changes.stream().anyMatch(change -> !(change instanceof Augment.OfBatch));
    for (int i = 0; rows && i < inputs.rows(); i++) {
      int start = i * row.length;
      for (int k = 0; k < row.length; k++) {
        row[k] = inputs.at(start + k);
      }
      change(stream, order[from + i]);
      for (int k = 0; k < row.length; k++) {
        inputs.put(start + k, row[k]);
      }
    }
    for (int c = 0; c < changes.size(); c++) {
      if (changes.get(c) instanceof Augment.OfBatch of) {
        of.apply(new Mixture(inputs, targets, order, from, kept), stream.at(c));
      }
    }
  }

  private void change(Stream stream, int number) {
    for (Documents each : documents) {
      document(each, stream, number);
    }
    if (before != null && after != null) {
      image(before, after, stream, number);
    }
    for (int c = 0; c < changes.size(); c++) {
      if (changes.get(c) instanceof Augment.OfRow of) {
        of.apply(row, layout, stream.at(c).at(number));
      }
    }
  }

  private void document(Documents each, Stream stream, int number) {
    if (each.column.isMissing(train[number])) {
      return;
    }
    List<String> words = Vocabulary.words(each.column.text(train[number]));
    for (int c = 0; c < changes.size(); c++) {
      if (changes.get(c) instanceof Augment.OfDocument of) {
        words = of.apply(words, thesauri.get(c), stream.at(c).at(number));
      }
    }
    each.field.encode(words, each.places, row, each.feature, each.size);
  }

  /// Back to raw pixels, changed, and scaled again.
  private void image(Picture first, Picture second, Stream stream, int number) {
    boolean raw = false;
    Picture from = first;
    Picture to = second;
    for (int c = 0; c < changes.size(); c++) {
      if (changes.get(c) instanceof Augment.OfImage of) {
        for (int k = 0; !raw && k < from.pixels.length; k++) {
          from.pixels[k] = row[layout.image + k] / scales[k].factor() + scales[k].offset();
        }
        raw = true;
        of.apply(from, to, stream.at(c).at(number));
        Picture swap = from;
        from = to;
        to = swap;
      }
    }
    for (int k = 0; raw && k < from.pixels.length; k++) {
      row[layout.image + k] = (from.pixels[k] - scales[k].offset()) * scales[k].factor();
    }
  }
}
