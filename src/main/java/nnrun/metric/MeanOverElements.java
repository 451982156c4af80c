package nnrun.metric;

import nnrun.tensor.Matrix;

/// A mean of one number an output.
abstract class MeanOverElements implements Metric.Tally {
  private double sum;
  private long count;

  abstract double element(double y, double t);

  @Override
  public final void add(Matrix predictions, Matrix targets) {
    for (int i = 0; i < predictions.size(); i++) {
      sum += element(predictions.at(i), targets.at(i));
    }
    count += predictions.size();
  }

  @Override
  public final double value() {
    return sum / count;
  }
}
