package nnrun.init;

import nnrun.spec.Component;
import nnrun.tensor.Matrix;
import nnrun.tensor.Stream;

@Component(
    formula = "w ~ U(±√3/√n), n = n_in",
    doc =
        "Keeps the variance of a signal through linear layers of any width; the bound is √3 times that of"
            + " fan_uniform.",
    use = "Before selu, tanh or no activation.",
    avoid = "Before relu, which halves the variance: kaiming_uniform.",
    source = "LeCun et al. 1998")
public record LecunUniform() implements Initializer {
  /// 1/√n_in
  double std(Fan fan) {
    return 1 / StrictMath.sqrt(fan.in());
  }

  @Override
  public void fill(Matrix w, Fan fan, Stream stream) {
    Initializer.uniform(w, StrictMath.sqrt(3) * std(fan), stream);
  }
}
