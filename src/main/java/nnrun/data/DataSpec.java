package nnrun.data;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Invalid;
import nnrun.tensor.Engine;
import org.jspecify.annotations.Nullable;

/// The `data` section of a config: where rows come from, which columns are inputs and target, who is in which split,
/// and how numbers are scaled.
public record DataSpec(
    @Doc("where the rows come from") Source source,
    @Doc("where the test rows come from; without it they are split off the source") @Nullable Source test,
    @Doc("the column to predict, or `input` for the inputs themselves (autoencoder); without it the last column")
        @Nullable TargetName target,
    @Doc("several columns of numbers to predict, in place of `target`") @Default("[]") List<String> targets,
    @Doc("the input columns; without it all that are neither target nor ignored") @Default("[]") List<String> columns,
    @Doc("columns to leave out") @Default("[]") List<String> ignore,
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
    once("targets", targets);
    once("columns", columns);
    once("ignore", ignore);
    if (target != null && !targets.isEmpty()) {
      throw new Invalid("targets", "both target and targets are given; keep one of them");
    }
    if (!columns.isEmpty() && !ignore.isEmpty()) {
      throw new Invalid("ignore", "both columns and ignore are given; columns alone says all");
    }
    if (indicator && !missing.fills()) {
      throw new Invalid("indicator", "missing: " + missing + " leaves no gap to point at; take missing: mean");
    }
    if (test != null && !split.test().isNone()) {
      throw new Invalid("split", "split.test is given beside a test source; remove one of them");
    }
  }

  private static void once(String parameter, List<String> names) {
    Set<String> seen = new LinkedHashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new Invalid(parameter, "'" + name + "' is named twice; once is enough");
      }
    }
  }

  /// Loads, splits, fits and encodes.
  ///
  /// @param wantClasses whether the loss takes class indices: then a target of numbers is read as classes, too
  public Prepared prepare(DataFiles files, Engine engine, boolean wantClasses) {
    return Preparing.prepare(this, files, engine, wantClasses);
  }
}
