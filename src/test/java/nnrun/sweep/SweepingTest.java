package nnrun.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import nnrun.run.Disk;
import nnrun.run.Experiments;
import nnrun.run.LocalDisk;
import nnrun.run.RunFolder;
import nnrun.run.WatchedDisk;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whole sweeps of small nets.
class SweepingTest {
  @TempDir private Path folder;
  private Sweeps sweeps;

  @BeforeEach
  void base() throws Exception {
    sweeps = new Sweeps(folder);
  }

  private List<Map<String, String>> trials() throws Exception {
    return sweeps.table("trials.csv");
  }

  /// When the weights of each trial were written.
  private Map<String, FileTime> times() throws Exception {
    Map<String, FileTime> times = new LinkedHashMap<>();
    for (Map<String, String> row : trials()) {
      Path weights = sweeps.trial(row.get("trial")).resolve("summary.json");
      if (Files.exists(weights)) {
        times.put(row.get("trial"), Files.getLastModifiedTime(weights));
      }
    }
    return times;
  }

  private void everyFinishedTrialIsLikeATrainingAlone() throws Exception {
    for (Map<String, String> row : trials()) {
      if (row.get("status").equals("finished")) {
        Path alone = sweeps.alone(row.get("trial"));
        for (String file : Sweeps.RESULTS) {
          assertThat(sweeps.trial(row.get("trial")).resolve(file)).as(file).hasSameBinaryContentAs(alone.resolve(file));
        }
      }
    }
  }

  /// Two calls of one sweep at a time, as two processes make them.
  private List<Sweeping.Outcome> both(Sweep sweep, boolean retryFailed, Disk disk) throws Exception {
    try (ExecutorService both = Executors.newFixedThreadPool(2)) {
      List<Callable<Sweeping.Outcome>> calls = new ArrayList<>();
      for (String who : List.of("one", "two")) {
        calls.add(() -> new Sweeping(sweep, disk, sweeps.conduct(1, retryFailed, who)).run());
      }
      List<Sweeping.Outcome> outcomes = new ArrayList<>();
      for (Future<Sweeping.Outcome> outcome : both.invokeAll(calls)) {
        outcomes.add(outcome.get());
      }
      return outcomes;
    }
  }

  @Test
  void aStoppedSweepReturnsWhenNoAttemptIsLeftToBlameATrial() throws Exception {
    Disk slow =
        WatchedDisk.before((operation, _) -> {
          if (operation.equals("delete")) {
            Thread.sleep(300);
          }
        });
    Sweep sweep = sweeps.read("parameters: {optimizer.lr: [0.1, 0.2], train.epochs: [1000000]}");
    Sweeping sweeping = new Sweeping(sweep, slow, sweeps.conduct(2));
    Path attempts = folder.resolve("out/attempts");
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      Future<Sweeping.Outcome> outcome = other.submit(sweeping::run);
      while (!Files.isDirectory(attempts) || attempts.toFile().list().length < 2) {
        assertThat(outcome).isNotDone();
        Thread.sleep(10);
      }
      sweeping.stop();
      assertThat(attempts).isEmptyDirectory();
      assertThat(outcome.get().left()).isEqualTo(2);
    }
  }

  @Test
  void badTrialsAreRowsWithReasonsAndTheOthersKeepTheirBytes() throws Exception {
    Sweep sweep =
        sweeps.read(
            """
            parameters: {optimizer.lr: [0.1, 1e30, 0.2]}
            when: [{if: {optimizer.lr: 0.2}, vary: {model: [[dense: 3, dense: 2], [dense: 1000000, dense: 2000, dense: 2]]}}]
            seeds: 2
            """);
    Sweeping.Outcome outcome = sweeps.run(sweep, 2);
    assertThat(outcome.trials()).isEqualTo(8);
    assertThat(outcome.failed()).isEqualTo(4);
    assertThat(trials())
        .extracting(row -> row.get("status"))
        .containsExactly("finished", "finished", "diverged", "diverged", "finished", "finished", "failed", "failed");
    assertThat(trials().get(2).get("reason")).matches(".+ became .+ in epoch 1, step \\d+");
    assertThat(trials().get(6).get("reason"))
        .matches("needs \\d+ MiB of memory, and there are \\d+ MiB; give more with NNRUN_JVM_OPTS=-Xmx8g");
    everyFinishedTrialIsLikeATrainingAlone();
  }

  @Test
  void theSameSweepTrainsNothingNewAndAWiderOneOnlyTheNewPoints() throws Exception {
    sweeps.run(sweeps.read("parameters: {optimizer.lr: [0.1, 0.2]}\nseeds: 2"), 1);
    Map<String, FileTime> before = times();
    assertThat(before).hasSize(4);
    sweeps.run(sweeps.read("parameters: {optimizer.lr: [0.1, 0.2]}\nseeds: 2"), 1);
    assertThat(times()).isEqualTo(before);
    sweeps.run(sweeps.read("parameters: {optimizer.lr: [0.2, 0.3, 0.1]}\nseeds: 3"), 1);
    assertThat(times()).hasSize(9).containsAllEntriesOf(before);
  }

  @Test
  void failedTrialsAreTriedAgainOnRequest() throws Exception {
    Sweep sweep = sweeps.read("parameters: {optimizer.lr: [0.1, 1e30]}");
    sweeps.run(sweep, 1);
    Map<String, FileTime> before = times();
    sweeps.run(sweep, 1);
    assertThat(times()).isEqualTo(before);
    Sweeping.Outcome again = new Sweeping(sweep, new LocalDisk(), sweeps.conduct(1, true, "again")).run();
    assertThat(again.failed()).isEqualTo(1);
    String good = trials().get(0).get("trial");
    String bad = trials().get(1).get("trial");
    assertThat(times().get(good)).isEqualTo(before.get(good));
    assertThat(times().get(bad)).isGreaterThan(before.get(bad));
  }

  @Test
  void twoAtATimeShareTheWorkAndEachTrialIsTrainedOnce() throws Exception {
    Sweep sweep = sweeps.read("parameters: {optimizer.lr: {linear: [0.1, 0.3], points: 12}}");
    assertThat(both(sweep, false, new LocalDisk())).allMatch(o -> o.failed() == 0 && o.left() == 0);
    assertThat(trials()).hasSize(12).allMatch(row -> row.get("status").equals("finished"));
    List<String> provenance = new ArrayList<>();
    for (Map<String, String> row : trials()) {
      provenance.add(Files.readString(sweeps.trial(row.get("trial")).resolve("run.json")));
      assertThat(sweeps.trial(row.get("trial")).resolve("timing.csv")).content().hasLineCount(3); // not begun twice
    }
    assertThat(provenance).anyMatch(text -> text.contains("\"one\"")).anyMatch(text -> text.contains("\"two\""));
  }

  @Test
  void tablesDoNotDependOnHowManyWorkAtATime() throws Exception {
    String yaml =
        """
        search: {type: tpe, trials: 8, start: 3, generation: 2}
        parameters: {optimizer.lr: {log: [1e-3, 1]}, model.0.units: {int: [2, 6]}}
        seeds: 2
        """;
    List<List<Map<String, String>>> tables = new ArrayList<>();
    for (int parallel : new int[] {1, 3}) {
      sweeps = new Sweeps(Files.createDirectory(folder.resolve("p" + parallel)));
      sweeps.run(sweeps.read(yaml), parallel);
      tables.add(trials().stream().peek(row -> row.remove("seconds")).toList());
    }
    assertThat(tables.get(0)).hasSize(16).isEqualTo(tables.get(1));
  }

  @Test
  void halvingGoesOnWithPausedTrials() throws Exception {
    Sweep sweep =
        sweeps.read(
            """
            search: {halving: {min: 1, max: 4, factor: 2}}
            parameters: {optimizer.lr: [1e-4, 0.3, 1e-3, 0.1]}
            """);
    sweeps.run(sweep, 2);
    assertThat(trials()).extracting(row -> row.get("epochs")).containsExactly("1", "4", "1", "2");
    assertThat(trials()).extracting(row -> row.get("status")).containsExactly("paused", "finished", "paused", "paused");
    everyFinishedTrialIsLikeATrainingAlone();
    assertThat(Experiments.read(folder.resolve("out/best.yaml"), List.of()).value().optimizer().toString())
        .contains("0.3");
  }

  @Test
  void aBudgetOfTrialsLeavesTheRestForTheNextCall() throws Exception {
    String yaml = "parameters: {optimizer.lr: [0.1, 0.2, 0.3]}\nseeds: 2\n";
    Sweeping.Outcome first = sweeps.run(sweeps.read(yaml + "budget: {trials: 4}"), 2);
    assertThat(first.left()).isEqualTo(2);
    assertThat(trials())
        .extracting(row -> row.get("status"))
        .containsExactly("finished", "finished", "finished", "pending", "finished", "pending");
    assertThat(sweeps.run(sweeps.read(yaml), 2).left()).isZero();
  }

  @Test
  void aBudgetOfTrialsHoldsForAllCallsTogether() throws Exception {
    Sweep sweep = sweeps.read("parameters: {optimizer.lr: {linear: [0.1, 0.3], points: 12}}\nbudget: {trials: 5}");
    assertThat(both(sweep, false, new LocalDisk())).allMatch(outcome -> outcome.left() == 7);
    assertThat(folder.resolve("out/trials").toFile().list()).hasSize(5);
    assertThat(trials()).filteredOn(row -> row.get("status").equals("finished")).hasSize(5);
  }

  @Test
  void twoCallsThatTryFailedTrialsAgainTryEachOnce() throws Exception {
    Sweep sweep = sweeps.read("parameters: {optimizer.lr: [0.1, 1e30, 2e30, 3e30, 4e30]}");
    sweeps.run(sweep, 1);
    Map<String, Integer> begun = new ConcurrentHashMap<>();
    AtomicInteger calls = new AtomicInteger();
    Disk counting =
        WatchedDisk.before((operation, arguments) -> {
          if (operation.equals("lock") && arguments[0].toString().endsWith("failures")) {
            calls.incrementAndGet();
          }
          if (operation.equals("rename") && arguments[1].toString().endsWith("overrides.txt")) {
            while (calls.get() % 2 == 1) {
              Thread.sleep(1); // or the other might come when all is over, and try again by itself
            }
            begun.merge(arguments[1].toString(), 1, Integer::sum);
          }
        });
    both(sweep, true, counting);
    assertThat(begun).hasSize(4).allSatisfy((_, times) -> assertThat(times).isEqualTo(1));
    both(sweep, true, counting); // and once more in a later call
    assertThat(begun).hasSize(4).allSatisfy((_, times) -> assertThat(times).isEqualTo(2));
  }

  @Test
  void aTrialThatAnotherCallForgetsMeanwhileIsFailedOrPending() throws Exception {
    SweepFolder out = new SweepFolder(new LocalDisk(), folder.resolve("out"));
    out.create();
    AtomicBoolean done = new AtomicBoolean();
    Set<Result.Status> seen = EnumSet.noneOf(Result.Status.class);
    try (ExecutorService other = Executors.newSingleThreadExecutor();
        RunFolder claimed = out.claim("t")) {
      Future<?> forgetting =
          other.submit(() -> {
            while (!done.get()) {
              out.fail("t", "it cannot be trained");
              out.forget("t", claimed);
            }
          });
      try {
        for (int i = 0; i < 100_000 && seen.size() < 2 || i < 5000; i++) {
          seen.add(out.result("t").status());
        }
      } finally {
        done.set(true);
      }
      forgetting.get();
    }
    assertThat(seen).containsExactly(Result.Status.FAILED, Result.Status.PENDING);
  }

  /// Throws what the JVM throws when memory is short, in a trial of this learning rate.
  private static Disk short_(String rate, int times) {
    AtomicInteger left = new AtomicInteger(times);
    return WatchedDisk.before((operation, arguments) -> {
      boolean begins = operation.equals("write") && arguments[0].toString().endsWith(".config.resolved.yaml.tmp");
      if (begins && text((ByteBuffer) arguments[1]).contains("lr: " + rate + "\n") && left.getAndDecrement() > 0) {
        throw new OutOfMemoryError("Java heap space");
      }
    });
  }

  private static String text(ByteBuffer bytes) {
    return UTF_8.decode(bytes.duplicate()).toString();
  }

  @Test
  void aTrialThatRanOutOfMemoryIsTriedAgainAlone() throws Exception {
    Sweep sweep = sweeps.read("parameters: {optimizer.lr: [0.1, 0.2, 0.3]}");
    Sweeping.Outcome outcome = new Sweeping(sweep, short_("0.2", 1), sweeps.conduct(2)).run();
    assertThat(outcome.failed()).isZero();
    everyFinishedTrialIsLikeATrainingAlone();
  }

  @Test
  void aTrialThatAlwaysRunsOutOfMemoryFailsAndTheOthersKeepTheirBytes() throws Exception {
    Sweep sweep = sweeps.read("parameters: {optimizer.lr: [0.1, 0.2, 0.3]}");
    Sweeping.Outcome outcome = new Sweeping(sweep, short_("0.2", 9), sweeps.conduct(2)).run();
    assertThat(outcome.failed()).isEqualTo(1);
    assertThat(trials()).extracting(row -> row.get("status")).containsExactly("finished", "failed", "finished");
    assertThat(trials().get(1).get("reason")).isEqualTo("out of memory; give more with NNRUN_JVM_OPTS=-Xmx8g");
    everyFinishedTrialIsLikeATrainingAlone();
  }

  /// The wider search has more to choose from, so that one that was paused goes on and nothing begins anew.
  @Test
  void halvingGoesOnInASecondCallWithMorePoints() throws Exception {
    String yaml = "search: {halving: {min: 1, max: 4, factor: 2}}\nparameters: {optimizer.lr: [%s]}";
    sweeps.run(sweeps.read(yaml.formatted("1e-4, 0.3, 1e-3, 0.1")), 2);
    Map<String, FileTime> before = times();
    sweeps.run(sweeps.read(yaml.formatted("1e-4, 0.3, 1e-3, 0.1, 2e-4, 3e-4, 4e-4, 5e-4")), 2);
    assertThat(trials()).extracting(row -> row.get("epochs")).containsExactly("1", "4", "2", "4", "1", "1", "1", "2");
    assertThat(times()).containsEntry(trials().get(1).get("trial"), before.get(trials().get(1).get("trial")));
    for (Map<String, String> row : trials()) {
      Path timing = sweeps.trial(row.get("trial")).resolve("timing.csv");
      assertThat(timing).content().hasLineCount(1 + Integer.parseInt(row.get("epochs"))); // each epoch trained once
    }
    everyFinishedTrialIsLikeATrainingAlone();
  }

  @Test
  void aTrialThatIsNotWhatItsConfigExpectsIsFinishedAndSaysSo() throws Exception {
    Files.writeString(folder.resolve("base.yaml"), Sweeps.BASE + "expect: [val.loss <= 0.6, no_nan]\n");
    Sweep sweep = sweeps.read("parameters: {optimizer.lr: [1e-6, 0.5]}");
    Sweeping.Outcome outcome = sweeps.run(sweep, 1);
    assertThat(outcome.failed()).isZero();
    assertThat(outcome.unmet()).isEqualTo(1);
    assertThat(trials()).extracting(row -> row.get("status")).containsOnly("finished");
    assertThat(trials().get(0).get("unmet")).matches("val.loss <= 0.6 \\(came 0\\.[0-9]+\\)");
    assertThat(trials().get(1).get("unmet")).isEmpty();

    Files.writeString(folder.resolve("base.yaml"), Sweeps.BASE + "expect: [val.loss <= 60]\n");
    assertThat(sweeps.run(sweeps.read("parameters: {optimizer.lr: [1e-6, 0.5]}"), 1).unmet()).isZero();
  }

  /// t of 2 degrees of freedom at 97.5 % is 4.302653 (Student 1908).
  @Test
  void theSummaryHasTheMeanAndItsInterval() throws Exception {
    sweeps.run(sweeps.read("parameters: {optimizer.lr: [0.1, 0.2]}\nseeds: 3\nobjective: {maximize: val.accuracy}"), 2);
    Map<String, String> point = sweeps.table("summary.csv").get(0);
    double[] x =
        trials().stream()
            .filter(row -> row.get("point").equals(point.get("point")))
            .mapToDouble(row -> Double.parseDouble(row.get("final.val.accuracy")))
            .toArray();
    double mean = (x[0] + x[1] + x[2]) / 3;
    double sd = Math.sqrt((Math.pow(x[0] - mean, 2) + Math.pow(x[1] - mean, 2) + Math.pow(x[2] - mean, 2)) / 2);
    assertThat(point.get("n")).isEqualTo("3");
    assertThat(Double.parseDouble(point.get("mean"))).isCloseTo(mean, within(1e-12));
    assertThat(Double.parseDouble(point.get("sd"))).isCloseTo(sd, within(1e-12));
    assertThat(Double.parseDouble(point.get("high"))).isCloseTo(mean + 4.302653 * sd / Math.sqrt(3), within(1e-6));
  }

  /// A process that died leaves its line in `attempts`; after two without progress nobody tries again.
  @Test
  void aTrialOverWhichProcessesDiedIsNotTriedAThirdTime() throws Exception {
    Sweep sweep = sweeps.read("parameters: {optimizer.lr: [0.1, 0.2]}");
    SweepFolder out = new SweepFolder(new LocalDisk(), folder.resolve("out"));
    out.create();
    SharedData data = new SharedData(sweep.dataPlaces, 1 << 20);
    String id = Trial.id(sweep.base.with(List.of()).value(), data.hash(sweep.base.with(List.of()).value()));
    out.begin(id); // and dies
    assertThat(out.deaths(id)).isEqualTo(1);
    assertThat(sweeps.run(sweep, 1).failed()).isZero();
    assertThat(out.deaths(id)).isZero();
    assertThat(trials().get(0).get("trial")).isEqualTo(id);

    sweeps = new Sweeps(Files.createDirectory(folder.resolve("twice")));
    SweepFolder twice = new SweepFolder(new LocalDisk(), folder.resolve("twice/out"));
    twice.create();
    twice.begin(id);
    twice.begin(id);
    assertThat(sweeps.run(sweep, 1).failed()).isEqualTo(1);
    assertThat(trials().get(0).get("reason")).startsWith("the process that trained it died 2 times");
    assertThat(trials().get(1).get("status")).isEqualTo("finished");
  }

  @Test
  void whatABeginningThatWasInterruptedLeftIsCleared() throws Exception {
    Sweep sweep = sweeps.read("parameters: {optimizer.lr: [0.1]}");
    sweeps.run(sweep, 1);
    Path trial = sweeps.trial(trials().get(0).get("trial"));
    byte[] summary = Files.readAllBytes(trial.resolve("summary.json"));
    Files.delete(trial.resolve("summary.json"));
    Files.delete(trial.resolve("config.resolved.yaml")); // written when a run can be resumed
    sweeps.run(sweep, 1);
    assertThat(trial.resolve("summary.json")).hasBinaryContent(summary);
    Files.writeString(trial.resolve("summary.json"), "{"); // damaged by hand
    sweeps.run(sweep, 1);
    assertThat(trial.resolve("summary.json")).hasBinaryContent(summary);
    Files.delete(trial.resolve("summary.json")); // and once more from the last checkpoint
    sweeps.run(sweep, 1);
    assertThat(trial.resolve("summary.json")).hasBinaryContent(summary);
    everyFinishedTrialIsLikeATrainingAlone();
  }

  /// From the k-th operation on nothing reaches the disk, as when the process was killed there.
  private static Disk killedAt(int k) {
    AtomicInteger operations = new AtomicInteger();
    return WatchedDisk.before((_, _) -> {
      if (operations.incrementAndGet() >= k) {
        throw new IllegalStateException("killed");
      }
    });
  }

  @Test
  void aSweepKilledAtAnyOperationEndsAsIfNothingHadBeen() throws Exception {
    int killed = 0;
    for (int k = 30; ; k += 9) {
      sweeps = new Sweeps(Files.createDirectory(folder.resolve("k" + k)));
      Sweep sweep = sweeps.read("parameters: {optimizer.lr: [0.1]}");
      try {
        new Sweeping(sweep, killedAt(k), sweeps.conduct(1)).run();
        break;
      } catch (IllegalStateException e) {
        killed++;
      }
      assertThat(sweeps.run(sweep, 1).failed()).as("killed at operation " + k).isZero();
      everyFinishedTrialIsLikeATrainingAlone();
    }
    assertThat(killed).isGreaterThan(3);
  }

  @Test
  void aSweepCanBeRepeatedFromItsOwnFolder() throws Exception {
    sweeps.run(sweeps.read("parameters: {optimizer.lr: {log: [0.1, 0.4], points: 3}}\nseeds: 2"), 1);
    Map<String, FileTime> before = times();
    Path file = folder.resolve("out/sweep.yaml");
    assertThat(file).content().startsWith("base: base.yaml\nname: sweep\n"); // so the folder is the same, too
    sweeps.run(Sweep.read(new Sweep.Request(file, List.of(), List.of(), null, null, null)), 1);
    assertThat(times()).isEqualTo(before);
  }

  @Test
  void aConfigWithNothingToVaryIsRefused() throws Exception {
    Path config = Files.writeString(folder.resolve("alone.yaml"), Sweeps.BASE);
    assertThatThrownBy(() -> Sweep.read(new Sweep.Request(config, List.of(), List.of(), null, null, null)))
        .hasMessageEndingWith("nothing to vary; add a section sweep:, or say -p optimizer.lr=0.1,0.01");
  }
}
