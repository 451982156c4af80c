package nnrun.layer;

import java.util.List;
import java.util.stream.Collectors;

/// What one sample looks like: [784], or [28, 28] for an image. In memory a sample is one row of `size()` numbers.
public record Shape(List<Integer> dims) {
  public Shape {
    dims = List.copyOf(dims);
  }

  public static Shape of(int... dims) {
    return new Shape(java.util.Arrays.stream(dims).boxed().toList());
  }

  /// Numbers a sample.
  public int size() {
    int size = 1;
    for (int dim : dims) {
      size = Math.multiplyExact(size, dim);
    }
    return size;
  }

  @Override
  public String toString() {
    return dims.stream().map(String::valueOf).collect(Collectors.joining(" x "));
  }
}
