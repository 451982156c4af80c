package nnrun.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What the short way reads is what the library reads, whatever stands in the text; where it reads nothing, nothing is
/// lost.
class PlainTextTest {
  private static List<String> texts(String folder, String ending) throws IOException {
    List<String> texts = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      for (Path file : files.filter(f -> f.toString().endsWith(ending)).sorted().toList()) {
        texts.add(Files.readString(file));
      }
    }
    return texts;
  }

  private static @Nullable String whole(String text) {
    Problems problems = new Problems();
    Source source = Source.file("text", text);
    problems.reading(source);
    Node node = YamlText.read(source, 0, problems);
    return node == null || !problems.sorted().isEmpty() ? null : flat(node);
  }

  /// Without places.
  private static String flat(Node node) {
    return switch (node) {
      case Node.Scalar scalar -> (scalar.quoted() ? "text " : "word ") + scalar.text() + ";";
      case Node.Sequence list -> list.items().stream().map(PlainTextTest::flat).toList().toString();
      case Node.Mapping map ->
          map.entries().stream().map(entry -> flat(entry.key()) + flat(entry.value())).toList() + "map";
      case Node.Refused _ -> "refused";
    };
  }

  private static void agree(String text) {
    Node plain = PlainText.read(text);
    if (plain != null) {
      assertThat(flat(plain)).as(text).isEqualTo(whole(text));
    }
  }

  @Test
  void whatRunsLeaveIsReadInTheShortWay() throws IOException {
    List<String> resolved = texts("src/test/resources/runs", "config.resolved.yaml");
    assertThat(resolved).isNotEmpty().allSatisfy(text -> assertThat(PlainText.read(text)).as(text).isNotNull());
    resolved.forEach(PlainTextTest::agree);
  }

  @Test
  void whateverIsInConfigsIsReadTheSameOrNotAtAll() throws IOException {
    texts("configs", ".yaml").forEach(PlainTextTest::agree);
    texts("src/test/resources/broken", ".yaml").forEach(PlainTextTest::agree);
  }

  /// A character taken out, put in or changed, 4,000 times: pieces that mean something in YAML.
  @Test
  void aResolvedConfigThatSomebodyEditedIsReadTheSameOrNotAtAll() throws IOException {
    List<String> resolved = texts("src/test/resources/runs", "config.resolved.yaml");
    List<String> pieces =
        List.of(
            " ", "  ", "\n", "- ", ": ", ":", "#", " # ", "\"", "'", "\\", "[", "]", "{}", "|", "&a ", "*a", "!", "~");
    Random random = new Random(7);
    int read = 0;
    for (int i = 0; i < 4000; i++) {
      String text = resolved.get(random.nextInt(resolved.size()));
      int start = Math.max(0, text.indexOf("\n", random.nextInt(text.length())));
      String part = text.substring(0, Math.min(text.length(), start + 1));
      int at = random.nextInt(part.length());
      String piece = pieces.get(random.nextInt(pieces.size()));
      String edited = part.substring(0, at) + piece + part.substring(at + random.nextInt(2));
      read += PlainText.read(edited) == null ? 0 : 1;
      agree(edited);
    }
    assertThat(read).as("texts that the short way reads").isGreaterThan(200);
  }
}
