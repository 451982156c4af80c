package nnrun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Files that hold what a command prints. After a change of the catalogue, `mvn test -Dtest=GeneratedFilesTest
/// -Dgenerated.write=true` writes them anew.
class GeneratedFilesTest {
  @ParameterizedTest
  @CsvSource({
    "docs/CATALOGUE.md, list --markdown",
    "configs/nnrun.schema.json, schema",
    "docs/LINT.md, list lint --markdown"
  })
  void theFileIsWhatTheCommandPrints(String file, String command) throws IOException {
    String printed = Cli.run(command.split(" ")).out();
    if (Boolean.getBoolean("generated.write")) {
      Files.writeString(Path.of(file), printed);
    }
    assertThat(Path.of(file)).as("write it with -Dgenerated.write=true").exists().content().isEqualTo(printed);
  }
}
