package nnrun.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import nnrun.tensor.Matrix;

/// A copy of a state, to be shown to other visitors when the state itself has gone on. The next copy goes into the
/// matrices of the one before.
public final class Snapshot {
  private final Map<String, Matrix> copies = new HashMap<>();
  private final List<Consumer<State>> parts = new ArrayList<>();
  private final State copier = new Copier();

  /// Copies a state, and forgets the one before.
  public void take(Consumer<State> state) {
    parts.clear();
    state.accept(copier);
  }

  /// Shows the copy, in the order of the state.
  public void show(State s) {
    parts.forEach(part -> part.accept(s));
  }

  private final class Copier implements State {
    @Override
    public void matrix(String name, Matrix matrix) {
      Matrix before = copies.get(name);
      Matrix copy = before != null && before.canHold(matrix) ? before : matrix.twin();
      copy.copy(matrix);
      copies.put(name, copy);
      parts.add(s -> s.matrix(name, copy));
    }

    @Override
    public long whole(String name, long value) {
      parts.add(s -> s.whole(name, value));
      return value;
    }

    @Override
    public double real(String name, double value) {
      parts.add(s -> s.real(name, value));
      return value;
    }

    @Override
    public List<String> texts(String name, List<String> value) {
      List<String> copy = List.copyOf(value);
      parts.add(s -> s.texts(name, copy));
      return value;
    }

    @Override
    public double[] reals(String name, double[] values) {
      double[] copy = values.clone();
      parts.add(s -> s.reals(name, copy.clone()));
      return values;
    }
  }
}
