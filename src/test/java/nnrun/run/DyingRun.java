package nnrun.run;

import java.nio.file.Path;

/// A training on the real disk that kills its own process before the k-th file operation: `DyingRun CONFIG FOLDER K`.
/// With K = 0 it lives, and prints how many operations it did.
final class DyingRun {
  private DyingRun() {}

  static void main(String[] args) throws Exception {
    nnrun.tensor.VectorModule.load();
    int wanted = Integer.parseInt(args[2]);
    int[] done = {0};
    ScriptedDisk disk =
        new ScriptedDisk(
            new LocalDisk(),
            (_, _, _) -> {
              done[0]++;
              if (done[0] == wanted) {
                kill();
              }
            });
    Runs.train(disk, Path.of(args[0]), Path.of(args[1]), 2, new Runs.Silent());
    System.out.println(done[0]);
  }

  private static void kill() {
    try {
      new ProcessBuilder("kill", "-9", Long.toString(ProcessHandle.current().pid())).start();
      Thread.sleep(60_000);
    } catch (java.io.IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
