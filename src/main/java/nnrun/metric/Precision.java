package nnrun.metric;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Rule;

@Component(
    formula = "hits / predicted",
    doc = "Share of the rows predicted as a class that are of it. A class never predicted counts 0.",
    use = "Where a false alarm is dear.",
    avoid = "Alone: it says nothing of the rows that were missed. See recall.",
    source = "van Rijsbergen 1979")
@Rule(when = "average: samples", needs = "multi_label", says = Averaging.SAMPLES_OF_ONE)
public record Precision(
    @Doc(
            "Over classes: binary (the second class alone), macro, micro or weighted; auto is binary for two, else"
                + " macro; samples: over rows, for several labels a row")
        @Default("auto")
        Averaging average,
    @Doc("Each output is a yes or no of its own, yes from ½ on") @Default("false") boolean multiLabel)
    implements Metric.Averaged {
  @Override
  public double score(double hits, double predicted, double actual) {
    return ClassCounts.ratio(hits, predicted);
  }
}
