package nnrun.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import nnrun.tensor.Engine;
import nnrun.train.EpochResult;
import nnrun.train.Trainer;

/// The first seconds of a training in a fresh virtual machine: `WarmUpBench W2 1 20`. Prints when the last vector code
/// took over in these 20 seconds, and how many samples were trained after 1, 2, 5, 10 and 20 seconds; in brackets the
/// processor time that all threads had used by then, which tells how much of the time the machine was others'.
public final class WarmUpBench implements Trainer.Listener {
  private static final PrintStream OUT = new PrintStream(System.out, true, UTF_8);
  private static final int[] MARKS = {1, 2, 5, 10, 20, 40};

  private final Workload w;
  private final Engine engine;
  private final double seconds;
  private final long begin = System.nanoTime();
  private final StringBuilder line = new StringBuilder();
  private long samples;
  private int mark;
  private boolean wasIdle = true;
  private double last;

  private WarmUpBench(Workload w, Engine engine, double seconds) {
    this.w = w;
    this.engine = engine;
    this.seconds = seconds;
  }

  public static void main(String[] args) throws Exception {
    Workload w = Workload.named(args[0]);
    int threads = Integer.parseInt(args[1]);
    try (Engine engine = Engine.of(Workload.precision("float32"), threads)) {
      WarmUpBench bench = new WarmUpBench(w, engine, Double.parseDouble(args[2]));
      try {
        WorkloadBench.trainer(w, WorkloadBench.data(w, engine), engine, w.rate).run(bench);
      } catch (WorkloadBench.Enough _) {
        OUT.printf(Locale.ROOT, "%s on %d: all vectors after %.1f s;%s%n", w.name(), threads, bench.last, bench.line);
      }
    }
  }

  @Override
  public void step(int epoch, int batch, int batches, double loss) {
    samples += w.batch;
    double now = (System.nanoTime() - begin) / 1e9;
    boolean idle = engine.idle();
    last = idle && !wasIdle ? now : last;
    wasIdle = idle;
    if (mark < MARKS.length && now >= MARKS[mark]) {
      double cpu =
          ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
      line.append(String.format(Locale.ROOT, " %d s %d (%.1f)", MARKS[mark++], samples, cpu / 1e9));
    }
    if (now > seconds) {
      throw new WorkloadBench.Enough();
    }
  }

  @Override
  public void epoch(EpochResult result, boolean improved) {}
}
