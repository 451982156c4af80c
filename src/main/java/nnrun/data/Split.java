package nnrun.data;

import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Invalid;
import nnrun.spec.Range;
import nnrun.spec.Rule;
import org.jspecify.annotations.Nullable;

/// Who is in which split. What is neither for validation nor for test is for training.
@Rule(
    when = "in_order",
    excludes = "stratify",
    says = "rows in their order cannot be dealt by class; keep stratify or in_order")
@Rule(
    when = "group",
    excludes = {"stratify", "in_order"},
    says = "groups are dealt as wholes; keep group, or this without it")
@Rule(excludes = "folds: 1", says = "one fold leaves no rows for training; take 2 or more, 5 or 10 are common")
@Rule(when = "folds", excludes = "val", says = "a fold is for validation; remove val or folds")
@Rule(when = "fold", needs = "folds", says = "of how many folds? say folds: 5")
@Rule(
    when = "column",
    excludes = {"val", "test", "folds", "group", "stratify", "in_order"},
    says = "the column alone says who is where; remove this or column")
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
    if (folds > 0 && fold > folds) {
      throw new Invalid("fold", "there are " + folds + " folds");
    }
  }

  /// Whether there are validation rows; a column may turn out to name none.
  public boolean hasVal() {
    return !val.isNone() || folds > 0 || column != null;
  }
}
