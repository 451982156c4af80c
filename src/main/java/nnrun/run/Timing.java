package nnrun.run;

import java.nio.file.Path;
import java.util.Objects;

/// timing.csv: what of a run may differ from one to the next.
public final class Timing {
  private Timing() {}

  /// Seconds of all epochs of a run, those of interrupted attempts included. No checkpoint commits the file: a crash
  /// may tear a line of it, and then nobody knows its time.
  public static double seconds(Disk disk, Path run) {
    Path file = run.resolve(TrainingRun.TIMING);
    double sum = 0;
    for (String line : Objects.requireNonNullElse(disk.text(file), "").lines().skip(1).toList()) {
      try {
        sum += Double.parseDouble(line.split(",", -1)[1]);
      } catch (NumberFormatException | ArrayIndexOutOfBoundsException _) {
        // Torn.
      }
    }
    return StrictMath.rint(sum * 1000) / 1000;
  }
}
