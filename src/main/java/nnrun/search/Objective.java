package nnrun.search;

import nnrun.spec.Doc;
import nnrun.spec.Rule;
import org.jspecify.annotations.Nullable;

/// What a point is judged by: a measure of metrics.csv, in the epoch whose weights the run ends with.
@Rule(
    needs = {"maximize", "minimize"},
    says = "wanted {maximize: val.accuracy} or {minimize: val.loss}")
@Rule(
    when = "maximize",
    excludes = "minimize",
    says = "one of {maximize: val.accuracy} and {minimize: val.loss} is wanted, not both")
public record Objective(
    @Doc("measure of which more is better, such as val.accuracy") @Nullable String maximize,
    @Doc("measure of which less is better, such as val.loss") @Nullable String minimize) {
  public String measure() {
    return maximize != null ? maximize : String.valueOf(minimize);
  }

  /// The key that says it.
  public String key() {
    return maximize != null ? "maximize" : "minimize";
  }

  /// The value as a loss, of which less is better.
  public double loss(double value) {
    return maximize != null ? -value : value;
  }
}
