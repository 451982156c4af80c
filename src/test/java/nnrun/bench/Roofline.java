package nnrun.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.LongSupplier;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import nnrun.config.ConfigException;
import nnrun.data.Dataset;
import nnrun.data.Rows;
import nnrun.tensor.Engine;
import nnrun.tensor.Precision;
import nnrun.train.Trainer;

/// What bounds each workload on one thread of this machine: arithmetic, memory, or neither (Williams, Waterman and
/// Patterson 2009). Measures the peak of fused multiply-adds in registers and the bandwidth of a triad in arrays of
/// several sizes, counts operations and bytes of a step, and takes the rates that are given: `Roofline W3=168900 ...`,
/// samples a second. scripts/roofline.sh measures those. The roof is what the nearer of the two bounds leaves.
public final class Roofline {
  private static final PrintStream OUT = new PrintStream(System.out, true, UTF_8);
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;

  /// Rounds of a loop in registers: about 20 µs, short enough to fall between the turns of other programs.
  private static final int ROUNDS = 10_000;

  /// Independent chains, enough to fill two pipelines of four to six cycles.
  private static final int CHAINS = 12;

  private static final double SECONDS = 1.5;

  /// Bytes of the three arrays together: of the first-level cache, the second, the third (twice), the memory.
  private static final int[] SIZES = {24 << 10, 512 << 10, 4 << 20, 16 << 20, 192 << 20};

  private static double sink;

  private Roofline() {}

  public static void main(String[] args) throws ConfigException {
    double peak = peak("float32", FLOATS.length(), () -> floats(ROUNDS));
    peak("float64", DOUBLES.length(), () -> doubles(ROUNDS));
    double[] bandwidths = new double[SIZES.length];
    for (int i = 0; i < SIZES.length; i++) {
      bandwidths[i] = triad(SIZES[i]);
      OUT.printf(Locale.ROOT, "Triad in %,7d KiB: %.1f GB/s%n", SIZES[i] >> 10, bandwidths[i]);
    }
    OUT.println();
    OUT.printf(
        "%-8s %11s %9s %8s %12s %12s %8s %7s %7s %9s %8s%n",
        "workload",
        "MFLOP/step",
        "MB/step",
        "MB held",
        "roof",
        "samples/s",
        "GFLOP/s",
        "of FMA",
        "GB/s",
        "of memory",
        "of limit");
    for (String arg : args) {
      String[] pair = arg.split("=", 2);
      Workload w = Workload.named(pair[0]);
      double rate = Double.parseDouble(pair[1]);
      Step step = Step.of(w);
      double steps = rate / w.batch;
      double gigaflops = steps * step.operations / 1e9;
      double gigabytes = steps * step.bytes / 1e9;
      int level = 0;
      while (level < SIZES.length - 1 && SIZES[level] < step.held) {
        level++;
      }
      OUT.printf(
          Locale.ROOT,
          "%-8s %11.4g %9.3g %8.3g %,12.0f %,12.0f %8.1f %6.0f%% %7.1f %8.0f%% %7.0f%%%n",
          w.name(),
          step.operations / 1e6,
          step.bytes / 1e6,
          step.held / 1e6,
          w.batch / Math.max(step.operations / peak, step.bytes / bandwidths[level]) * 1e9,
          rate,
          gigaflops,
          100 * gigaflops / peak,
          gigabytes,
          100 * gigabytes / bandwidths[level],
          100 * rate / w.limit);
    }
  }

  /// A training step in float32 with every pass of a layer reading what it needs and writing what it makes once.
  ///
  /// @param operations of products and updates; biases, functions, norms and losses are left out
  /// @param bytes read and written
  /// @param held bytes of what is planned for a step: parameters, gradients, slots, the batch in every layer
  record Step(double operations, double bytes, long held) {
    static Step of(Workload w) throws ConfigException {
      int last = w.widths.length - 1;
      int batch = w.batch;
      int in = w.widths[0];
      double parameters = 0;
      double moved = 2.0 * batch * in; // gathering the batch
      for (int i = 1; i <= last; i++) {
        int n = w.widths[i - 1];
        int m = w.widths[i];
        double weights = (double) n * m;
        double x = (double) batch * n;
        double y = (double) batch * m;
        boolean hidden = i < last;
        parameters += weights + m + (w.norm && hidden ? 2 * m : 0);
        moved += (x + weights + y) * (i == 1 ? 2 : 3); // y = xW, dW = xᵀdy, dx = dy Wᵀ
        if (hidden || w.outputActivated()) {
          moved += (2 + 3) * y; // y = f(x); dx = dy f'(x)
        }
        if (w.norm && hidden) {
          moved += (4 + 5) * y; // x twice, x̂ and y; x̂ and dy twice, dx
        }
        if (w.dropout > 0 && hidden) {
          moved += (3 + 3) * y; // x, mask and y; mask, dy and dx
        }
      }
      moved += 3.0 * batch * w.widths[last]; // loss: y, target and dy
      moved += (3 + 2 * slots(w)) * parameters; // p, g and slots are read, p and slots written
      double operations = (double) w.flopsPerSample() * batch + operationsOfUpdate(w) * parameters;
      return new Step(operations, 4 * moved, held(w));
    }

    private static long held(Workload w) throws ConfigException {
      try (Engine engine = Engine.planning(Precision.FLOAT32)) {
        Rows inputs = Rows.of(engine.matrix(w.rows, w.widths[0]));
        Rows targets = w.autoencoder() ? inputs : Rows.of(engine.matrix(w.rows, 1));
        long data = engine.bytes();
        Trainer _ = WorkloadBench.trainer(w, new Dataset(inputs, targets, new int[w.rows]), engine, w.rate);
        return engine.bytes() - data;
      }
    }

    private static int slots(Workload w) {
      return switch (w.optimizer) {
        case "sgd" -> 0;
        case "momentum" -> 1;
        case "adam" -> 2;
        default -> throw new IllegalArgumentException(w.optimizer);
      };
    }

    /// p -= ηg; v = μv + g, p -= ηv; m = βm + (1-β)g, v = β₂v + (1-β₂)g², p -= η'm/(√(cv) + ε).
    private static int operationsOfUpdate(Workload w) {
      return switch (w.optimizer) {
        case "sgd" -> 2;
        case "momentum" -> 4;
        case "adam" -> 13;
        default -> throw new IllegalArgumentException(w.optimizer);
      };
    }
  }

  private static double peak(String precision, int lanes, LongSupplier loop) {
    double gigaflops = 2.0 * lanes * CHAINS * ROUNDS / shortest(loop);
    OUT.printf(Locale.ROOT, "Peak, %s on %d lanes: %.1f GFLOP/s%n", precision, lanes, gigaflops);
    return gigaflops;
  }

  /// Nanoseconds of the fastest run.
  private static double shortest(LongSupplier loop) {
    long least = Long.MAX_VALUE;
    double end = processorNanos() + SECONDS * 1e9; // of its own, so that others do not keep it from being compiled
    while (processorNanos() < end) {
      least = Math.min(least, loop.getAsLong());
    }
    return least;
  }

  private static long processorNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /// Nanoseconds of so many rounds.
  static long floats(int rounds) {
    FloatVector x = FloatVector.broadcast(FLOATS, 0.999f);
    FloatVector y = FloatVector.broadcast(FLOATS, 0.001f);
    FloatVector a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
    long begin = System.nanoTime();
    for (int round = 0; round < rounds; round++) {
      a = a.fma(x, y);
      b = b.fma(x, y);
      c = c.fma(x, y);
      d = d.fma(x, y);
      e = e.fma(x, y);
      f = f.fma(x, y);
      g = g.fma(x, y);
      h = h.fma(x, y);
      i = i.fma(x, y);
      j = j.fma(x, y);
      k = k.fma(x, y);
      l = l.fma(x, y);
    }
    long nanos = System.nanoTime() - begin;
    sink += a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).add(i).add(j).add(k).add(l).lane(0);
    return nanos;
  }

  private static long doubles(int rounds) {
    DoubleVector x = DoubleVector.broadcast(DOUBLES, 0.999);
    DoubleVector y = DoubleVector.broadcast(DOUBLES, 0.001);
    DoubleVector a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
    long begin = System.nanoTime();
    for (int round = 0; round < rounds; round++) {
      a = a.fma(x, y);
      b = b.fma(x, y);
      c = c.fma(x, y);
      d = d.fma(x, y);
      e = e.fma(x, y);
      f = f.fma(x, y);
      g = g.fma(x, y);
      h = h.fma(x, y);
      i = i.fma(x, y);
      j = j.fma(x, y);
      k = k.fma(x, y);
      l = l.fma(x, y);
    }
    long nanos = System.nanoTime() - begin;
    sink += a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).add(i).add(j).add(k).add(l).lane(0);
    return nanos;
  }

  /// GB/s of a = b + s·c, three arrays of `bytes` together, a write counted once.
  private static double triad(int bytes) {
    int n = bytes / 12;
    float[] a = new float[n];
    float[] b = new float[n];
    float[] c = new float[n];
    Arrays.fill(b, 1);
    Arrays.fill(c, 2);
    int repeats = Math.max(1, (256 << 10) / bytes); // what is timed is not shorter than some µs
    double nanos =
        shortest(() -> {
          long begin = System.nanoTime();
          for (int i = 0; i < repeats; i++) {
            triad(a, b, c);
          }
          return System.nanoTime() - begin;
        });
    sink += a[n / 2];
    return 12.0 * n * repeats / nanos;
  }

  private static void triad(float[] a, float[] b, float[] c) {
    FloatVector s = FloatVector.broadcast(FLOATS, 0.5f);
    int end = FLOATS.loopBound(a.length);
    for (int i = 0; i < end; i += FLOATS.length()) {
      FloatVector.fromArray(FLOATS, c, i).fma(s, FloatVector.fromArray(FLOATS, b, i)).intoArray(a, i);
    }
  }
}
