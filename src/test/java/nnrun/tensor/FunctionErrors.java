package nnrun.tensor;

import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/// The errors of the float32 functions against float64 ones, which are within 4 ulp of float64 (10^-8 of float32).
///
/// `main` goes through all floats, of one function or of all: two to six minutes a function, by the machine's load.
/// `java --add-modules jdk.incubator.vector -cp target/classes:target/test-classes nnrun.tensor.FunctionErrors [NAME]`
record FunctionErrors(String name, double ulp, FloatFunction function, DoubleUnaryOperator exact) {
  interface FloatFunction {
    float of(float x);
  }

  /// With what [Functions] promises of each.
  static final List<FunctionErrors> ALL =
      List.of(
          new FunctionErrors("exp", Functions.EXP_ULP, Functions::exp, StrictMath::exp),
          new FunctionErrors("expm1", Functions.EXPM1_ULP, Functions::expm1, StrictMath::expm1),
          new FunctionErrors("log", Functions.LOG_ULP, Functions::log, StrictMath::log),
          new FunctionErrors("log1p", Functions.LOG1P_ULP, Functions::log1p, StrictMath::log1p),
          new FunctionErrors("tanh", Functions.TANH_ULP, Functions::tanh, StrictMath::tanh),
          new FunctionErrors("sigmoid", Functions.SIGMOID_ULP, Functions::sigmoid, Functions::sigmoid),
          new FunctionErrors("erfc", Functions.ERFC_ULP, Functions::erfc, Functions::erfc),
          new FunctionErrors("atan", Functions.ATAN_ULP, Functions::atan, Functions::atan));

  /// Where the error is greatest, and how great.
  record Worst(float x, double ulp) {}

  /// The greatest error at every `step`th float, infinities and NaN among them; infinite where these or the sign of 0
  /// do not come.
  Worst worst(int step) {
    Worst worst = new Worst(0, 0);
    for (long bits = 0; bits < 1L << 32; bits += step) {
      float x = Float.intBitsToFloat((int) bits);
      double error = error(function.of(x), exact.applyAsDouble(x));
      if (error > worst.ulp) {
        worst = new Worst(x, error);
      }
    }
    return worst;
  }

  private static double error(float y, double exact) {
    float nearest = (float) exact;
    if (Float.isNaN(nearest) || Float.isInfinite(nearest) || nearest == 0 && y == 0) {
      return Float.floatToIntBits(y) == Float.floatToIntBits(nearest) ? 0 : Double.POSITIVE_INFINITY;
    }
    return Float.isInfinite(y) ? y / exact : Math.abs(y - exact) / Math.ulp(nearest);
  }

  public static void main(String[] args) {
    for (FunctionErrors f : ALL) {
      if (args.length == 0 || args[0].equals(f.name)) {
        long begin = System.nanoTime();
        Worst worst = f.worst(1);
        System.out.printf(
            Locale.ROOT,
            "%s: %.4f ulp at %s, promised %s, %.0f s%n",
            f.name,
            worst.ulp,
            worst.x,
            f.ulp,
            (System.nanoTime() - begin) / 1e9);
      }
    }
  }
}
