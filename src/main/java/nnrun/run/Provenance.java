package nnrun.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import nnrun.config.Json;
import nnrun.data.DataFiles;
import org.jspecify.annotations.Nullable;

/// run.json: where a run came from. The one file of a run, beside timing.csv and log.txt, that may name a machine.
final class Provenance {
  private Provenance() {}

  /// @param places the folders in which data files are searched
  /// @param weights the checkpoints of other runs that weights were taken from
  static String json(
      Experiment e,
      List<String> arguments,
      List<DataFiles.Used> data,
      List<Path> places,
      List<Transfer.Origin> weights,
      int threads,
      String version) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("nnrun", version);
    all.put("git", Git.NOW);
    all.put("arguments", arguments);
    all.put("seed", e.seed());
    List<Object> files = new ArrayList<>();
    for (DataFiles.Used used : data) {
      Map<String, Object> file = new LinkedHashMap<>();
      file.put("path", used.path());
      file.put("bytes", used.bytes());
      file.put("sha256", used.sha256());
      files.add(file);
    }
    all.put("data", files);
    if (!weights.isEmpty()) {
      all.put("weights", weights.stream().map(Provenance::map).toList());
    }
    all.put("data_places", places.stream().map(p -> p.toAbsolutePath().normalize().toString()).toList());
    all.put("threads", threads);
    all.put("java", property("java.vm.name") + " " + property("java.vm.version"));
    all.put("os", property("os.name") + " " + property("os.version") + " " + property("os.arch"));
    all.put("cpu", Cpu.NAME);
    all.put("cores", Runtime.getRuntime().availableProcessors());
    all.put("heap_bytes", Runtime.getRuntime().maxMemory());
    return Json.pretty(all);
  }

  private static Map<String, Object> map(Transfer.Origin origin) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("path", origin.path());
    map.put("sha256", origin.sha256());
    return map;
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }

  private static String cpu() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
        if (line.startsWith("model name")) {
          return line.substring(line.indexOf(':') + 1).strip();
        }
      }
    } catch (IOException _) {
      return "unknown";
    }
    return "unknown";
  }

  /// Asked once a process, like [Git].
  private static final class Cpu {
    static final String NAME = cpu();
  }

  /// Asked once a process.
  private static final class Git {
    static final @Nullable Map<String, Object> NOW = git();
  }

  /// Commit of the working folder and whether something in it is changed; null where it is no checkout.
  private static @Nullable Map<String, Object> git() {
    String commit = output("git", "rev-parse", "HEAD");
    String changed = commit == null ? null : output("git", "status", "--porcelain", "--untracked-files=no");
    if (commit == null || changed == null) {
      return null;
    }
    Map<String, Object> git = new LinkedHashMap<>();
    git.put("commit", commit.strip());
    git.put("dirty", !changed.isBlank());
    return git;
  }

  private static @Nullable String output(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String text = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroy();
        return null;
      }
      return process.exitValue() == 0 ? text : null;
    } catch (IOException _) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }
}
