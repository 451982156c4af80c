package nnrun.data;

import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Invalid;

/// Who is in which split. What is neither for validation nor for test is for training.
public record Split(
    @Doc("rows for validation: a fraction, or a number of rows") @Default("0") Share val,
    @Doc("rows for the test: a fraction, or a number of rows") @Default("0") Share test,
    @Doc("keep the share of every class in every split") @Default("false") boolean stratify,
    @Doc("deal the rows as they stand in the source: first training, then validation, then test") @Default("false")
        boolean inOrder,
    @Doc("of the dealing alone; the run's own seed does not touch it") @Default("0") long seed) {
  public Split {
    if (val.value() < 1 && test.value() < 1 && val.value() + test.value() >= 1) {
      throw new Invalid("test", "val and test together leave no rows for training: " + val + " + " + test);
    }
    if (stratify && inOrder) {
      throw new Invalid("stratify", "rows in their order cannot be dealt by class; keep stratify or in_order");
    }
  }
}
