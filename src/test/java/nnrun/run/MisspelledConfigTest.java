package nnrun.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import nnrun.config.ConfigException;
import nnrun.config.Problem;
import nnrun.data.Source;
import nnrun.init.Initializer;
import nnrun.layer.Layer;
import nnrun.loss.Loss;
import nnrun.metric.Metric;
import nnrun.optim.Optimizer;
import nnrun.penalty.Regularization;
import nnrun.schedule.Schedule;
import nnrun.spec.Catalogue;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Every key and every component's name of every shipped config, misspelt one at a time: the report points at it and
/// knows what was meant.
class MisspelledConfigTest {
  private static final Path CONFIGS = Path.of("configs");

  /// A word that is a key (before a colon) or stands alone as a value, a list's element, or after `type:`.
  private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

  @TempDir Path temporary;

  private record Word(String text, int start, int line, int column) {}

  @TestFactory
  List<DynamicTest> everyMisspeltWordIsFoundAndKnown() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path config : configs()) {
      if (Files.readString(config).contains("\nextends:")) {
        continue; // few words, and its base is here itself
      }
      tests.add(
          DynamicTest.dynamicTest(
              CONFIGS.relativize(config).toString(),
              () -> {
                for (Path base : configs()) { // what it may extend
                  Path copy = temporary.resolve(base.getFileName().toString());
                  if (Files.notExists(copy)) {
                    Files.copy(base, copy);
                  }
                }
                String text = Files.readString(config);
                List<Word> words = words(text);
                assertThat(words).hasSizeGreaterThan(10);
                int checked = 0;
                for (Word word : words) {
                  for (String wrong : misspelt(word.text)) {
                    checked += check(config, text, word, wrong);
                  }
                }
                assertThat(checked).isGreaterThan(2 * words.size());
              }));
    }
    assertThat(tests).isNotEmpty();
    return tests;
  }

  private int check(Path config, String text, Word word, String wrong) throws IOException {
    String broken = text.substring(0, word.start) + wrong + text.substring(word.start + word.text.length());
    Path file = Files.writeString(temporary.resolve("misspelt.yaml"), broken);
    String what = config + ":" + word.line + ": " + word.text + " as " + wrong;
    try {
      Experiments.read(file, List.of());
    } catch (ConfigException e) {
      Problem found =
          e.problems().stream()
              .filter(p -> p.line() == word.line && p.column() == word.column)
              .findFirst()
              .orElseThrow(() -> new AssertionError(what + "\n" + e.getMessage()));
      if (found.suggestion() == null
          || !slips(found.suggestion()).contains(wrong)) { // `me` is as near to mse as to mae
        assertThat(found.suggestion()).as(what + "\n" + found).isEqualTo(word.text);
      }
      assertThat(e.problems()).as(what + "\n" + e.getMessage()).hasSize(1);
      return 1;
    }
    throw new AssertionError(what + " is accepted");
  }

  private static List<Path> configs() throws IOException {
    try (Stream<Path> files = Files.walk(CONFIGS)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  /// Keys that a config decides itself (names of columns) are no words of nnrun's.
  private static List<Word> words(String text) {
    List<Word> words = new ArrayList<>();
    int start = 0;
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      String code = line.replaceFirst("(^|\\s)#.*", "");
      Matcher m = WORD.matcher(code);
      while (m.find()) {
        boolean quoted = code.substring(0, m.start()).chars().filter(c -> c == '"' || c == '\'').count() % 2 == 1;
        String before = code.substring(0, m.start()).stripTrailing();
        String after = code.substring(m.end());
        boolean key = after.startsWith(":");
        boolean begins = before.isEmpty() || before.matches(".*([\\[{,:]|(^|\\s)-)$");
        boolean ends = after.isBlank() || after.matches("\\s*[,\\]}].*");
        boolean own = before.endsWith("name:"); // what the config calls something itself
        if (!quoted && begins && !own && (key ? KEYS.contains(m.group()) : ends && NAMES.contains(m.group()))) {
          words.add(new Word(m.group(), start + m.start(), number, m.start() + 1));
        }
      }
      start += line.length() + 1;
    }
    return words;
  }

  private static final List<Class<?>> CATALOGUES =
      List.of(
          Layer.class,
          Loss.class,
          Optimizer.class,
          Schedule.class,
          Regularization.class,
          Metric.class,
          Initializer.class,
          Source.class);
  private static final Set<String> NAMES = new TreeSet<>();
  private static final Set<String> KEYS = new TreeSet<>();

  static {
    for (Class<?> catalogue : CATALOGUES) {
      NAMES.addAll(Catalogue.of(catalogue).names());
      Catalogue.of(catalogue).entries().forEach(e -> e.parameters().forEach(p -> KEYS.add(p.name())));
    }
    KEYS.addAll(NAMES);
    KEYS.addAll(
        List.of(
            "name",
            "seed",
            "precision",
            "data",
            "model",
            "init",
            "loss",
            "optimizer",
            "schedule",
            "regularization",
            "train",
            "metrics",
            "type",
            "extends",
            "source",
            "test",
            "target",
            "targets",
            "columns",
            "ignore",
            "types",
            "missing",
            "unknown",
            "split",
            "scale",
            "val",
            "stratify",
            "in_order",
            "epochs",
            "batch_size",
            "shuffle",
            "batches_per_epoch",
            "early_stopping",
            "checkpoint",
            "monitor",
            "patience",
            "min_delta",
            "restore_best",
            "every_epochs",
            "clip",
            "norm",
            "value"));
  }

  /// Two letters swapped, one doubled, one dropped, in the middle of the word; not what happens to be right as well.
  private static Set<String> misspelt(String word) {
    Set<String> slips = slips(word, word.length() / 2);
    slips.removeIf(slip -> slip.length() < 2 || KEYS.contains(slip) || NAMES.contains(slip));
    return slips;
  }

  private static Set<String> slips(String word) {
    Set<String> slips = new LinkedHashSet<>();
    for (int i = 0; i < word.length(); i++) {
      slips.addAll(slips(word, i));
    }
    return slips;
  }

  private static Set<String> slips(String word, int i) {
    Set<String> slips = new LinkedHashSet<>();
    if (i > 0) {
      slips.add(word.substring(0, i - 1) + word.charAt(i) + word.charAt(i - 1) + word.substring(i + 1));
    }
    slips.add(word.substring(0, i) + word.charAt(i) + word.substring(i));
    slips.add(word.substring(0, i) + word.substring(i + 1));
    slips.remove(word);
    return slips;
  }
}
