package nnrun.cli;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import nnrun.config.Json;
import nnrun.run.Disk;
import nnrun.run.DiskException;
import nnrun.run.Experiments;
import nnrun.run.LocalDisk;
import nnrun.run.SelfTest;
import nnrun.tensor.Engine;
import nnrun.tensor.VectorModule;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Looks at what nnrun finds on this machine, and trains for some seconds to see whether it computes the same bytes"
          + " as every other and how fast.",
      "Exit code 9 if something is wrong; a note is no fault."
    },
    footer = {
      "",
      "Examples:",
      "  nnrun doctor",
      "  nnrun doctor --json | jq -r '.[] | select(.check == \"speed\").found'"
    })
final class DoctorCommand implements Callable<Integer> {
  private enum Verdict {
    OK,
    NOTE,
    WRONG
  }

  private record Finding(String check, Verdict verdict, String found) {}

  @Option(names = "--runs-dir", paramLabel = "D", description = "Folder of run folders; runs by default.")
  private Path runs = Path.of("runs");

  @Option(names = "--data-dir", paramLabel = "D", description = "Look for data files there too.")
  private @Nullable Path dataDir;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  private final Terminal terminal;
  private final List<Finding> findings = new ArrayList<>();

  DoctorCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    int cores = Runtime.getRuntime().availableProcessors();
    java();
    archive();
    boolean vectors = VectorModule.load();
    note("vectors", vectors, vectors ? "Vector API" : "no module jdk.incubator.vector: the same bytes, slower");
    boolean fma = Engine.hasFastFma();
    note("multiply-add", fma, fma ? "fused" : "none in this CPU: the same bytes, hundreds of times slower");
    add("cores", Verdict.OK, Integer.toString(cores));
    long heap = Runtime.getRuntime().maxMemory() >> 20;
    note("memory", heap >= 256, heap + " MiB of heap" + (heap >= 256 ? "" : "; NNRUN_JVM_OPTS=-Xmx2g gives more"));
    dataFolders();
    runsFolder();
    bytes("bytes, 1 thread, cold", 1);
    SelfTest.Speed speed = SelfTest.speed(cores, 2);
    bytes("bytes, 2 threads, warm", 2);
    String rate =
        String.format(Locale.ROOT, "%.0f samples/s, %.1f GFLOP/s", speed.samplesPerSecond(), speed.gigaflops());
    add("speed", Verdict.OK, rate + " on " + cores + (cores == 1 ? " thread" : " threads"));
    print();
    boolean wrong = findings.stream().anyMatch(f -> f.verdict == Verdict.WRONG);
    return (wrong ? ExitCode.EXPECTATION_NOT_MET : ExitCode.DONE).code();
  }

  private void java() {
    String version = System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version");
    add("java", Runtime.version().feature() >= 25 ? Verdict.OK : Verdict.WRONG, version);
  }

  private void archive() {
    String flag = "-XX:SharedArchiveFile=";
    String file =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> argument.startsWith(flag))
            .map(argument -> argument.substring(flag.length()))
            .findFirst()
            .orElse(null);
    if (file != null && System.getProperty("java.vm.info", "").contains("sharing")) {
      add("class archive", Verdict.OK, file);
    } else {
      add("class archive", Verdict.NOTE, "none: every command starts slower; ./nnrun makes it where it may write");
    }
  }

  private void dataFolders() {
    List<String> found =
        Experiments.dataPlaces(Path.of("any.yaml"), dataDir).stream()
            .skip(1) // the config's own
            .filter(Files::isDirectory)
            .map(Path::toString)
            .toList();
    String none = "none: neither datasets/ nor NNRUN_DATA nor --data-dir";
    note("data", !found.isEmpty(), found.isEmpty() ? none : String.join(", ", found));
  }

  private void runsFolder() {
    Disk disk = new LocalDisk();
    Path folder = runs.toAbsolutePath();
    Path parent = folder.getParent();
    while (!disk.isFolder(folder) && parent != null) {
      folder = parent;
      parent = folder.getParent();
    }
    Path probe = folder.resolve(".doctor-" + ProcessHandle.current().pid());
    try {
      disk.replace(probe, new byte[1]);
      disk.delete(probe);
      long room = folder.toFile().getUsableSpace() >> 20;
      note("runs", room >= 100, runs + " can be written, " + room + " MiB free");
    } catch (DiskException e) {
      add("runs", Verdict.WRONG, runs + ": " + e.getMessage());
    }
  }

  private void bytes(String check, int threads) {
    SelfTest.Bytes bytes = SelfTest.bytes(threads);
    String found = bytes.hash().substring(0, 12) + " by " + bytes.kernel();
    add(
        check,
        bytes.right() ? Verdict.OK : Verdict.WRONG,
        bytes.right() ? found : found + ": other bytes than everywhere else; please report it");
  }

  private void note(String check, boolean fine, String found) {
    add(check, fine ? Verdict.OK : Verdict.NOTE, found);
  }

  private void add(String check, Verdict verdict, String found) {
    findings.add(new Finding(check, verdict, found));
  }

  private void print() {
    if (json) {
      List<Object> objects = new ArrayList<>();
      for (Finding finding : findings) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("check", finding.check);
        object.put("verdict", finding.verdict);
        object.put("found", finding.found);
        objects.add(object);
      }
      terminal.out(Json.pretty(objects));
      return;
    }
    Table table = new Table("check", "verdict", "found");
    findings.forEach(f -> table.row(f.check, nnrun.spec.Names.of(f.verdict), f.found));
    terminal.out(table.text(terminal.columns()));
  }
}
