package nnrun.state;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import nnrun.tensor.Matrix;

/// A copy of a state, to be shown to other visitors when the state itself has gone on. The next copy goes into the
/// matrices of the one before, and puts no names together: it is taken every few microseconds where epochs are short.
public final class Snapshot {
  private final Level whole = new Level("");

  /// Copies a state, and forgets the one before.
  public void take(Consumer<State> state) {
    whole.count = 0;
    state.accept(whole);
  }

  /// Shows the copy, in the order of the state.
  public void show(State s) {
    whole.parts.subList(0, whole.count).forEach(part -> part.show(s));
  }

  private interface Part {
    void show(State s);
  }

  private record Numbers(String name, Matrix copy) implements Part {
    @Override
    public void show(State s) {
      s.matrix(name, copy);
    }
  }

  /// What stands below one prefix: the parts up to `count`, and behind them what an earlier state had more.
  private static final class Level implements Part, State {
    private final String prefix;
    private final List<Part> parts = new ArrayList<>();
    private int count;

    Level(String prefix) {
      this.prefix = prefix;
    }

    @Override
    public void show(State s) {
      State below = s.in(prefix);
      parts.subList(0, count).forEach(part -> part.show(below));
    }

    private void add(Part part) {
      if (count < parts.size()) {
        parts.set(count, part);
      } else {
        parts.add(part);
      }
      count++;
    }

    @Override
    public State in(String prefix) {
      boolean again = count < parts.size() && parts.get(count) instanceof Level of && of.prefix.equals(prefix);
      Level level = again ? (Level) parts.get(count) : new Level(prefix);
      level.count = 0;
      add(level);
      return level;
    }

    @Override
    public void matrix(String name, Matrix matrix) {
      boolean again =
          count < parts.size()
              && parts.get(count) instanceof Numbers of
              && of.name.equals(name)
              && of.copy.canHold(matrix);
      Numbers numbers = again ? (Numbers) parts.get(count) : new Numbers(name, matrix.twin());
      numbers.copy.copy(matrix);
      add(numbers);
    }

    @Override
    public long whole(String name, long value) {
      add(s -> s.whole(name, value));
      return value;
    }

    @Override
    public double real(String name, double value) {
      add(s -> s.real(name, value));
      return value;
    }

    @Override
    public List<String> texts(String name, List<String> value) {
      List<String> copy = List.copyOf(value);
      add(s -> s.texts(name, copy));
      return value;
    }

    @Override
    public double[] reals(String name, double[] values) {
      double[] copy = values.clone();
      add(s -> s.reals(name, copy.clone()));
      return values;
    }
  }
}
