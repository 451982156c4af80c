package nnrun.data;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.tensor.Stream;

/// For targets of classes, one output each, or one for two.
@Component(
    formula = "t (1 - rate) + rate / classes",
    doc =
        "Targets that are not quite certain, for any loss that takes probabilities; cross_entropy has a parameter for"
            + " it, too.",
    use = "For classes whose labels have errors, with a loss that has no such parameter.",
    avoid = "With label_smoothing of cross_entropy, which is the same again.",
    source = "Szegedy et al. 2016")
public record LabelSmoothing(
    @Doc("share of the target that is spread over all classes") @Default("0.1") @Range("[0,1)") double rate)
    implements Augment.OfBatch {
  @Override
  public boolean needsClasses() {
    return true;
  }

  @Override
  public void apply(Mixture batch, Stream stream) {
    int classes = Math.max(2, batch.targets().columns()); // one output tells two apart
    for (int i = 0; i < batch.targets().size(); i++) {
      batch.targets().put(i, batch.targets().at(i) * (1 - rate) + rate / classes);
    }
  }
}
