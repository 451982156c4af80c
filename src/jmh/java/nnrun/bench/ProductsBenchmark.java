package nnrun.bench;

import java.util.concurrent.TimeUnit;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;
import nnrun.tensor.Op;
import nnrun.tensor.Precision;
import nnrun.tensor.Stream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// The three products at shapes of training, `nxkxm`: y is (n, m), the chains are k long. A multiply-add counts two.
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Thread)
public class ProductsBenchmark {
  /// Which factor is transposed.
  public enum Form {
    AB,
    ATB,
    ABT
  }

  @Param({
    "10x2x8",
    "10x8x8",
    "32x30x64",
    "128x128x10",
    "128x10x128",
    "128x128x30",
    "128x100x100",
    "128x128x128",
    "128x784x256",
    "784x128x256",
    "128x256x128",
    "256x784x2048",
    "256x2048x2048",
    "2048x256x2048",
    "256x1000x500"
  })
  public String shape = "";

  @Param public Form form = Form.AB;

  @Param("FLOAT32")
  public Precision precision = Precision.FLOAT32;

  @Param("1")
  public int threads;

  private Engine engine = Engine.planning(Precision.FLOAT32);
  private Op product = () -> {};
  private double gflop;

  /// Shown as a rate.
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  @State(Scope.Thread)
  public static class Rate {
    public double gflop;
  }

  @Setup(Level.Trial)
  public void build() {
    String[] sizes = shape.split("x");
    int n = Integer.parseInt(sizes[0]);
    int k = Integer.parseInt(sizes[1]);
    int m = Integer.parseInt(sizes[2]);
    gflop = 2e-9 * n * k * m;
    engine = Engine.of(precision, threads);
    Matrix y = engine.matrix(n, m);
    Matrix a = random(form == Form.ATB ? engine.matrix(k, n) : engine.matrix(n, k));
    Matrix b = random(form == Form.ABT ? engine.matrix(m, k) : engine.matrix(k, m));
    product =
        switch (form) {
          case AB -> engine.product(y, a, b, null);
          case ATB -> engine.productTransA(y, a, b);
          case ABT -> engine.productTransB(y, a, b);
        };
    while (engine.products().contains("until")) {
      product.run();
    }
  }

  private static Matrix random(Matrix m) {
    for (int i = 0; i < m.size(); i++) {
      m.put(i, Stream.of(1).normal(i));
    }
    return m;
  }

  @TearDown(Level.Trial)
  public void close() {
    engine.close();
  }

  @Benchmark
  public void product(Rate rate) {
    product.run();
    rate.gflop += gflop;
  }
}
