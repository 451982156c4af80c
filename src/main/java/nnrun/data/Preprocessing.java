package nnrun.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import nnrun.spec.Nearest;
import nnrun.state.State;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;
import nnrun.tensor.Precision;
import org.jspecify.annotations.Nullable;

/// Everything that turns a raw table into features and names what a network gives: columns, categories, fills for
/// missing numbers, scaling, classes. Fitted on training rows, saved with a checkpoint, and rebuilt from it alone.
public final class Preprocessing {
  private List<Field> fields;
  private Targets targets;
  private Unknown unknown;

  /// Columns of the table that training read, and where in it fields and targets stood: for tables without a header.
  private int tableWidth;

  private List<Integer> fieldPlaces;
  private List<Integer> targetPlaces;

  private List<String> features;
  private Matrix offset; // (1, features)
  private Matrix factor; // (1, features)
  private @Nullable Matrix fill; // (1, features); null when a missing number is an error
  private RowScaling rowScaling = RowScaling.none();

  Preprocessing(
      List<Field> fields,
      List<Integer> fieldPlaces,
      Targets targets,
      List<Integer> targetPlaces,
      int tableWidth,
      Unknown unknown) {
    this.fields = fields;
    this.fieldPlaces = fieldPlaces;
    this.targets = targets;
    this.targetPlaces = targetPlaces;
    this.tableWidth = tableWidth;
    this.unknown = unknown;
    features = namesOf(fields);
    offset = numbers(features.size());
    factor = numbers(features.size());
    factor.fill(1);
  }

  private static List<String> namesOf(List<Field> fields) {
    List<String> names = new ArrayList<>();
    fields.forEach(field -> names.addAll(field.features()));
    return List.copyOf(names);
  }

  private static Matrix numbers(int count) {
    return Engine.plain(Precision.FLOAT64).matrix(1, count);
  }

  // State.

  /// What [#state] saved.
  public static Preprocessing from(State saved) {
    Targets none = new Targets(Targets.Kind.INPUT, List.of(), List.of(), 0);
    Preprocessing empty = new Preprocessing(List.of(), List.of(), none, List.of(), 0, Unknown.ERROR);
    empty.state(saved);
    return empty;
  }

  /// Shows everything for saving, or takes over what is loaded.
  public void state(State s) {
    fields = Field.state(s, fields);
    fieldPlaces = places(s.texts("places", texts(fieldPlaces)));
    tableWidth = (int) s.whole("table_width", tableWidth);
    unknown = Unknown.valueOf(upper(s.texts("unknown", List.of(lower(unknown))).getFirst()));

    Targets.Kind kind = Targets.Kind.valueOf(upper(s.texts("target_kind", List.of(lower(targets.kind()))).getFirst()));
    List<String> columns = s.texts("targets", targets.columns());
    List<String> classes = s.texts("classes", targets.classes());
    targets = new Targets(kind, columns, classes, (int) s.whole("outputs", targets.width()));
    targetPlaces = places(s.texts("target_places", texts(targetPlaces)));

    features = namesOf(fields);
    if (offset.columns() != features.size()) {
      offset = numbers(features.size());
      factor = numbers(features.size());
    }
    s.matrix("offset", offset);
    s.matrix("factor", factor);
    boolean fills = s.whole("fills", fill == null ? 0 : 1) == 1;
    if (fills) {
      Matrix shownFill = fill == null || fill.columns() != features.size() ? numbers(features.size()) : fill;
      s.matrix("fill", shownFill);
      fill = shownFill;
    } else {
      fill = null;
    }
    rowScaling.state(s, Field.numeric(fields).length);
  }

  private static List<String> texts(List<Integer> places) {
    return places.stream().map(String::valueOf).toList();
  }

  private static List<Integer> places(List<String> texts) {
    return texts.stream().map(Integer::valueOf).toList();
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String upper(String name) {
    return name.toUpperCase(Locale.ROOT);
  }

  // Names and shapes.

  /// Of one row of inputs: `[28, 28]` for images, `[n]` otherwise.
  public List<Integer> inputShape() {
    return fields.size() == 1 && fields.getFirst() instanceof Field.Image image
        ? image.dims()
        : List.of(features.size());
  }

  /// The input columns and how many features each of them became, in the order of the features.
  public Map<String, Integer> columns() {
    Map<String, Integer> columns = new LinkedHashMap<>();
    fields.forEach(field -> columns.put(field.name(), field.features().size()));
    return columns;
  }

  /// One name a feature.
  public List<String> features() {
    return features;
  }

  public Targets targets() {
    return targets;
  }

  /// Names of the outputs: classes, target columns, or features.
  public List<String> outputs() {
    return targets.names(features);
  }

  // Fitting.

  List<Field> fields() {
    return fields;
  }

  void scale(int feature, Scaling.Affine affine) {
    offset.set(0, feature, affine.offset());
    factor.set(0, feature, affine.factor());
  }

  /// Fits what is done to the numeric features of a row together.
  void together(Scaling scale, Table table, int[] train, Engine engine) {
    rowScaling = RowScaling.fit(scale, Field.numeric(fields), train, rows -> inputs(table, rows, engine));
  }

  /// Whether a scaled feature is more than one raw feature.
  boolean mixes() {
    return rowScaling.mixes();
  }

  Scaling.Affine scaling(int feature) {
    return new Scaling.Affine(offset.get(0, feature), factor.get(0, feature));
  }

  void fill(int feature, double value) {
    if (fill == null) {
      fill = numbers(features.size());
    }
    fill.set(0, feature, value);
  }

  // Use.

  /// Reads CSV, the images of an idx file, or an npy array, for [#inputs] or [#transform]. A first row of CSV that
  /// holds names of known columns is a header.
  ///
  /// @param place the name for messages
  /// @param rules of CSV; their path is not looked at
  public Table read(String place, byte[] bytes, Csv rules) {
    DataFiles.Content content = new DataFiles.Content(place, bytes);
    if (Idx.looksLike(content)) {
      return Idx.images(content);
    }
    if (Npy.looksLike(content)) {
      return Npy.inputs(content);
    }
    Set<String> known = new LinkedHashSet<>(features);
    fields.forEach(field -> known.add(field.name()));
    return CsvReader.read(content, rules, known);
  }

  /// The features of all rows, (rows, features).
  public Matrix inputs(Table table, Engine engine) {
    return inputs(table, all(table), engine);
  }

  /// Features and targets of all rows.
  public Dataset transform(Table table, Engine engine) {
    return transform(table, all(table), engine);
  }

  private static int[] all(Table table) {
    int[] rows = new int[table.rows()];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = row;
    }
    return rows;
  }

  Dataset transform(Table table, int[] rows, Engine engine) {
    Matrix inputs = inputs(table, rows, engine);
    return new Dataset(inputs, targets.kind() == Targets.Kind.INPUT ? inputs : targets(table, rows, engine), rows);
  }

  private Matrix inputs(Table table, int[] rows, Engine engine) {
    Heap.require(
        (long) rows.length * features.size() * engine.precision().bytes(),
        table.place() + ": " + rows.length + " rows of " + features.size() + " features");
    Matrix inputs = engine.matrix(rows.length, features.size());
    List<Column> columns = inputColumns(table);
    int feature = 0;
    for (int i = 0; i < columns.size(); i++) {
      feature +=
          switch (columns.get(i)) {
            case Column.Pixels pixels -> encode(pixels, rows, feature, inputs);
            case Column.Texts texts ->
                fields.get(i) instanceof Field.Document document
                    ? encode(texts, document, table, rows, feature, inputs)
                    : encode(texts, (Field.Category) fields.get(i), table, rows, feature, inputs);
            case Column.Numeric numbers -> {
              boolean gaps = fields.get(Math.min(i, fields.size() - 1)) instanceof Field.Number n && n.indicator();
              yield encode(numbers, gaps, table, rows, feature, inputs);
            }
          };
    }
    rowScaling.apply(inputs, Field.numeric(fields));
    return inputs;
  }

  private int encode(Column.Pixels pixels, int[] rows, int feature, Matrix inputs) {
    int size = pixels.size();
    double[] offsets = new double[size];
    double[] factors = new double[size];
    for (int k = 0; k < size; k++) {
      offsets[k] = offset.get(0, feature + k);
      factors[k] = factor.get(0, feature + k);
    }
    for (int row = 0; row < rows.length; row++) {
      encode(pixels.values(), rows[row] * size, offsets, factors, inputs, row * features.size() + feature);
    }
    return size;
  }

  /// One image; a method of its own is compiled after a few rows.
  private static void encode(byte[] values, int from, double[] offsets, double[] factors, Matrix inputs, int to) {
    for (int k = 0; k < offsets.length; k++) {
      inputs.put(to + k, ((values[from + k] & 0xff) - offsets[k]) * factors[k]);
    }
  }

  private int encode(Column.Numeric column, boolean gaps, Table table, int[] rows, int feature, Matrix inputs) {
    double shift = offset.get(0, feature);
    double scale = factor.get(0, feature);
    for (int row = 0; row < rows.length; row++) {
      double x = column.values()[rows[row]];
      if (Double.isNaN(x)) {
        if (fill == null) {
          throw missingCell(table, rows[row], column.name());
        }
        x = fill.get(0, feature);
        if (gaps) {
          inputs.set(row, feature + 1, 1);
        }
      }
      inputs.set(row, feature, (x - shift) * scale);
    }
    return gaps ? 2 : 1;
  }

  private int encode(Column.Texts column, Field.Document field, Table table, int[] rows, int feature, Matrix inputs) {
    Map<String, Integer> places = field.places();
    double[] values = new double[field.features().size()];
    for (int row = 0; row < rows.length; row++) {
      if (column.isMissing(rows[row]) && fill == null) {
        throw missingCell(table, rows[row], column.name());
      }
      List<String> words = column.isMissing(rows[row]) ? List.of() : Vocabulary.words(column.text(rows[row]));
      field.encode(words, places, values, 0, values.length);
      for (int k = 0; k < values.length; k++) {
        inputs.set(row, feature + k, values[k]);
      }
    }
    return values.length;
  }

  private int encode(Column.Texts column, Field.Category field, Table table, int[] rows, int feature, Matrix inputs) {
    int[] categoryOf = indices(column.levels(), field.categories());
    int missing = field.categories().indexOf(Field.MISSING);
    for (int row = 0; row < rows.length; row++) {
      int code = column.codes()[rows[row]];
      int category = code < 0 ? missing : categoryOf[code];
      if (category >= 0) {
        inputs.set(row, feature + category, 1);
      } else if (code < 0 && fill == null) {
        throw missingCell(table, rows[row], column.name());
      } else if (unknown == Unknown.ERROR) {
        String text = code < 0 ? Field.MISSING : column.text(rows[row]);
        throw new DataException(
            table.where(rows[row], column.name())
                + ": '"
                + text
                + "' is in no training row"
                + known(text, field.categories())
                + "; with unknown: other such a cell counts as none of them");
      }
    }
    return field.categories().size();
  }

  private static String known(String text, List<String> known) {
    String nearest = Nearest.of(text, known);
    return (nearest == null ? "" : "; did you mean '" + nearest + "'?") + " (those have " + Nearest.list(known) + ")";
  }

  static DataException missingCell(Table table, int row, String column) {
    return new DataException(
        table.where(row, column)
            + ": the cell is missing; say what takes its place with"
            + " missing: mean, median or a number, or leave such rows out with missing: drop");
  }

  /// The index of each level among the names, or -1.
  private static int[] indices(List<String> levels, List<String> names) {
    Map<String, Integer> index = new LinkedHashMap<>();
    names.forEach(name -> index.put(name, index.size()));
    return levels.stream().mapToInt(level -> index.getOrDefault(level, -1)).toArray();
  }

  private Matrix targets(Table table, int[] rows, Engine engine) {
    List<Column> columns = targetColumns(table);
    Matrix matrix = engine.matrix(rows.length, columns.size());
    for (int c = 0; c < columns.size(); c++) {
      for (int row = 0; row < rows.length; row++) {
        if (columns.get(c).isMissing(rows[row])) {
          throw new DataException(
              table.where(rows[row], targets.columns().get(c))
                  + ": the target is missing; leave such rows out with missing: drop");
        }
      }
      if (targets.kind() == Targets.Kind.CLASSES) {
        classes(asTexts(columns.get(c)), table, rows, matrix);
      } else {
        double[] values = numeric(columns.get(c), table).values();
        for (int row = 0; row < rows.length; row++) {
          matrix.set(row, c, values[rows[row]]);
        }
      }
    }
    return matrix;
  }

  private void classes(Column.Texts column, Table table, int[] rows, Matrix matrix) {
    int[] classOf = indices(column.levels(), targets.classes());
    for (int row = 0; row < rows.length; row++) {
      int known = classOf[column.codes()[rows[row]]];
      if (known < 0) {
        String text = column.text(rows[row]);
        throw new DataException(
            table.where(rows[row], column.name())
                + ": class '"
                + text
                + "' is in no training row"
                + known(text, targets.classes())
                + "; with split: {stratify: true} every class has training rows");
      }
      matrix.set(row, 0, known);
    }
  }

  static Column.Texts asTexts(Column column) {
    return switch (column) {
      case Column.Texts texts -> texts;
      case Column.Numeric numbers -> numbers.asTexts();
      case Column.Pixels pixels ->
          throw new DataException("column '" + pixels.name() + "' holds images, which are no categories");
    };
  }

  static Column.Numeric numeric(Column column, Table table) {
    return switch (column) {
      case Column.Numeric numbers -> numbers;
      case Column.Texts texts -> {
        int row = texts.firstRow(false);
        if (row < 0) {
          double[] values = new double[texts.rows()];
          for (int i = 0; i < values.length; i++) {
            values[i] = texts.isMissing(i) ? Double.NaN : Numbers.parse(texts.text(i));
          }
          yield new Column.Numeric(texts.name(), values);
        }
        throw new DataException(
            table.where(row, texts.name())
                + ": '"
                + texts.text(row)
                + "' is not a number"
                + Numbers.hint(texts.text(row)));
      }
      case Column.Pixels pixels ->
          throw new DataException(
              table.place() + ": column '" + pixels.name() + "' holds images where one number a row is wanted");
    };
  }

  // Finding the columns of a table.

  /// One column a field; for an image, where the table has none, one column a pixel.
  List<Column> inputColumns(Table table) {
    boolean image = fields.size() == 1 && fields.getFirst() instanceof Field.Image;
    if (image && !(table.find(fields.getFirst().name()) instanceof Column.Pixels)) {
      return pixelColumns(table);
    }
    List<Column> columns = new ArrayList<>();
    if (table.named()) {
      for (Field field : fields) {
        columns.add(named(table, field.name(), "is an input"));
      }
    } else {
      boolean whole = table.columns().size() == tableWidth;
      if (!whole && table.columns().size() != fields.size()) {
        throw new DataException(
            table.place()
                + ": "
                + table.columns().size()
                + " columns without a header; "
                + fields.size()
                + " are wanted ("
                + Nearest.list(fields.stream().map(Field::name).toList())
                + "), or "
                + tableWidth
                + " as in the training data; a header tells which is which");
      }
      for (int i = 0; i < fields.size(); i++) {
        columns.add(table.columns().get(whole ? fieldPlaces.get(i) : i));
      }
    }
    for (int i = 0; i < columns.size(); i++) {
      columns.set(i, FieldColumns.typed(table, fields.get(i), columns.get(i)));
    }
    return columns;
  }

  private List<Column> pixelColumns(Table table) {
    List<Column> columns = new ArrayList<>(table.columns());
    columns.removeIf(column -> targets.columns().contains(column.name()));
    if (columns.size() != features.size()) {
      throw new DataException(
          table.place()
              + ": "
              + columns.size()
              + " columns where an image has "
              + features.size()
              + " pixels, one column each");
    }
    columns.replaceAll(column -> numeric(column, table));
    return columns;
  }

  List<Column> targetColumns(Table table) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < targets.columns().size(); i++) {
      String name = targets.columns().get(i);
      boolean byPlace = !table.named() && table.columns().size() == tableWidth;
      columns.add(byPlace ? table.columns().get(targetPlaces.get(i)) : named(table, name, "is a target"));
    }
    return columns;
  }

  static Column named(Table table, String name, String wantedBy) {
    Column column = table.find(name);
    if (column == null) {
      throw table.missing(name, wantedBy);
    }
    return column;
  }
}
