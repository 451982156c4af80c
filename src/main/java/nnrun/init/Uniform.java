package nnrun.init;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Invalid;
import nnrun.tensor.Matrix;
import nnrun.tensor.Stream;

@Component(
    formula = "w ~ U(low, high)",
    doc = "Uniform between two numbers, whatever the width of the layer.",
    use = "To repeat a paper that gives the bounds, or to spread biases over a range.",
    avoid = "In deep nets: the right bounds depend on the width; take kaiming or xavier.",
    source = "Goodfellow et al. 2016, 8.4")
public record Uniform(
    @Doc("Least value") @Default("-0.05") double low, @Doc("Greatest value") @Default("0.05") double high)
    implements Initializer {
  public Uniform {
    if (!(low < high)) {
      throw new Invalid("low", "low (" + low + ") must be less than high (" + high + ")");
    }
  }

  @Override
  public void fill(Matrix w, Fan fan, Stream stream) {
    for (int i = 0; i < w.size(); i++) {
      w.put(i, low + (high - low) * stream.uniform(i));
    }
  }
}
