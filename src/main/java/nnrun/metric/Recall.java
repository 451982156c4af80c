package nnrun.metric;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Rule;

@Component(
    formula = "hits / true",
    doc = "Share of the rows of a class that are predicted as it. A class without rows counts 0.",
    use = "Where a miss is dear.",
    avoid = "Alone: false alarms do not show. See precision.",
    source = "van Rijsbergen 1979")
@Rule(when = "average: samples", needs = "multi_label", says = Averaging.SAMPLES_OF_ONE)
public record Recall(
    @Doc(
            "Over classes: binary (the second class alone), macro, micro or weighted; auto is binary for two, else"
                + " macro; samples: over rows, for several labels a row")
        @Default("auto")
        Averaging average,
    @Doc("Each output is a yes or no of its own, yes from ½ on") @Default("false") boolean multiLabel)
    implements Metric.Averaged {
  @Override
  public double score(double hits, double predicted, double actual) {
    return ClassCounts.ratio(hits, actual);
  }
}
