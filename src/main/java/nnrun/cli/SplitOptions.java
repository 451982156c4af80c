package nnrun.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nnrun.config.ConfigException;
import nnrun.data.DataFiles;
import nnrun.data.Dataset;
import nnrun.data.Prepared;
import nnrun.run.SavedRun;
import nnrun.spec.Names;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which rows of a run's own data a trained network is asked about.
final class SplitOptions {
  private enum Split {
    TRAIN,
    VAL,
    TEST
  }

  /// Rows and what they are called.
  record Rows(String name, Dataset data) {}

  @Option(names = "--split", paramLabel = "S", description = "Rows of the run's own data: train, val or test.")
  private @Nullable Split split;

  @Option(names = "--data-dir", paramLabel = "D", description = "Search the run's data files there first.")
  private @Nullable Path dataDir;

  boolean given() {
    return split != null;
  }

  /// Refuses what would be passed over, as the rows come from elsewhere.
  ///
  /// @param other option that names them
  void refuseBeside(String other) {
    if (split != null || dataDir != null) {
      throw new UserError(
          (split != null ? "--split" : "--data-dir") + " and " + other + " are both given; keep one of them");
    }
  }

  /// The split named, or the one that a run is judged by.
  Rows of(SavedRun saved, SavedRun.Model model) throws ConfigException {
    Prepared prepared = model.prepare(new DataFiles(saved.dataPlaces(dataDir)));
    Split wanted = split != null ? split : prepared.test().isEmpty() ? Split.VAL : Split.TEST;
    Dataset rows =
        switch (wanted) {
          case TRAIN -> prepared.train();
          case VAL -> prepared.val();
          case TEST -> prepared.test();
        };
    if (rows.isEmpty()) {
      throw new UserError(
          split == null
              ? saved.path() + ": the run kept no rows for val or test; ask for --split train, or name a file"
              : saved.path()
                  + ": the run has no rows in the split "
                  + Names.of(wanted)
                  + "; it has "
                  + filled(prepared));
    }
    return new Rows(Names.of(wanted), rows);
  }

  private static String filled(Prepared prepared) {
    List<String> filled = new ArrayList<>(List.of("train"));
    if (!prepared.val().isEmpty()) {
      filled.add("val");
    }
    if (!prepared.test().isEmpty()) {
      filled.add("test");
    }
    return String.join(", ", filled);
  }
}
