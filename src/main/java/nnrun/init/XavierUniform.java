package nnrun.init;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.tensor.Matrix;
import nnrun.tensor.Stream;

@Component(
    formula = "w ~ U(±gain·√6/√(n_in+n_out))",
    doc = "Keeps the variance of signals and gradients between layers, exactly in a square linear layer.",
    use = "Before tanh, sigmoid and linear outputs.",
    avoid = "Before relu in deep nets: the signal loses half of its variance a layer; take kaiming.",
    source = "Glorot and Bengio 2010",
    aliases = "glorot_uniform")
public record XavierUniform(
    @Doc("Factor on the standard deviation: auto for that of the following activation, or a number") @Default("1")
        Gain gain)
    implements Initializer {
  /// gain·√(2/(n_in+n_out))
  double std(Fan fan) {
    return gain.of(fan) * StrictMath.sqrt(2.0 / (fan.in() + fan.out()));
  }

  @Override
  public void fill(Matrix w, Fan fan, Stream stream) {
    Initializer.uniform(w, StrictMath.sqrt(3) * std(fan), stream);
  }
}
