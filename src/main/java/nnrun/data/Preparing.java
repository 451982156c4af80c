package nnrun.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import nnrun.tensor.Engine;
import org.jspecify.annotations.Nullable;

/// From a config's `data` section to data sets: source, choice of columns, split, fit on the training rows, encoding.
final class Preparing {
  /// Features that are scaled together: their bytes in one row of pixels are one cache line.
  private static final int BLOCK = 64;

  /// Numbers of pixels that are fitted at a time: 32 MB.
  private static final int MOST_FITTED = 1 << 22;

  private final DataSpec spec;
  private final Table table;
  private final boolean wantClasses;
  private final boolean targetIsInput;
  private final List<Column> targets; // as classes or numbers
  private final List<Column> inputs; // as categories, numbers or images

  private Preparing(DataSpec spec, Table table, boolean wantClasses) {
    this.spec = spec;
    this.table = table;
    this.wantClasses = wantClasses;
    targetIsInput = spec.target() != null && spec.target().isInput();
    spec.ignore().forEach(name -> Preprocessing.named(table, name, "ignore leaves out"));
    spec.types().keySet().forEach(name -> Preprocessing.named(table, name, "types speaks of"));
    List<String> targetNames = targetNames();
    targets = targetIsInput ? List.of() : targetNames.stream().map(this::target).toList();
    inputs = inputNames(targetNames).stream().map(this::input).toList();
  }

  static Prepared prepare(DataSpec spec, DataFiles files, Engine engine, boolean wantClasses) {
    Table table = spec.source().load(files);
    return new Preparing(spec, table, wantClasses).prepare(files, engine);
  }

  private Prepared prepare(DataFiles files, Engine engine) {
    int[] rows = usableRows(table, inputs, targets);
    Deal deal = deal(rows);
    int[] train = pick(rows, deal.train());
    Preprocessing fitted = fit(train);
    fitted.together(spec.scale(), table, train, engine);
    Dataset trainSet = fitted.transform(table, train, engine);
    Dataset valSet = fitted.transform(table, pick(rows, deal.val()), engine);
    Dataset testSet;
    if (spec.test() == null) {
      testSet = fitted.transform(table, pick(rows, deal.test()), engine);
    } else {
      Table other = spec.test().load(files);
      testSet = fitted.transform(other, usableTestRows(other, fitted), engine);
    }
    Augmenter augmenter = spec.augment().isEmpty() ? null : new Augmenter(spec.augment(), fitted, table, train, files);
    return new Prepared(trainSet, valSet, testSet, fitted, augmenter);
  }

  private static int[] pick(int[] rows, int[] places) {
    int[] picked = new int[places.length];
    for (int i = 0; i < picked.length; i++) {
      picked[i] = rows[places[i]];
    }
    return picked;
  }

  // Columns.

  /// The columns that are no input because they are, or by default would be, the target.
  private List<String> targetNames() {
    if (targetIsInput) {
      return table.targets();
    }
    if (!spec.targets().isEmpty()) {
      return spec.targets();
    }
    if (spec.target() != null) {
      return List.of(spec.target().name());
    }
    if (!table.targets().isEmpty()) {
      return table.targets();
    }
    return List.of(table.columns().getLast().name());
  }

  private List<String> inputNames(List<String> targetNames) {
    for (String name : targetNames) {
      if (!targetIsInput && (spec.ignore().contains(name) || spec.columns().contains(name))) {
        throw new DataException(
            "data: column '"
                + name
                + "' is the target, and "
                + (spec.ignore().contains(name) ? "ignore leaves it out" : "columns makes it an input")
                + "; name another target, or target: input for an autoencoder");
      }
    }
    Set<String> names = new LinkedHashSet<>(spec.columns());
    if (names.isEmpty()) {
      names.addAll(table.names());
      spec.ignore().forEach(names::remove);
      names.remove(spec.split().group());
      names.remove(spec.split().column());
      targetNames.forEach(names::remove);
    }
    if (names.isEmpty()) {
      throw new DataException(
          table.place()
              + ": no input column is left beside the target '"
              + targetNames.getFirst()
              + "'; the delimiter may be another than the config says");
    }
    return List.copyOf(names);
  }

  private Column input(String name) {
    Column column = Preprocessing.named(table, name, "columns asks for");
    Encoding type = spec.types().get(name);
    if (type == null && name.equals(spec.source().documents())) {
      throw new DataException(
          table.place()
              + ": column '"
              + name
              + "' holds documents; say what becomes of them: types: {"
              + name
              + ": tf_idf}");
    }
    Column typed = typed(column, type);
    if (typed instanceof Column.Numeric numbers && allMissing(numbers)) {
      throw new DataException(table.place() + ": column '" + name + "' has no value at all; ignore it");
    }
    return typed;
  }

  private static boolean allMissing(Column column) {
    for (int row = 0; row < column.rows(); row++) {
      if (!column.isMissing(row)) {
        return false;
      }
    }
    return true;
  }

  private Column target(String name) {
    Encoding type = spec.types().get(name);
    if (type != null && !(type instanceof Numeric) && !(type instanceof Categorical)) {
      throw new DataException("data: types: the target '" + name + "' is numeric or categorical, nothing else");
    }
    Column column = typed(Preprocessing.named(table, name, "is the target"), type);
    if (column instanceof Column.Pixels) {
      throw new DataException(
          table.place()
              + ": the target '"
              + name
              + "' holds images; take target: input to learn"
              + " the images themselves");
    }
    if (targetNames().size() > 1) {
      if (column instanceof Column.Texts texts) {
        throw new DataException(
            table.where(texts.firstRow(false), name)
                + ": several targets must be numbers, and '"
                + texts.text(texts.firstRow(false))
                + "' is none");
      }
      return column;
    }
    return wantClasses && column instanceof Column.Numeric numbers ? classes(numbers) : column;
  }

  private Column classes(Column.Numeric numbers) {
    for (int row = 0; row < numbers.rows(); row++) {
      double x = numbers.values().at(row);
      if (!Double.isNaN(x) && x != Math.rint(x)) {
        throw new DataException(
            table.where(row, numbers.name())
                + ": the loss takes classes, and "
                + Numbers.shortest(x)
                + " is no whole number; take a loss for numbers, such as mse, or"
                + " types: {"
                + numbers.name()
                + ": categorical}");
      }
    }
    return numbers.asTexts(table.store());
  }

  /// The column as the config or its cells say; cells of both kinds are refused.
  private Column typed(Column column, @Nullable Encoding type) {
    if (type instanceof Numeric) {
      return column instanceof Column.Pixels ? column : Preprocessing.numeric(column, table);
    }
    if (type != null) {
      return Preprocessing.asTexts(column, table);
    }
    if (column instanceof Column.Texts texts) {
      int number = texts.firstRow(true);
      int text = texts.firstRow(false);
      if (number >= 0) {
        throw new DataException(
            table.where(text, texts.name())
                + ": '"
                + texts.text(text)
                + "' is not a number"
                + Numbers.hint(texts.text(text))
                + ", and there are numbers in this column ('"
                + texts.text(number)
                + "'); correct it, add it to the source's missing: [...],"
                + " or say types: {"
                + texts.name()
                + ": categorical}");
      }
    }
    return column;
  }

  // Rows.

  /// The rows without a missing cell, where one is an error or drops its row; all rows otherwise.
  private int[] usableRows(Table of, List<Column> inputs, List<Column> targets) {
    boolean drop = spec.missing().kind() == Missing.Kind.DROP;
    boolean error = spec.missing().kind() == Missing.Kind.ERROR;
    int[] rows = new int[of.rows()];
    int count = 0;
    for (int row = 0; row < of.rows(); row++) {
      Column gap = drop || error ? gap(inputs, row) : null;
      if (gap != null && error) {
        throw Preprocessing.missingCell(of, row, gap.name());
      }
      if (gap == null && !(drop && gap(targets, row) != null)) {
        rows[count++] = row;
      }
    }
    if (count == 0) {
      throw new DataException(
          of.place()
              + ": every row has a missing cell, so that missing: drop leaves none;"
              + " take missing: mean, or ignore the column with the gaps");
    }
    return Arrays.copyOf(rows, count);
  }

  private static @Nullable Column gap(List<Column> columns, int row) {
    for (Column column : columns) {
      if (column.isMissing(row)) {
        return column;
      }
    }
    return null;
  }

  private int[] usableTestRows(Table test, Preprocessing fitted) {
    return usableRows(test, fitted.inputColumns(test), targetIsInput ? List.of() : fitted.targetColumns(test));
  }

  private Deal deal(int[] rows) {
    Split split = spec.split();
    if (split.column() != null) {
      return Deal.told(cells(split.column(), "split.column names", rows, List.of("train", "val", "test")));
    }
    if (split.group() != null) {
      List<String> cells = cells(split.group(), "split.group names", rows, List.of());
      Map<String, Integer> numbers = new LinkedHashMap<>();
      cells.forEach(cell -> numbers.putIfAbsent(cell, numbers.size()));
      return Deal.grouped(split, cells.stream().mapToInt(numbers::get).toArray());
    }
    if (split.inOrder()) {
      return Deal.inOrder(split, rows.length);
    }
    if (!split.stratify()) {
      return Deal.random(split, rows.length);
    }
    if (targets.size() != 1 || !(targets.getFirst() instanceof Column.Texts texts)) {
      String what = targetIsInput ? "the inputs themselves" : "numbers";
      String wayOut = targets.size() == 1 ? ", or say types: {" + targets.getFirst().name() + ": categorical}" : "";
      throw new DataException(
          "split: stratify keeps the shares of classes, and the target is " + what + "; remove stratify" + wayOut);
    }
    List<String> names = Field.sorted(present(texts, rows));
    int[] classes = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      classes[i] = names.indexOf(targetText(texts, rows[i]));
    }
    return Deal.stratified(split, classes, names);
  }

  /// The texts of a column in some rows; a missing one is refused, and one that is none of those allowed, if any are.
  private List<String> cells(String name, String wantedBy, int[] rows, List<String> allowed) {
    Column.Texts column = Preprocessing.asTexts(Preprocessing.named(table, name, wantedBy), table);
    List<String> cells = new ArrayList<>();
    for (int row : rows) {
      String cell = column.isMissing(row) ? "" : column.text(row);
      if (column.isMissing(row) || !(allowed.isEmpty() || allowed.contains(cell))) {
        throw new DataException(
            table.where(row, name)
                + (column.isMissing(row) ? ": the cell is missing" : ": '" + cell + "'")
                + (allowed.isEmpty() ? ", and every row needs its group" : " where train, val or test is wanted"));
      }
      cells.add(cell);
    }
    return cells;
  }

  private String targetText(Column.Texts texts, int row) {
    if (texts.isMissing(row)) {
      throw new DataException(
          table.where(row, texts.name()) + ": the target is missing; leave such rows out with missing: drop");
    }
    return texts.text(row);
  }

  // Fitting.

  private Preprocessing fit(int[] train) {
    List<Field> fields = inputs.stream().map(column -> field(column, train)).toList();
    int width = fields.stream().mapToInt(field -> field.features().size()).sum();
    Preprocessing fitted =
        new Preprocessing(
            fields, places(inputs), targets(train, width), places(targets), table.columns().size(), spec.unknown());
    int feature = 0;
    for (int i = 0; i < fields.size(); i++) {
      switch (FieldColumns.typed(table, fields.get(i), inputs.get(i))) {
        case Column.Numeric numbers -> fit(numbers, (Field.Number) fields.get(i), train, feature, fitted);
        case Column.Pixels pixels -> fit(pixels, train, feature, fitted);
        case Column.Texts _ -> {
          if (spec.missing().fills()) {
            fitted.fill(feature, 0);
          }
        }
      }
      feature += fields.get(i).features().size();
    }
    return fitted;
  }

  private List<Integer> places(List<Column> columns) {
    return columns.stream().map(column -> table.names().indexOf(column.name())).toList();
  }

  private Field field(Column column, int[] train) {
    return switch (column) {
      case Column.Numeric numbers ->
          new Field.Number(numbers.name(), Field.From.NUMERIC, List.of(), indicator(numbers, train));
      case Column.Pixels pixels -> new Field.Image(pixels.name(), pixels.dims());
      case Column.Texts texts ->
          switch (spec.types().get(texts.name())) {
            case Words words ->
                words.fit(
                    texts.name(),
                    () -> Arrays.stream(train).filter(row -> !texts.isMissing(row)).mapToObj(texts::text).iterator());
            case Ordinal(List<String> order) -> {
              List<String> all = order.isEmpty() ? Field.sorted(present(texts, train)) : order;
              yield new Field.Number(texts.name(), Field.From.ORDINAL, all, indicator(texts, train));
            }
            case Flag _ -> new Field.Number(texts.name(), Field.From.FLAG, List.of(), indicator(texts, train));
            case Numeric _, Categorical _ -> category(texts, train);
            case null -> category(texts, train);
          };
    };
  }

  private boolean indicator(Column column, int[] train) {
    return spec.indicator() && Arrays.stream(train).anyMatch(column::isMissing);
  }

  private static Field category(Column.Texts texts, int[] train) {
    List<String> categories = new ArrayList<>(Field.sorted(present(texts, train)));
    if (Arrays.stream(train).anyMatch(texts::isMissing)) {
      categories.add(Field.MISSING);
    }
    return new Field.Category(texts.name(), List.copyOf(categories));
  }

  private static Set<String> present(Column.Texts texts, int[] rows) {
    Set<String> present = new LinkedHashSet<>();
    for (int row : rows) {
      if (!texts.isMissing(row)) {
        present.add(texts.text(row));
      }
    }
    return present;
  }

  private Targets targets(int[] train, int features) {
    if (targetIsInput) {
      return new Targets(Targets.Kind.INPUT, List.of(), List.of(), features);
    }
    List<String> names = targets.stream().map(Column::name).toList();
    if (!(targets.getFirst() instanceof Column.Texts texts)) {
      return new Targets(Targets.Kind.NUMBERS, names, List.of(), names.size());
    }
    for (int row : train) {
      targetText(texts, row);
    }
    List<String> classes = Field.sorted(present(texts, train));
    if (classes.size() < 2) {
      throw new DataException(
          table.place()
              + ": every training row has the class '"
              + classes.getFirst()
              + "' in '"
              + texts.name()
              + "'; there is nothing to tell apart");
    }
    return new Targets(Targets.Kind.CLASSES, names, classes, classes.size());
  }

  private void fit(Column.Numeric column, Field.Number field, int[] train, int feature, Preprocessing fitted) {
    int[] present = train;
    if (Arrays.stream(train).anyMatch(column::isMissing)) {
      present = Arrays.stream(train).filter(row -> !column.isMissing(row)).toArray();
    }
    if (present.length == 0) {
      throw new DataException(
          table.place() + ": column '" + column.name() + "' has no value in any training row; ignore it");
    }
    double fill = 0;
    if (spec.missing().fills()) {
      fill = spec.missing().of(Sample.of(column.values(), present, present.length, 0));
      fitted.fill(feature, fill);
    }
    if (field.indicator()) {
      fitted.fill(feature + 1, 0);
    }
    if (field.from() != Field.From.FLAG) {
      fitted.scale(feature, spec.scale().fit(Sample.of(column.values(), present, train.length, fill), column.name()));
    }
  }

  private void fit(Column.Pixels pixels, int[] train, int feature, Preprocessing fitted) {
    Scaling.Affine known = spec.scale().ofBytes();
    if (spec.missing().fills()) {
      fitted.fill(feature, 0);
    }
    if (known != null) {
      for (int k = 0; k < pixels.size(); k++) {
        fitted.scale(feature + k, known);
      }
      return;
    }
    int width = Math.clamp(MOST_FITTED / train.length, 1, Math.min(BLOCK, pixels.size()));
    double[][] block = new double[width][train.length];
    byte[] image = new byte[pixels.size()];
    for (int from = 0; from < pixels.size(); from += width) {
      int count = Math.min(width, pixels.size() - from);
      for (int row = 0; row < train.length; row++) {
        pixels.values().copy(train[row], image);
        for (int k = 0; k < count; k++) {
          block[k][row] = image[from + k] & 0xff;
        }
      }
      for (int k = 0; k < count; k++) {
        fitted.scale(feature + from + k, spec.scale().fit(Sample.of(block[k]), pixels.name()));
      }
    }
  }
}
