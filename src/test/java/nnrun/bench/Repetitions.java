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

/// Gathers passes into repetitions of about equal work, after a warm-up, and prints each as a line
/// `REP,who,workload,threads,precision,samples a second,processor time / wall time,whether it counts`. One that had to
/// share its cores does not count and is done again, up to three times as many as wanted. On one thread the time of the
/// calling thread decides, since the compiler's threads would hide that it had to wait.
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
  private final List<Double> rates = new ArrayList<>();
  private final long begin = System.nanoTime();
  private long last = begin;
  private long passes; // of a repetition; 0 while warming up
  private long passed;
  private long rows;
  private long start;
  private double cpuAtStart;
  private double ownAtStart;
  private double busyAtStart;
  private int counted;

  /// @param who the program that is measured
  Repetitions(String who, Workload w, int threads, String precision) {
    name = String.join(",", who, w.name(), "" + threads, precision);
    this.w = w;
    this.threads = threads;
  }

  private static double setting(String name, double otherwise) {
    String text = System.getenv(name);
    return text == null ? otherwise : Double.parseDouble(text);
  }

  /// After a pass over so many rows: whether to go on.
  boolean more(int passRows) {
    long now = System.nanoTime();
    if (passes == 0) {
      if ((now - begin) / 1e9 > warmSeconds) {
        passes = Math.max(1, Math.round(seconds * 1e9 / (now - last)));
        start();
      }
      last = now;
      return true;
    }
    rows += passRows;
    passed++;
    if (passed < passes) {
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
    passed = 0;
    rows = 0;
    start = System.nanoTime();
    cpuAtStart = cpu();
    ownAtStart = own();
    busyAtStart = busy();
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
