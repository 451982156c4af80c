package nnrun.run;

import java.util.List;
import nnrun.config.Config;
import nnrun.config.ConfigException;
import nnrun.state.StateHash;
import nnrun.tensor.Engine;
import nnrun.train.EpochResult;
import nnrun.train.Trainer;

/// Two small trainings that say of a machine whether it computes the same bytes as every other, and how fast.
public final class SelfTest {
  /// The hash of [#bytes] everywhere.
  private static final String EXPECTED = "ef2dcf385cbafcae8401ed445328791adf6fbc9ad511a04001cd1ff4dea20349";

  private static final String SMALL =
      """
      seed: 1
      data: {source: {type: spirals, n: 150}, split: {val: 30}, scale: standardize}
      model: [dense: 13, batch_norm, gelu, dropout: 0.1, dense: 7, softplus, dense: 2]
      loss: cross_entropy
      optimizer: adamw
      schedule: cosine
      train: {epochs: 3, batch_size: 17}
      """;

  private static final String WIDE =
      """
      data: {source: {type: blobs, n: 4096, centers: 10, features: 256}}
      model: [dense: 256, relu, dense: 256, relu, dense: 10]
      loss: cross_entropy
      optimizer: adam
      train: {epochs: 1000000, batch_size: 128}
      """;

  private SelfTest() {}

  /// How a small training ended.
  ///
  /// @param hash SHA-256 of all parameters and of the memory of its layers
  /// @param kernel what its products ran on at the end
  public record Bytes(String hash, String kernel) {
    /// Whether every machine would have got the same.
    public boolean right() {
      return hash.equals(EXPECTED);
    }
  }

  /// Trains a small network with most kinds of memory in it.
  public static Bytes bytes(int threads) {
    StateHash hash = new StateHash();
    try (Assembly parts = assemble(SMALL, threads)) {
      parts.trainer().run((_, _) -> {});
      parts.network().state(hash);
      return new Bytes(hash.hex(), parts.engine().products());
    }
  }

  /// @param samplesPerSecond rows learned from
  /// @param gigaflops 3 times the operations of a forward pass for each of them, in 1e9 a second
  public record Speed(double samplesPerSecond, double gigaflops) {}

  /// Trains for half as long at least, until no code is being warmed, and then for the other half, which is measured.
  public static Speed speed(int threads, double seconds) {
    try (Assembly parts = assemble(WIDE, threads)) {
      Clocked clocked = new Clocked(seconds / 2, parts.engine());
      try {
        parts.trainer().run(clocked);
      } catch (Enough _) {
        // The time is up.
      }
      long flops = parts.network().nodes().stream().mapToLong(n -> n.live() == null ? 0 : n.live().flops()).sum();
      double rate = clocked.steps * 128 / clocked.measured;
      return new Speed(rate, 3 * flops * rate / 1e9);
    }
  }

  private static Assembly assemble(String config, int threads) {
    try {
      Config<Experiment> read = Experiments.parse(config, "the self-test");
      return Assembly.of(read, new Host.Alone(List.of()), threads);
    } catch (ConfigException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Counts the steps of a time that begins as long after the start, or when no code is being warmed any more.
  private static final class Clocked implements Trainer.Listener {
    /// It waits so many times as long at most.
    private static final int PATIENCE = 10;

    private final double seconds;
    private final Engine engine;
    private final long start = System.nanoTime();
    private long begin;
    private long steps;
    private double measured;

    Clocked(double seconds, Engine engine) {
      this.seconds = seconds;
      this.engine = engine;
    }

    @Override
    public void step(int epoch, int batch, int batches, double loss) {
      long now = System.nanoTime();
      if (begin == 0) {
        double waited = (now - start) / 1e9;
        if (waited > seconds && (engine.idle() || waited > PATIENCE * seconds)) {
          begin = now;
        }
        return;
      }
      steps++;
      measured = (now - begin) / 1e9;
      if (measured > seconds) {
        throw new Enough();
      }
    }

    @Override
    public void epoch(EpochResult result, boolean best) {}
  }

  private static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Enough() {
      super(null, null, false, false);
    }
  }
}
