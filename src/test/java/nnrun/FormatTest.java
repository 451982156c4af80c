package nnrun;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The formatter has to run on the JDK whose syntax it reads, which Maven's own JVM need not be; the tests' JVM is.
class FormatTest {
  @Test
  void theFormatterWouldChangeNoSource() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      List<Path> sources = files.filter(path -> path.toString().endsWith(".java")).sorted().toList();
      assertThat(wouldChange(sources)).as("run scripts/format.sh, which formats these files").isEmpty();
    }
  }

  @Test
  void aFileOutOfFormIsNamed(@TempDir Path folder) throws IOException {
    Path good = Files.writeString(folder.resolve("Good.java"), "class Good {}\n");
    Path bad = Files.writeString(folder.resolve("Bad.java"), "class  Bad { }\n");
    assertThat(wouldChange(List.of(good, bad))).containsExactly(bad.toString());
  }

  private static List<String> wouldChange(List<Path> sources) {
    var changed = new StringWriter();
    var problems = new StringWriter();
    Stream<String> options = Stream.of("@scripts/format.options", "--dry-run");
    ToolProvider.findFirst("google-java-format")
        .orElseThrow()
        .run(
            new PrintWriter(changed),
            new PrintWriter(problems),
            Stream.concat(options, sources.stream().map(Path::toString)).toArray(String[]::new));
    assertThat(problems.toString()).isEmpty();
    return changed.toString().lines().toList();
  }
}
