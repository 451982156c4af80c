package nnrun.search;

import java.util.List;
import java.util.Map;
import nnrun.config.Value;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Name;
import nnrun.spec.Range;
import org.jspecify.annotations.Nullable;

/// The section `sweep:` of a config, or a sweep file without its `base`: which values are tried, how often, and what is
/// looked for.
public record SweepSpec(
    @Doc("Name of the sweep's folder; without it that of the file") @Nullable Name name,
    @Doc("How points are chosen") @Default("grid") Search search,
    @Doc("Path of a value, such as optimizer.lr: what it takes") @Default("{}") Map<String, Axis> parameters,
    @Doc("Paths whose values go together, the first with the first") @Default("[]")
        List<Map<String, List<Value>>> together,
    @Doc("What is varied only where other values are what is said") @Default("[]") List<When> when,
    @Doc("Trials of each point that differ in their seeds alone; the same seeds for all") @Default("1") Seeds seeds,
    @Doc("Folds of cross-validation, a trial each; 0 for none") @Default("0") @Range("[0,10000]") int folds,
    @Doc(
            "What the best point is best in; without it the smallest val.loss, or train.loss where no rows are for"
                + " validation")
        @Nullable Objective objective,
    @Doc("When no more trials are started") @Default("{}") Budget budget) {}
