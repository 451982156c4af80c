package nnrun.run;

import java.nio.file.Path;

/// A file that nnrun wrote is not as it was written, or of a format this version does not know. Exit code 5.
public final class DamagedFile extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param what a clause whose subject is the file: `ends in the middle of its header`
  public DamagedFile(Path file, String what) {
    super(file + ": " + what);
  }
}
