package nnrun.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import nnrun.config.Config;
import nnrun.config.ConfigException;
import nnrun.data.DataException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Experiments as beginners break them, and the reports they get, word for word: `broken/NAME.yaml` and
/// `broken/NAME.txt`. First lines `# -o key=value` are options of the command line.
///
/// After a change of words, `mvn test -Dtest=BrokenConfigsTest -Dbroken.write=true` writes the reports anew. Read each
/// one then, and ask whether a student would know what to do.
class BrokenConfigsTest {
  private static final Path FOLDER = Path.of("src/test/resources/broken");

  @TestFactory
  List<DynamicTest> everyReportReadsAsWrittenDown() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path config : configs()) {
      tests.add(
          DynamicTest.dynamicTest(
              config.getFileName().toString(),
              () -> {
                String report = report(config);
                Path golden = FOLDER.resolve(config.getFileName().toString().replace(".yaml", ".txt"));
                if (Boolean.getBoolean("broken.write")) {
                  Files.writeString(golden, report);
                }
                assertThat(golden).exists();
                assertThat(report).isEqualTo(Files.readString(golden));
              }));
    }
    assertThat(tests).hasSizeGreaterThan(60);
    return tests;
  }

  private static List<Path> configs() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  /// What `nnrun train` prints, without what differs between machines.
  private static String report(Path config) throws IOException {
    List<String> options =
        Files.readAllLines(config).stream()
            .takeWhile(line -> line.startsWith("# -o "))
            .map(line -> line.substring("# -o ".length()))
            .toList();
    String message;
    try {
      Config<Experiment> read = Experiments.read(config, options);
      Assembly.of(read, new Host.Alone(List.of(FOLDER)), 1).close();
      message = "accepted";
    } catch (ConfigException e) {
      message = e.getMessage();
    } catch (DataException e) {
      message = "nnrun: " + e.getMessage();
    }
    return message
            .replace(FOLDER.toAbsolutePath().toString(), "FOLDER")
            .replace(FOLDER + "/", "")
            .replaceAll("\\d+ (MiB|MB)( of memory)? are free", "N $1$2 are free")
        + "\n";
  }
}
