package nnrun.state;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import nnrun.tensor.Matrix;

/// Anything with memory shows it to a visitor, in one method that serves saving, loading, counting, hashing and the
/// search for the first NaN:
///
/// ```java
/// public void state(State s) {
///   s.matrix("running_mean", mean);
///   product = s.real("product", product);
/// }
/// ```
///
/// A visitor that loads overwrites matrices and returns the stored numbers; any other returns what it was given.
public interface State {
  void matrix(String name, Matrix matrix);

  long whole(String name, long value);

  double real(String name, double value);

  List<String> texts(String name, List<String> value);

  /// Numbers of any count, which may be another one each time.
  default double[] reals(String name, double[] values) {
    List<String> decimals = texts(name, DoubleStream.of(values).mapToObj(Double::toString).toList());
    return decimals.stream().mapToDouble(Double::parseDouble).toArray();
  }

  /// Counts below 2⁵³, overwritten where they are.
  ///
  /// @throws IllegalArgumentException when another number of them was stored
  default void counts(String name, long[] values) {
    double[] now = reals(name, LongStream.of(values).asDoubleStream().toArray());
    if (now.length != values.length) {
      throw new IllegalArgumentException(
          "there are " + now.length + " of " + name + " and " + values.length + " are due");
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = (long) now[i];
    }
  }

  /// This visitor with `prefix.` before every name.
  default State in(String prefix) {
    return new Prefixed(this, prefix + ".");
  }

  /// Names below a prefix.
  record Prefixed(State to, String prefix) implements State {
    @Override
    public void matrix(String name, Matrix matrix) {
      to.matrix(prefix + name, matrix);
    }

    @Override
    public long whole(String name, long value) {
      return to.whole(prefix + name, value);
    }

    @Override
    public double real(String name, double value) {
      return to.real(prefix + name, value);
    }

    @Override
    public List<String> texts(String name, List<String> value) {
      return to.texts(prefix + name, value);
    }

    @Override
    public double[] reals(String name, double[] values) {
      return to.reals(prefix + name, values);
    }
  }
}
