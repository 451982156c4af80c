package nnrun.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/// Gathers passes into repetitions of at least REP_S seconds, after a warm-up, and prints each as a line
/// `REP,who,workload,threads,precision,samples a second,processor time / wall time,whether it counts`. One that had to
/// share its cores does not count and is done again, up to three times as many as wanted. On one thread the time of the
/// calling thread decides, since the compiler's threads would hide that it had to wait.
///
/// A repetition ends by the clock, not after a number of passes: a number taken from one pass that had to wait made
/// repetitions shorter than the tick of the processor clock, and their shares were noise.
///
/// Environment: WARM_S (6) and REP_S (0.5) seconds, REPS (5).
final class Repetitions {
  private static final double NEEDED = 0.95;
  private static final PrintStream OUT = new PrintStream(System.out, true, UTF_8);

  private final double warmSeconds = setting("WARM_S", 6);
  private final double seconds = setting("REP_S", 0.5);
  private final int wanted = (int) setting("REPS", 5);
  private final String name;
  private final Workload w;
  private final int threads;
  private final BooleanSupplier ready;
  private final List<Double> rates = new ArrayList<>();
  private final long begin = System.nanoTime();
  private boolean warm;
  private long rows;
  private long start;
  private double cpuAtStart;
  private double ownAtStart;
  private double busyAtStart;
  private int counted;

  /// @param who the program that is measured
  /// @param ready whether it runs as it will for the rest of its time; the warm-up waits for it, up to ten times WARM_S
  Repetitions(String who, Workload w, int threads, String precision, BooleanSupplier ready) {
    name = String.join(",", who, w.name(), "" + threads, precision);
    this.w = w;
    this.threads = threads;
    this.ready = ready;
  }

  private static double setting(String name, double otherwise) {
    String text = System.getenv(name);
    return text == null ? otherwise : Double.parseDouble(text);
  }

  /// After a pass over so many rows: whether to go on.
  boolean more(int passRows) {
    long now = System.nanoTime();
    if (!warm) {
      warm = (now - begin) / 1e9 > warmSeconds && (ready.getAsBoolean() || (now - begin) / 1e9 > 10 * warmSeconds);
      if (warm) {
        start();
      }
      return true;
    }
    rows += passRows;
    if ((now - start) / 1e9 < seconds) {
      return true;
    }
    double wall = (now - start) / 1e9;
    double share = (cpu() - cpuAtStart) / wall;
    boolean counts = hadItsCores((own() - ownAtStart) / wall, (busy() - busyAtStart) / wall - share);
    rates.add(rows / wall);
    counted += counts ? 1 : 0;
    OUT.printf(Locale.ROOT, "REP,%s,%.6g,%.3f,%d%n", name, rows / wall, share, counts ? 1 : 0);
    start();
    return counted < wanted && rates.size() < 3 * wanted;
  }

  /// Work on several threads may rightly leave cores idle, so there the cores that others used decide. Where the system
  /// does not tell, NaN, this thread's share has to do.
  private boolean hadItsCores(double own, double others) {
    return threads == 1 || Double.isNaN(others)
        ? own >= NEEDED
        : others <= Runtime.getRuntime().availableProcessors() - NEEDED * threads;
  }

  private void start() {
    rows = 0;
    cpuAtStart = cpu();
    ownAtStart = own();
    busyAtStart = busy();
    start = System.nanoTime(); // to ask took up to 2 ms
  }

  /// Processor time of this process in seconds.
  private static double cpu() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime()
        / 1e9;
  }

  /// Processor time of this thread in seconds.
  private static double own() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
  }

  /// Processor time of the whole machine in seconds, with what its host gave to others; NaN where nobody tells.
  private static double busy() {
    try {
      String[] ticks = Files.readAllLines(Path.of("/proc/stat")).getFirst().trim().split(" +");
      double sum = 0;
      for (int i : new int[] {1, 2, 3, 6, 7, 8}) { // user, nice, system, irq, softirq, steal
        sum += Double.parseDouble(ticks[i]);
      }
      return sum / 100;
    } catch (IOException | IndexOutOfBoundsException | NumberFormatException _) {
      return Double.NaN;
    }
  }

  /// Median, least and greatest rate of all repetitions.
  String summary() {
    List<Double> sorted = rates.stream().sorted().toList();
    double median = sorted.get(sorted.size() / 2);
    return String.format(
        Locale.ROOT,
        "RESULT,%s,%.6g,%.6g,%.6g,%.2f GFLOP/s,%d of %d count",
        name,
        median,
        sorted.getFirst(),
        sorted.getLast(),
        median * w.flopsPerSample() / 1e9,
        counted,
        rates.size());
  }
}
