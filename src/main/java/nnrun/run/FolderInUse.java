package nnrun.run;

import java.nio.file.Path;

/// Another process works in the run folder. Exit code 4.
public final class FolderInUse extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public FolderInUse(Path folder) {
    super(folder + ": in use by another nnrun process; wait for its end, or stop it");
  }
}
