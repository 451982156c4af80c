package nnrun.data;

import java.util.List;
import nnrun.spec.Nearest;

/// Columns as the fields of a fitted [Preprocessing] take them.
final class FieldColumns {
  private FieldColumns() {}

  /// The column as its field takes it.
  static Column typed(Table table, Field field, Column column) {
    return switch (field) {
      case Field.Category _, Field.Document _ -> Preprocessing.asTexts(column, table);
      case Field.Number number when number.from() == Field.From.NUMERIC -> Preprocessing.numeric(column, table);
      case Field.Number number -> numbers(Preprocessing.asTexts(column, table), number, table);
      case Field.Image image -> {
        if (!(column instanceof Column.Pixels pixels)) {
          throw new DataException(table.place() + ": column '" + image.name() + "' holds no images");
        }
        if (!pixels.dims().equals(image.dims())) {
          throw new DataException(
              table.place() + ": images of " + shape(pixels.dims()) + " where training had " + shape(image.dims()));
        }
        yield pixels;
      }
    };
  }

  /// The place of every text in its order, or 0 and 1.
  private static Column.Numeric numbers(Column.Texts texts, Field.Number field, Table table) {
    int[] ofLevel =
        texts.levels().stream()
            .mapToInt(level -> Math.max(field.of(level), field.of(Numbers.canonical(level))))
            .toArray();
    for (int row = 0; row < texts.rows(); row++) {
      if (!texts.isMissing(row) && ofLevel[texts.code(row)] < 0) {
        throw new DataException(
            table.where(row, texts.name())
                + ": '"
                + texts.text(row)
                + (field.from() == Field.From.FLAG
                    ? "' is neither yes nor no, true nor false, 1 nor 0"
                    : "' is not in its order: " + Nearest.list(field.order())));
      }
    }
    return new Column.Numeric(
        texts.name(),
        Values.map(table.store(), texts.rows(), row -> texts.isMissing(row) ? Double.NaN : ofLevel[texts.code(row)]));
  }

  private static String shape(List<Integer> dims) {
    return dims.get(0) + "x" + dims.get(1);
  }
}
