package nnrun.init;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.tensor.Matrix;
import nnrun.tensor.Stream;

@Component(
    formula = "w ~ N(mean, std²)",
    doc = "Normal with a fixed spread, whatever the width of the layer.",
    use = "To repeat a paper that gives the spread, or to choose where units of one input bend.",
    avoid = "In deep nets: the right spread depends on the width; take kaiming or xavier.",
    source = "Krizhevsky et al. 2012 (std 0.01)")
public record Normal(
    @Doc("Mean") @Default("0") double mean, @Doc("Standard deviation") @Default("0.05") @Range("[0,inf)") double std)
    implements Initializer {
  @Override
  public void fill(Matrix w, Fan fan, Stream stream) {
    for (int i = 0; i < w.size(); i++) {
      w.put(i, mean + std * stream.normal(i));
    }
  }
}
