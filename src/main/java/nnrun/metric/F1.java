package nnrun.metric;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Rule;

@Component(
    formula = "2·hits / (predicted + true)",
    doc = "Harmonic mean of precision and recall. A class that occurs nowhere counts 0.",
    use = "For rare classes, where accuracy is high for nothing.",
    avoid = "Where both mistakes do not cost the same. See precision and recall.",
    source = "van Rijsbergen 1979")
@Rule(when = "average: samples", needs = "multi_label", says = Averaging.SAMPLES_OF_ONE)
public record F1(
    @Doc(
            "Over classes: binary (the second class alone), macro, micro or weighted; auto is binary for two, else"
                + " macro; samples: over rows, for several labels a row")
        @Default("auto")
        Averaging average,
    @Doc("Each output is a yes or no of its own, yes from ½ on") @Default("false") boolean multiLabel)
    implements Metric.Averaged {
  @Override
  public double score(double hits, double predicted, double actual) {
    return ClassCounts.ratio(2 * hits, predicted + actual);
  }
}
