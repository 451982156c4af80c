package nnrun.init;

import nnrun.spec.Component;
import nnrun.tensor.Matrix;
import nnrun.tensor.Stream;

@Component(
    formula = "w ~ N(0, 1/n), n = n_in",
    doc = "Keeps the variance of a signal through linear layers of any width.",
    use = "Before selu, tanh or no activation.",
    avoid = "Before relu, which halves the variance: kaiming_normal.",
    source = "LeCun et al. 1998")
public record LecunNormal() implements Initializer {
  /// 1/√n_in
  double std(Fan fan) {
    return 1 / StrictMath.sqrt(fan.in());
  }

  @Override
  public void fill(Matrix w, Fan fan, Stream stream) {
    Initializer.normal(w, std(fan), stream);
  }
}
