package nnrun.metric;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Rule;

/// Two empty sets score 0, as in [F1]; the distance [Jaccard] takes them for equal.
@Component(
    formula = "hits / (predicted + true - hits)",
    doc = "Share that is common to what is predicted and what is true. A class that occurs nowhere counts 0.",
    use = "For masks and several labels a row; stricter than f1.",
    avoid = "Where rows that are rightly no should count. Take accuracy or hamming.",
    source = "Jaccard 1901",
    aliases = "jaccard_index")
@Rule(when = "average: samples", needs = "multi_label", says = Averaging.SAMPLES_OF_ONE)
public record JaccardScore(
    @Doc(
            "Over classes: binary (the second class alone), macro, micro or weighted; auto is binary for two, else"
                + " macro; samples: over rows, for several labels a row")
        @Default("auto")
        Averaging average,
    @Doc("Each output is a yes or no of its own, yes from ½ on") @Default("false") boolean multiLabel)
    implements Metric.Averaged {
  @Override
  public double score(double hits, double predicted, double actual) {
    return ClassCounts.ratio(hits, predicted + actual - hits);
  }
}
