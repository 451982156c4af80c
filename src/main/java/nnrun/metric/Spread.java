package nnrun.metric;

import nnrun.state.State;

/// Σ(x - mean)² by Welford's recurrence (1962), which does not cancel.
final class Spread {
  private long count;
  private double mean;
  private double squares;

  void add(double x) {
    count++;
    double delta = x - mean;
    mean += delta / count;
    squares += delta * (x - mean);
  }

  double value() {
    return squares;
  }

  static void states(State s, Spread[] spreads) {
    for (int i = 0; i < spreads.length; i++) {
      spreads[i].state(s.in(Integer.toString(i)));
    }
  }

  private void state(State s) {
    count = s.whole("count", count);
    mean = s.real("mean", mean);
    squares = s.real("squares", squares);
  }

  /// 1 - left / spread; a spread of 0 gives 1 if nothing is left, else 0.
  static double explained(double left, double spread) {
    return spread > 0 ? 1 - left / spread : left == 0 ? 1 : 0;
  }
}
