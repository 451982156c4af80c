package nnrun.data;

import java.util.List;
import java.util.Map;
import nnrun.spec.Default;
import nnrun.spec.Distinct;
import nnrun.spec.Doc;
import nnrun.spec.Rule;
import nnrun.tensor.Engine;
import org.jspecify.annotations.Nullable;

/// The `data` section of a config: where rows come from, which columns are inputs and target, who is in which split,
/// and how numbers are scaled.
@Rule(when = "target", excludes = "targets", says = "both target and targets are given; keep one of them")
@Rule(when = "columns", excludes = "ignore", says = "both columns and ignore are given; columns alone says all")
@Rule(
    when = "indicator",
    excludes = {"missing: error", "missing: drop"},
    at = "indicator",
    says = "no number takes the place of a missing one, so there is no gap to point at; take missing: mean")
@Rule(when = "test", excludes = "split.test", says = "split.test is given beside a test source; remove one of them")
@Rule(
    when = "scale: mixes()",
    excludes = "augment: movesPixels()",
    says = "this moves pixels, and whitening mixes them; take scale: unit or standardize")
public record DataSpec(
    @Doc("where the rows come from") Source source,
    @Doc("where the test rows come from; without it they are split off the source") @Nullable Source test,
    @Doc("the column to predict, or `input` for the inputs themselves (autoencoder); without it the last column")
        @Nullable TargetName target,
    @Doc("several columns of numbers to predict, in place of `target`") @Default("[]") @Distinct List<String> targets,
    @Doc("the input columns; without it all that are neither target nor ignored") @Default("[]") @Distinct
        List<String> columns,
    @Doc("columns to leave out") @Default("[]") @Distinct List<String> ignore,
    @Doc("column: what its cells mean, where that is not what is found by itself") @Default("{}")
        Map<String, Encoding> types,
    @Doc("what takes the place of a missing number: the mean or median of the training rows, or a number")
        @Default("error")
        Missing missing,
    @Doc("one more feature beside each number that is missing in a training row: 1 where it is") @Default("false")
        boolean indicator,
    @Doc("a category that no training row has: an error, or `other`, a row of zeros") @Default("error") Unknown unknown,
    @Doc("how rows are dealt to training, validation and test") @Default("{}") Split split,
    @Doc("how numbers are scaled; fitted on the training rows only") @Default("none") Scaling scale,
    @Doc("how training rows are changed anew in every epoch") @Default("[]") List<Augment> augment) {

  public DataSpec {
    targets = List.copyOf(targets);
    columns = List.copyOf(columns);
    ignore = List.copyOf(ignore);
    augment = List.copyOf(augment);
  }

  /// Loads, splits, fits and encodes.
  ///
  /// @param wantClasses whether the loss takes class indices: then a target of numbers is read as classes, too
  public Prepared prepare(DataFiles files, Engine engine, boolean wantClasses) {
    return Preparing.prepare(this, files, engine, wantClasses);
  }
}
