package nnrun.init;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.tensor.Matrix;
import nnrun.tensor.Stream;

@Component(
    formula = "k weights of a unit ~ N(0, std²), the others 0",
    doc =
        "Every unit begins with the same few inputs however wide the layer before it is, so that units differ"
            + " and do not saturate.",
    use = "For wide sigmoid or tanh layers.",
    avoid = "Before relu: kaiming_normal.",
    source = "Martens 2010")
public record Sparse(
    @Doc("Inputs of a unit whose weight is not 0; all where there are fewer") @Default("15") @Range("[1,inf)") int k,
    @Doc("Standard deviation of these weights") @Default("1") @Range("[0,inf)") double std)
    implements Initializer {
  @Override
  public void fill(Matrix w, Fan fan, Stream stream) {
    w.fill(0);
    Stream choice = stream.named("inputs");
    for (int unit = 0; unit < w.columns(); unit++) {
      int[] inputs = choice.at(unit).permutation(w.rows());
      for (int i = 0; i < Math.min(k, inputs.length); i++) {
        int at = inputs[i] * w.columns() + unit;
        w.put(at, std * stream.normal(at));
      }
    }
  }
}
