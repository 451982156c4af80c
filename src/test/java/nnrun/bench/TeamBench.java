package nnrun.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import nnrun.tensor.Engine;
import nnrun.train.EpochResult;
import nnrun.train.Trainer;

/// How much faster a workload trains on a team of threads than on one: `TeamBench 2 W3 W4 W5 W6`. Both train in turns
/// in one virtual machine, in windows of 3 ms (or one step), for SECONDS_EACH (8) after WARM_S (6) seconds. A window in
/// which another program had a core is slow, so beside the medians the fastest fiftieth is told, which a shared machine
/// shows as well. The last columns are the share of turns around which [Cores] were whole, and the ratio of their
/// medians.
public final class TeamBench {
  private static final PrintStream OUT = new PrintStream(System.out, true, UTF_8);
  private static final double WINDOW = 0.003;

  private TeamBench() {}

  public static void main(String[] args) throws Exception {
    int threads = Integer.parseInt(args[0]);
    Cores cores = new Cores(threads);
    OUT.println(
        "workload,threads,one_fastest,one_median,team_fastest,team_median,ratio_fastest,ratio_median,whole,ratio_whole");
    for (String name : List.of(args).subList(1, args.length)) {
      Workload w = Workload.named(name);
      try (Engine alone = Engine.of(Workload.precision("float32"), 1);
          Engine team = Engine.of(Workload.precision("float32"), threads)) {
        Windows one = new Windows(WorkloadBench.trainer(w, WorkloadBench.data(w, alone), alone, w.rate), w.batch);
        Windows all = new Windows(WorkloadBench.trainer(w, WorkloadBench.data(w, team), team, w.rate), w.batch);
        long begin = System.nanoTime();
        while (seconds(begin) < setting("WARM_S", 6) || !alone.idle()) {
          one.run();
          all.run();
        }
        one.rates.clear();
        all.rates.clear();
        List<Boolean> whole = new ArrayList<>();
        boolean before = cores.whole();
        begin = System.nanoTime();
        while (seconds(begin) < setting("SECONDS_EACH", 8)) {
          one.run();
          all.run();
          boolean after = cores.whole();
          whole.add(before && after);
          before = after;
        }
        double ratioWhole = median(where(whole, all.rates)) / median(where(whole, one.rates));
        OUT.printf(
            Locale.ROOT,
            "%s,%d,%.0f,%.0f,%.0f,%.0f,%.2f,%.2f,%.2f,%.2f%n",
            w.name(),
            threads,
            fast(one.rates),
            median(one.rates),
            fast(all.rates),
            median(all.rates),
            fast(all.rates) / fast(one.rates),
            median(all.rates) / median(one.rates),
            where(whole, whole).size() / (double) whole.size(),
            ratioWhole);
      }
    }
  }

  private static <T> List<T> where(List<Boolean> which, List<T> all) {
    return IntStream.range(0, all.size()).filter(which::get).mapToObj(all::get).toList();
  }

  private static double median(List<Double> rates) {
    return rates.isEmpty() ? Double.NaN : rates.stream().sorted().toList().get(rates.size() / 2);
  }

  private static double fast(List<Double> rates) {
    return rates.stream().sorted().toList().get(rates.size() * 49 / 50);
  }

  private static double setting(String name, double otherwise) {
    String text = System.getenv(name);
    return text == null ? otherwise : Double.parseDouble(text);
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  /// A training that goes on for one window at a time.
  private static final class Windows implements Trainer.Listener {
    final List<Double> rates = new ArrayList<>();
    private final Trainer trainer;
    private final int batch;
    private long start;
    private int steps;

    Windows(Trainer trainer, int batch) {
      this.trainer = trainer;
      this.batch = batch;
    }

    void run() {
      steps = -1; // the first one brings this network's memory back into the caches
      try {
        trainer.run(this);
      } catch (WorkloadBench.Enough _) {
        rates.add(steps * batch / seconds(start));
      }
    }

    @Override
    public void step(int epoch, int batch, int batches, double loss) {
      if (++steps == 0) {
        start = System.nanoTime();
      } else if (seconds(start) > WINDOW) {
        throw new WorkloadBench.Enough();
      }
    }

    @Override
    public void epoch(EpochResult result, boolean improved) {}
  }
}
