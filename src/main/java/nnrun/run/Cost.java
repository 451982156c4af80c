package nnrun.run;

import nnrun.config.Config;
import nnrun.config.ConfigException;
import nnrun.data.Prepared;
import nnrun.tensor.Engine;
import nnrun.train.Diverged;
import nnrun.train.EpochResult;
import nnrun.train.Trainer;

/// What a training takes besides its data.
///
/// @param bytes of weights, gradients, optimizer and a batch, and of the best epoch where it is held
/// @param flopsPerEpoch floating-point operations, a step counted as three forward passes
public record Cost(long bytes, double flopsPerEpoch) {
  /// Plans the network without memory.
  ///
  /// @throws ConfigException when the model does not fit the data
  public static Cost of(Config<Experiment> config, Host.Loaded loaded) throws ConfigException {
    return of(config, loaded.data());
  }

  static Cost of(Config<Experiment> config, Prepared data) throws ConfigException {
    try (Engine planning = Engine.planning(config.value().precision())) {
      Trainer planned = Assembly.plan(config, data, planning);
      return new Cost(planning.bytes() + planned.heldBytes(), planned.flopsPerEpoch());
    }
  }

  /// Trains for a moment, and tells how long an epoch would take on one thread. The first half of the time is for the
  /// compiler.
  ///
  /// @param seconds to spend
  public static double secondsPerEpoch(Config<Experiment> config, Host host, double seconds) throws ConfigException {
    try (Assembly parts = Assembly.of(config, host, 1)) {
      Watch watch = new Watch(seconds);
      try {
        parts.trainer().run(watch);
      } catch (RunStopped | Diverged _) {
        // it has been long enough
      }
      Prepared data = parts.data();
      double evaluating = (double) data.val().rows() / (Trainer.PASSES * (double) data.train().rows());
      return watch.secondsPerStep() * config.value().train().batches(data.train().rows()) * (1 + evaluating);
    }
  }

  private static final class Watch implements Trainer.Listener {
    private final double most;
    private final long start = System.nanoTime();
    private long steps;
    private long warmSteps;
    private double warm;
    private double now;

    Watch(double most) {
      this.most = most;
    }

    @Override
    public void step(int epoch, int batch, int batches, double loss) {
      steps++;
      now = (System.nanoTime() - start) / 1e9;
      if (warm == 0 && now > most / 2) {
        warm = now;
        warmSteps = steps;
      }
      if (now > most) {
        throw new RunStopped();
      }
    }

    @Override
    public void epoch(EpochResult result, boolean best) {}

    double secondsPerStep() {
      return steps > warmSteps ? (now - warm) / (steps - warmSteps) : now / Math.max(1, steps);
    }
  }
}
