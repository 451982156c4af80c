package nnrun.data;

import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Invalid;
import nnrun.spec.Range;
import org.jspecify.annotations.Nullable;

/// Who is in which split. What is neither for validation nor for test is for training.
public record Split(
    @Doc("rows for validation: a fraction, or a number of rows") @Default("0") Share val,
    @Doc("rows for the test: a fraction, or a number of rows") @Default("0") Share test,
    @Doc("keep the share of every class in every split") @Default("false") boolean stratify,
    @Doc("deal the rows as they stand in the source: first training, then validation, then test") @Default("false")
        boolean inOrder,
    @Doc("a column whose equal cells stay together, such as the patient; it is no input") @Nullable String group,
    @Doc("a column that says train, val or test; it is no input") @Nullable String column,
    @Doc("deal what the test leaves into so many folds, one of which is for validation; 0 for none")
        @Default("0")
        @Range("[0,10000]")
        int folds,
    @Doc("which fold is for validation, from 1") @Default("1") @Range("[1,10000]") int fold,
    @Doc("of the dealing alone; the run's own seed does not touch it") @Default("0") long seed) {
  public Split {
    if (val.value() < 1 && test.value() < 1 && val.value() + test.value() >= 1) {
      throw new Invalid("test", "val and test together leave no rows for training: " + val + " + " + test);
    }
    if (stratify && inOrder) {
      throw new Invalid("stratify", "rows in their order cannot be dealt by class; keep stratify or in_order");
    }
    if (group != null && (stratify || inOrder)) {
      throw new Invalid("group", "groups are dealt as wholes; keep group or " + (stratify ? "stratify" : "in_order"));
    }
    if (folds == 1) {
      throw new Invalid("folds", "one fold leaves no rows for training; take 2 or more, 5 or 10 are common");
    }
    if (folds > 0 && !val.isNone()) {
      throw new Invalid("val", "a fold is for validation; remove val or folds");
    }
    if (fold > Math.max(1, folds)) {
      throw new Invalid("fold", folds == 0 ? "of how many folds? say folds: 5" : "there are " + folds + " folds");
    }
    if (column != null && !(val.isNone() && test.isNone() && folds == 0 && group == null && !stratify && !inOrder)) {
      throw new Invalid("column", "the column alone says who is where; remove the other keys or column");
    }
  }

  /// Whether there are validation rows; a column may turn out to name none.
  public boolean hasVal() {
    return !val.isNone() || folds > 0 || column != null;
  }
}
