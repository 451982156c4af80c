package nnrun.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import nnrun.data.DataName;
import nnrun.data.DataName.Published;
import nnrun.run.Experiments;
import nnrun.run.Fetch;
import nnrun.run.LocalDisk;
import nnrun.run.Mirror;
import nnrun.spec.Names;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "fetch",
    mixinStandardHelpOptions = true,
    description = {
      "Downloads published data sets, so that a source {type: named, name: mnist} finds them, and prints the names of"
          + " their files. No other command asks a network for anything.",
      "A file is kept only if it is the published one, by its length and SHA-256; what is there already is neither"
          + " fetched again nor overwritten."
    },
    footer = {
      "",
      "Examples:",
      "  nnrun fetch mnist",
      "  nnrun fetch mnist fashion_mnist --data-dir ~/data",
      "  nnrun fetch mnist --from https://example.org/mirror/mnist/",
      "  nnrun fetch iris --from /media/stick"
    })
final class FetchCommand implements Callable<Integer> {
  /// Seconds that a download which a signal ends has to remove what it wrote.
  private static final int SECONDS_TO_CLEAN = 8;

  @Parameters(
      arity = "1..*",
      paramLabel = "NAME",
      description = "A data set; nnrun explain named lists them. Addresses of mnist and fashion_mnist are known.")
  private List<DataName> names = List.of();

  @Option(
      names = "--from",
      paramLabel = "ADDRESS",
      description = "Fetch from there: http:, https: or file: with the folder that holds the files, or its path.")
  private @Nullable String from;

  @Option(
      names = "--data-dir",
      paramLabel = "D",
      description = "Put the files below that folder; by default NNRUN_DATA, without it datasets.")
  private @Nullable Path dataDir;

  private final Terminal terminal;
  private long lastDraw = System.nanoTime() - LiveProgress.REDRAW_NANOS;
  private boolean lineOpen;

  FetchCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /// A set and those of its files that are not there.
  private record Wanted(DataName name, List<Published> missing, @Nullable Mirror mirror) {}

  @Override
  public Integer call() {
    Fetch fetch = new Fetch(new LocalDisk(), Experiments.dataPlace(dataDir));
    List<Wanted> sets = names.stream().distinct().map(name -> wanted(fetch, name)).toList();
    CountDownLatch ended = new CountDownLatch(1);
    try (Signals.Hook _ = Signals.hook(() -> stop(fetch, ended))) {
      sets.forEach(set -> bring(fetch, set));
    } catch (CancellationException _) {
      // The JVM goes down by a signal; the hook speaks.
    } finally {
      clear();
      ended.countDown();
    }
    return ExitCode.DONE.code();
  }

  /// Looks at everything that was asked for before anything is done.
  private Wanted wanted(Fetch fetch, DataName name) {
    List<Published> missing = fetch.missing(name.files());
    String address = from == null ? name.address() : from;
    if (address == null && !missing.isEmpty()) {
      throw new UserError(
          Names.of(name)
              + ": nnrun knows no address of it; name one with --from, or put the files there by hand: "
              + missing.stream().map(file -> fetch.target(file).toString()).collect(Collectors.joining(", ")));
    }
    return new Wanted(name, missing, address == null ? null : Mirror.of(address));
  }

  private void bring(Fetch fetch, Wanted set) {
    List<Published> files = set.name.files();
    Path folder = fetch.target(files.getFirst()).getParent();
    int count = set.missing.size();
    terminal.errorLine(
        Names.of(set.name)
            + ": "
            + (set.mirror == null || count == 0
                ? "there already, as it was published, in " + folder
                : String.format(
                    Locale.ROOT,
                    "%d %s, %,d bytes, from %s into %s",
                    count,
                    count == 1 ? "file" : "files",
                    set.missing.stream().mapToLong(Published::bytes).sum(),
                    set.mirror.address(""),
                    folder)));
    for (Published file : files) {
      if (set.mirror != null && set.missing.contains(file)) {
        fetch.bring(set.mirror, file, bytes -> live(file, bytes));
        clear();
      }
      terminal.outLine(fetch.target(file).toString());
      terminal.flush();
    }
  }

  private void live(Published file, long bytes) {
    long now = System.nanoTime();
    if (terminal.live() && now - lastDraw >= LiveProgress.REDRAW_NANOS) {
      lastDraw = now;
      lineOpen = true;
      String text = String.format(Locale.ROOT, "%s: %,d of %,d bytes", file.name(), bytes, file.bytes());
      terminal.error(LiveProgress.redrawn(text));
    }
  }

  private void clear() {
    if (lineOpen) {
      terminal.error(LiveProgress.BACK);
      lineOpen = false;
    }
  }

  private void stop(Fetch fetch, CountDownLatch ended) {
    Signals.nextEndsAtOnce();
    if (fetch.stop()) {
      Signals.await(ended, SECONDS_TO_CLEAN);
    }
    terminal.errorLine("nnrun: stopped; nothing is left of the file that was coming, and the same command goes on");
  }
}
