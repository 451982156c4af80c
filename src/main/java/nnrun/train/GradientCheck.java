package nnrun.train;

import java.util.ArrayList;
import java.util.List;
import nnrun.state.Parameter;
import nnrun.tensor.Matrix;
import nnrun.tensor.Stream;

/// Back-propagation against finite differences of the loss (with penalties), one parameter at a time.
///
/// The difference is the five-point one, (8(f(h) - f(-h)) - (f(2h) - f(-2h)))/12h, with an error of order h⁴. Which h
/// serves best depends on the curvature, so several are tried and the best agreement counts: a wrong gradient agrees
/// with none. A step that crosses a kink of a piecewise function is no evidence; a parameter whose every step does is
/// skipped and counted.
public final class GradientCheck {
  private static final double[] STEPS = {1e-3, 1e-4, 1e-2, 1e-5, 1e-1, 1};

  /// What |a - n| / max(1e-8, |a| + |n|) must stay below.
  public static final double TOLERANCE = 1e-6;

  /// The worst of one parameter matrix.
  ///
  /// @param checked parameters compared
  /// @param kinks parameters skipped because each step crossed a kink
  /// @param worst the greatest |a - n| / max(1e-8, |a| + |n|)
  /// @param index of the worst, flat
  /// @param analytic its gradient by back-propagation
  /// @param numeric its gradient by differences
  public record Result(
      String parameter, int checked, int kinks, double worst, int index, double analytic, double numeric) {
    public boolean passed() {
      return worst < TOLERANCE;
    }
  }

  private final Training training;

  /// @param training whose network holds a batch in its input and targets
  public GradientCheck(Training training) {
    this.training = training;
  }

  /// Checks `perParameter` elements of every parameter matrix, or all where there are fewer.
  public List<Result> run(int perParameter, Stream stream) {
    training.gradients();
    List<Matrix> gradients = new ArrayList<>();
    for (Parameter parameter : training.network().parameters()) {
      Matrix copy = training.network().engine().matrixLike(parameter.gradient());
      copy.copy(parameter.gradient());
      gradients.add(copy);
    }
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < gradients.size(); i++) {
      Parameter parameter = training.network().parameters().get(i);
      results.add(check(parameter, gradients.get(i), perParameter, stream.named(parameter.name())));
    }
    return results;
  }

  private Result check(Parameter parameter, Matrix gradient, int most, Stream stream) {
    int size = (int) gradient.size();
    int[] order = stream.permutation(size);
    int checked = 0;
    int kinks = 0;
    int index = 0;
    double worst = 0;
    double numeric = 0;
    for (int i = 0; i < size && checked < most; i++) {
      int at = order[i];
      double best = Double.POSITIVE_INFINITY;
      double bestNumeric = Double.NaN;
      for (int s = 0; s < STEPS.length && !(best < TOLERANCE / 10); s++) {
        double n = difference(parameter.value(), at, STEPS[s]);
        if (Double.isNaN(n)) {
          continue;
        }
        double error = error(gradient.at(at), n);
        if (error < best || Double.isNaN(bestNumeric)) {
          best = error;
          bestNumeric = n;
        }
      }
      if (Double.isNaN(bestNumeric)) {
        kinks++;
        continue;
      }
      checked++;
      if (checked == 1 || best > worst) {
        worst = best;
        index = at;
        numeric = bestNumeric;
      }
    }
    return new Result(parameter.name(), checked, kinks, worst, index, gradient.at(index), numeric);
  }

  /// |a - n| / max(1e-8, |a| + |n|); infinite where one of them is no finite number.
  static double error(double analytic, double numeric) {
    double error = Math.abs(analytic - numeric) / Math.max(1e-8, Math.abs(analytic) + Math.abs(numeric));
    return Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
  }

  /// The five-point difference, NaN where it crosses a kink and infinite where the loss is no finite number.
  private double difference(Matrix value, int at, double h) {
    double here = value.at(at);
    double[] f = new double[4];
    double[] offsets = {-2 * h, -h, h, 2 * h};
    training.objective();
    long piece = training.network().piece();
    boolean smooth = true;
    for (int i = 0; i < offsets.length && smooth; i++) {
      value.put(at, here + offsets[i]);
      f[i] = training.objective();
      smooth = training.network().piece() == piece;
    }
    value.put(at, here);
    if (!smooth) {
      return Double.NaN;
    }
    double slope = (8 * (f[2] - f[1]) - (f[3] - f[0])) / (12 * h);
    return Double.isNaN(slope) ? Double.POSITIVE_INFINITY : slope;
  }

  /// One point of the curve of error against ε.
  ///
  /// @param mean of |a - n| / max(1e-8, |a| + |n|) over the parameters compared
  public record CurvePoint(double epsilon, double mean, double worst) {}

  /// The error of the plain central difference (f(ε) - f(-ε))/2ε for ε = 10^0, 10^-½, ..., 10^-12: it falls with ε²
  /// until rounding takes over and it rises with 1/ε, the U of the textbooks.
  ///
  /// @param perParameter elements compared of every parameter matrix
  public List<CurvePoint> curve(int perParameter, Stream stream) {
    training.gradients();
    List<Matrix> values = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    List<Double> gradients = new ArrayList<>();
    for (Parameter parameter : training.network().parameters()) {
      int size = (int) parameter.value().size();
      int[] order = stream.named(parameter.name()).permutation(size);
      for (int i = 0; i < Math.min(perParameter, size); i++) {
        values.add(parameter.value());
        places.add(order[i]);
        gradients.add(parameter.gradient().at(order[i]));
      }
    }
    List<CurvePoint> curve = new ArrayList<>();
    for (int half = 0; half <= 24; half++) {
      double power = Double.parseDouble("1e-" + (half + 1) / 2);
      double epsilon = half % 2 == 0 ? power : power * Math.sqrt(10);
      double sum = 0;
      double worst = 0;
      for (int i = 0; i < values.size(); i++) {
        double error = error(gradients.get(i), central(values.get(i), places.get(i), epsilon));
        sum += error;
        worst = Math.max(worst, error);
      }
      curve.add(new CurvePoint(epsilon, sum / values.size(), worst));
    }
    return curve;
  }

  private double central(Matrix value, int at, double epsilon) {
    double here = value.at(at);
    value.put(at, here + epsilon);
    double above = training.objective();
    double right = value.at(at);
    value.put(at, here - epsilon);
    double below = training.objective();
    double left = value.at(at);
    value.put(at, here);
    return right == left ? 0 : (above - below) / (right - left);
  }
}
