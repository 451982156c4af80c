package nnrun.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The reports as a student reads them: `messages.txt` holds configs and what is said about each, word for word.
class MessageTest {
  @TempDir Path folder;

  @TestFactory
  List<DynamicTest> everyReportReadsAsWrittenDown() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (String[] one : cases()) {
      tests.add(
          DynamicTest.dynamicTest(
              one[0].lines().findFirst().orElse(""), () -> assertThat(report(one[0])).isEqualTo(one[1])));
    }
    assertThat(tests).hasSizeGreaterThan(100);
    return tests;
  }

  @Test
  void theLanguageOfTheMachineChangesNoWord() throws IOException {
    Locale before = Locale.getDefault();
    try {
      for (String language : List.of("tr", "ar", "de", "th-TH-u-nu-thai")) {
        Locale.setDefault(Locale.forLanguageTag(language));
        for (String[] one : cases()) {
          assertThat(report(one[0])).isEqualTo(one[1]);
        }
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  private static List<String[]> cases() throws IOException {
    String all;
    try (InputStream in = Objects.requireNonNull(MessageTest.class.getResourceAsStream("messages.txt"))) {
      all = new String(in.readAllBytes(), UTF_8).stripTrailing();
    }
    List<String[]> cases = new ArrayList<>();
    for (String one : all.substring(all.indexOf("====\n") + 5).split("\n====\n")) {
      cases.add(one.split("\n----\n"));
    }
    return cases;
  }

  private String report(String text) throws IOException {
    Files.writeString(folder.resolve("base.yaml"), "seed: 1\noven: {type: gas, heat: 999}\n");
    Files.writeString(folder.resolve("loop.yaml"), "extends: config.yaml\n");
    Files.writeString(folder.resolve("broken.yaml"), "oven: [gas\n");
    List<String> options = text.lines().filter(line -> line.startsWith("-o ")).map(line -> line.substring(3)).toList();
    List<String> lines = text.lines().filter(line -> !line.startsWith("-o ")).toList();
    Path file = Files.writeString(folder.resolve("config.yaml"), String.join("\n", lines) + "\n");
    ConfigException e = catchThrowableOfType(ConfigException.class, () -> Config.read(Kitchen.class, file, options));
    return e.getMessage().replace(folder + "/", "");
  }
}
