package nnrun.contract;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nnrun.state.State;
import nnrun.tensor.Matrix;

/// A state kept in memory: the first visit to a name stores it, and after [#load] every visit gives it back.
final class Memory implements State {
  private final Map<String, Object> values = new LinkedHashMap<>();
  private boolean loading;

  Memory load() {
    loading = true;
    return this;
  }

  Map<String, Object> values() {
    return values;
  }

  @Override
  public void matrix(String name, Matrix matrix) {
    double[] numbers = (double[]) visit(name, Numbers.of(matrix));
    Numbers.fill(matrix, numbers);
  }

  @Override
  public long whole(String name, long value) {
    return (Long) visit(name, value);
  }

  @Override
  public double real(String name, double value) {
    return (Double) visit(name, value);
  }

  @Override
  @SuppressWarnings("unchecked")
  public List<String> texts(String name, List<String> value) {
    return (List<String>) visit(name, value);
  }

  private Object visit(String name, Object value) {
    if (loading) {
      if (!values.containsKey(name)) {
        throw new AssertionError(name + " was never stored");
      }
      return values.get(name);
    }
    if (values.put(name, value) != null) {
      throw new AssertionError(name + " is shown twice");
    }
    return value;
  }
}
