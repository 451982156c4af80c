package nnrun.state;

import java.util.List;

/// A visitor that only looks at matrices.
public interface MatrixVisitor extends State {
  @Override
  default long whole(String name, long value) {
    return value;
  }

  @Override
  default double real(String name, double value) {
    return value;
  }

  @Override
  default List<String> texts(String name, List<String> value) {
    return value;
  }

  @Override
  default double[] reals(String name, double[] values) {
    return values;
  }
}
