package nnrun.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import nnrun.spec.Nearest;
import nnrun.state.State;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;
import nnrun.tensor.Precision;
import org.jspecify.annotations.Nullable;

/// Everything that turns a raw table into features and names what a network gives: columns, categories, fills for
/// missing numbers, scaling, classes. Fitted on training rows, saved with a checkpoint, and rebuilt from it alone.
public final class Preprocessing {
  /// Features a column that may go to the disk.
  private static final int MOST_FEATURES = 16;

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
    rowScaling = RowScaling.fit(scale, Field.numeric(fields), train, rows -> encoders(table).block(rows, engine));
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

  /// Reads CSV, the images of an idx file, or an npy array, for [#transform]. A first row of CSV that holds names of
  /// known columns is a header.
  ///
  /// @param content that can be read more than once
  /// @param rules of CSV; their path is not looked at
  public Table read(Content content, Csv rules) {
    Table whole = readWhole(content);
    return whole == null ? CsvReader.read(content, rules, known()) : whole;
  }

  private static @Nullable Table readWhole(Content content) {
    return Idx.looksLike(content) ? Idx.images(content) : Npy.looksLike(content) ? Npy.inputs(content) : null;
  }

  /// Reads what [#read] does, and hands over the features of some rows of CSV after those of others.
  ///
  /// @param content may be readable only once
  /// @param inputs takes (rows, features)
  public void eachInputs(Content content, Csv rules, Engine engine, Consumer<Rows> inputs) {
    Consumer<Table> taker = table -> inputs.accept(inputs(table, engine));
    Table whole = readWhole(content);
    if (whole == null) {
      boolean likely = fields.stream().anyMatch(field -> !isText(field));
      CsvReader.eachTable(content, rules, known(), likely, features.size(), this::wanted, taker);
    } else {
      taker.accept(whole);
    }
  }

  /// Whether its cells are texts, whatever they look like.
  private static boolean isText(Field field) {
    return switch (field) {
      case Field.Category _, Field.Document _ -> true;
      case Field.Number number -> number.from() != Field.From.NUMERIC;
      case Field.Image _ -> false;
    };
  }

  private Set<String> known() {
    Set<String> known = new LinkedHashSet<>(features);
    fields.forEach(field -> known.add(field.name()));
    return known;
  }

  /// What the cells of a table's columns must be.
  private CsvColumns.Kind[] wanted(Table header) {
    CsvColumns.Kind[] kinds = new CsvColumns.Kind[header.columns().size()];
    Arrays.fill(kinds, CsvColumns.Kind.NONE);
    List<Column> columns = found(header);
    for (int i = 0; i < columns.size(); i++) {
      boolean text = !isSpread(header) && isText(fields.get(i));
      kinds[header.columns().indexOf(columns.get(i))] = text ? CsvColumns.Kind.TEXT : CsvColumns.Kind.NUMBER;
    }
    return kinds;
  }

  /// The features of all rows, (rows, features).
  Rows inputs(Table table, Engine engine) {
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
    Rows inputs = inputs(table, rows, engine);
    return new Dataset(inputs, targets.kind() == Targets.Kind.INPUT ? inputs : targets(table, rows, engine), rows);
  }

  private Encoders encoders(Table table) {
    Encoders encoders = new Encoders(table);
    List<Column> columns = inputColumns(table);
    for (int i = 0; i < columns.size(); i++) {
      Field field = fields.get(Math.min(i, fields.size() - 1));
      switch (columns.get(i)) {
        case Column.Pixels pixels -> encoders.pixels(pixels, offset, factor);
        case Column.Texts texts when field instanceof Field.Document document ->
            encoders.documents(texts, document, fill);
        case Column.Texts texts -> encoders.categories(texts, ((Field.Category) field).categories(), unknown, fill);
        case Column.Numeric numbers -> {
          boolean gaps = field instanceof Field.Number number && number.indicator();
          encoders.numbers(numbers, gaps, offset, factor, fill);
        }
      }
    }
    return encoders;
  }

  private Rows inputs(Table table, int[] rows, Engine engine) {
    Encoders encoders = encoders(table);
    requireRoom(table, rows.length, engine);
    try (Engine exact = Engine.of(Precision.FLOAT64, 1)) {
      return encoders.rows(rows, engine, rowScaling.on(exact, Field.numeric(fields)));
    }
  }

  /// A small table of many categories becomes a large one of zeros. What is more than [#MOST_FEATURES] a column must
  /// fit in the memory.
  private void requireRoom(Table table, int rows, Engine engine) {
    long bytes = (long) rows * features.size() * engine.precision().bytes();
    String what = table.place() + ": " + rows + " rows of " + features.size() + " features";
    boolean image = inputShape().size() > 1;
    if (!image && features.size() > MOST_FEATURES * (long) table.columns().size()) {
      Heap.require(bytes, what);
    }
    table.store().require(bytes, what);
  }

  static DataException missingCell(Table table, int row, String column) {
    return new DataException(
        table.where(row, column)
            + ": the cell is missing; say what takes its place with"
            + " missing: mean, median or a number, or leave such rows out with missing: drop");
  }

  private Rows targets(Table table, int[] rows, Engine engine) {
    Encoders encoders = new Encoders(table);
    boolean classes = targets.kind() == Targets.Kind.CLASSES;
    for (Column column : targetColumns(table)) {
      encoders.target(classes ? asTexts(column, table) : numeric(column, table), targets.classes());
    }
    return encoders.rows(rows, engine, _ -> {});
  }

  static Column.Texts asTexts(Column column, Table table) {
    return switch (column) {
      case Column.Texts texts -> texts;
      case Column.Numeric numbers -> numbers.asTexts(table.store());
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
          double[] numbers = texts.levels().stream().mapToDouble(Numbers::parse).toArray();
          yield new Column.Numeric(
              texts.name(),
              Values.map(table.store(), texts.rows(), i -> texts.isMissing(i) ? Double.NaN : numbers[texts.code(i)]));
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
    List<Column> columns = new ArrayList<>(found(table));
    if (isSpread(table)) {
      columns.replaceAll(column -> numeric(column, table));
      return columns;
    }
    for (int i = 0; i < columns.size(); i++) {
      columns.set(i, FieldColumns.typed(table, fields.get(i), columns.get(i)));
    }
    return columns;
  }

  /// Whether an image is in the table as one column a pixel.
  private boolean isSpread(Table table) {
    return fields.size() == 1
        && fields.getFirst() instanceof Field.Image image
        && !(table.find(image.name()) instanceof Column.Pixels);
  }

  /// The columns as they are in the table.
  private List<Column> found(Table table) {
    if (isSpread(table)) {
      return pixelColumns(table);
    }
    if (table.named()) {
      return fields.stream().map(field -> named(table, field.name(), "is an input")).toList();
    }
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
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      columns.add(table.columns().get(whole ? fieldPlaces.get(i) : i));
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
