package nnrun.init;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.tensor.Matrix;
import nnrun.tensor.Stream;

@Component(
    formula = "w ~ U(±√3·gain/√n), n = n_in or n_out",
    doc = "Keeps the variance of a signal through layers that cut half of it off.",
    use = "Before relu and its kin.",
    avoid =
        "Before tanh, sigmoid or nothing at its default gain: the signal grows and saturates; take xavier, or gain:"
            + " auto.",
    source = "He et al. 2015",
    aliases = "he_uniform")
public record KaimingUniform(
    @Doc("Factor on the standard deviation: auto for that of the following activation, or a number")
        @Default("1.4142135623730951")
        Gain gain,
    @Doc("fan_in keeps the forward signal, fan_out the gradient") @Default("fan_in") Mode mode)
    implements Initializer {
  /// gain/√n
  double std(Fan fan) {
    return gain.of(fan) / StrictMath.sqrt(mode == Mode.FAN_IN ? fan.in() : fan.out());
  }

  @Override
  public void fill(Matrix w, Fan fan, Stream stream) {
    Initializer.uniform(w, StrictMath.sqrt(3) * std(fan), stream);
  }
}
