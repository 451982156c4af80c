package nnrun.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import nnrun.config.Yaml;
import nnrun.spec.Parameter;
import nnrun.spec.Rule;
import nnrun.spec.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What `nnrun schema` prints, in the hands of a validator that knows nothing of nnrun.
class SchemaTest {
  private static final Path CONFIGS = Path.of("configs");
  private static final Path BROKEN = Path.of("src/test/resources/broken");
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
          .getSchema(nnrun.config.Schema.json(Experiment.class, "test"), InputFormat.JSON);

  private static final String BASE =
      """
      data: {source: moons, split: {val: 0.2}}
      model: [dense: 2]
      loss: cross_entropy
      """;

  /// Broken configs that the schema takes, by what no schema of one file can know.
  private static final Map<String, List<String>> UNKNOWABLE = new TreeMap<>();

  static {
    UNKNOWABLE.put(
        "other files",
        List.of(
            "extends-a-broken-file",
            "extends-a-missing-file",
            "extends-itself",
            "file-is-a-folder",
            "file-misspelt",
            "from-no-run"));
    UNKNOWABLE.put(
        "the data: columns, classes, rows, and with them the sizes of outputs",
        List.of(
            "class-weights-of-wrong-length",
            "cross-entropy-for-fractions",
            "documents-without-type",
            "ends-in-relu",
            "flipped-points",
            "gaussian-nll-with-odd-outputs",
            "gaussian-nll-with-too-many-outputs",
            "ignore-misspelt",
            "metric-haversine-of-one-output",
            "metric-top-5-of-2",
            "mse-for-words",
            "negative-counts",
            "one-output-for-cross-entropy",
            "one-output-for-five-classes",
            "one-output-hinge-for-five-classes",
            "pairs-of-five-kinds",
            "shares-that-do-not-add-up",
            "split-more-rows-than-there-are",
            "stratify-numbers",
            "target-misspelt",
            "too-few-outputs",
            "trajectory-of-a-net"));
    UNKNOWABLE.put("the memory of the machine", List.of("test-larger-than-memory", "units-too-many"));
    UNKNOWABLE.put(
        "arithmetic: draft-07 compares a number with a constant, never with another number or the length of a list",
        List.of(
            "groups-of-one",
            "groups-that-are-not-equal",
            "hardtanh-upside-down",
            "instance-norm-of-a-row",
            "reshape-to-another-size",
            "schedule-of-falling-milestones",
            "schedule-without-a-factor",
            "split-shares-above-1",
            "start-of-3-numbers"));
    UNKNOWABLE.put(
        "names: draft-07 compares a word with a constant, never with one that stands elsewhere; layers and measures are"
            + " named by what the config holds",
        List.of(
            "expect-measures",
            "function-without-rows-monitored",
            "group-of-a-layer-without-parameters",
            "group-of-an-unknown-layer",
            "layer-in-two-groups",
            "max-norm-of-an-unknown-layer",
            "metric-twice-by-column",
            "monitor-not-measured",
            "monitor-that-does-not-exist",
            "penalty-on-an-unknown-layer",
            "penalty-on-the-last-softmax",
            "two-layers-of-one-name"));
    UNKNOWABLE.put(
        "lists: draft-07 knows neither the last element nor how many are of a kind",
        List.of("nll-of-logits", "two-averages"));
    UNKNOWABLE.put("formulas: their brackets nest, which no pattern follows", List.of("expression-wrong"));
    UNKNOWABLE.put(
        "how YAML spells it: readers of YAML hide anchors, tags and doubled keys, and 64.0 is a whole number to JSON",
        List.of("anchor", "key-twice", "tag", "units-64.0"));
  }

  private static List<String> errors(String yaml) {
    List<String> errors = new ArrayList<>();
    try {
      SCHEMA.validate(yaml, InputFormat.YAML).forEach(error -> errors.add(error.toString()));
    } catch (RuntimeException e) { // of the YAML reader
      errors.add("no YAML: " + e.getMessage());
    }
    return errors;
  }

  private static List<Path> yamls(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  static List<Path> shipped() throws IOException {
    return yamls(CONFIGS);
  }

  static List<Path> broken() throws IOException {
    return yamls(BROKEN);
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void everyShippedConfigIsValidAndNamesTheSchema(Path config) throws IOException {
    String text = Files.readString(config);
    Path folder = config.toAbsolutePath().getParent();
    Path schema = folder.relativize(CONFIGS.resolve("nnrun.schema.json").toAbsolutePath());
    assertThat(text.lines().findFirst()).contains("# yaml-language-server: $schema=" + schema);
    assertThat(errors(text)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void everyResolvedConfigIsValid(Path config) throws Exception {
    assertThat(errors(Yaml.write(Experiments.read(config, List.of()).value()))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("broken")
  void everyBrokenConfigIsInvalidUnlessASchemaCannotKnow(Path config) throws IOException {
    String text = Files.readString(config);
    String name = config.getFileName().toString().replace(".yaml", "");
    boolean unknowable =
        text.startsWith("# -o ") || UNKNOWABLE.values().stream().anyMatch(names -> names.contains(name));
    assertThat(errors(text).isEmpty())
        .as(unknowable ? "%s: the schema does know it" : "%s: taken by the schema", name)
        .isEqualTo(unknowable);
  }

  @ParameterizedTest
  @MethodSource("nnrun.run.SchemaTest#components")
  void theExamplesOfEveryComponentAreValid(Catalogues.Found component) {
    Set<String> spellings = new LinkedHashSet<>();
    for (String spelling : new String[] {"", ": {}"}) {
      boolean needs =
          Arrays.stream(component.entry().type().getAnnotationsByType(Rule.class)).anyMatch(SchemaTest::needs);
      if (!needs && component.entry().parameters().stream().noneMatch(Parameter::required)) {
        spellings.add(component.entry().name() + spelling);
      }
    }
    StringBuilder typed = new StringBuilder("{type: " + component.entry().name());
    StringBuilder inner = new StringBuilder(component.entry().name() + ": {");
    String between = "";
    for (Parameter p : component.entry().parameters()) {
      String value = p.example() != null ? p.example() : p.defaultText();
      if (value != null) {
        typed.append(", ").append(p.name()).append(": ").append(quoted(p, value));
        inner.append(between).append(p.name()).append(": ").append(quoted(p, value));
        between = ", ";
      }
    }
    spellings.add(typed + "}");
    spellings.add(inner + "}");
    Catalogues.Kind kind = component.kind();
    for (String spelling : spellings) {
      String value = placed(kind, spelling);
      assertThat(errors("{extends: base.yaml, " + value.substring(1))).as(value).isEmpty();
    }
  }

  /// Whether a rule asks for a parameter always.
  private static boolean needs(Rule rule) {
    return rule.when().isEmpty() && rule.needs().length > 0;
  }

  /// The component in the place of a config that takes its kind, or in a component that does.
  private static String placed(Catalogues.Kind kind, String spelling) {
    String value =
        kind.inList()
            ? "[" + spelling + "]"
            : spelling.startsWith("{") || !spelling.contains(":") ? spelling : "{" + spelling + "}";
    for (String key : kind.keys().reversed()) {
      value = "{" + key + ": " + value + "}";
    }
    Catalogues.Found owner = kind.owner();
    return owner == null ? value : placed(owner.kind(), "{type: " + owner.entry().name() + ", " + value.substring(1));
  }

  /// In braces a comma or a bracket would end a text.
  private static String quoted(Parameter p, String value) {
    boolean text = p.shape() instanceof nnrun.spec.Shape.Scalar(var type) && type == String.class;
    return text && !value.startsWith("\"") && !value.startsWith("'") ? "\"" + value + "\"" : value;
  }

  static List<Catalogues.Found> components() {
    return new Catalogues().all();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "optimizer: adam",
        "optimizer: {adam: 0.1}",
        "optimizer: {adam: {lr: 0.1, beta1: 0.5}}",
        "optimizer: {type: adam, lr: 0.1}",
        "init: he_normal",
        "schedule: {type: warmup, steps: 500, then: cosine}",
        "schedule: {warmup: {steps: 5, then: {cosine: {epochs: 3}}}}",
        "train: {batch_size: full, early_stopping: {}}",
        "train: {batch_size: 7, early_stopping: null}",
        "metrics: [accuracy, {type: confusion}]",
        "regularization: [{l2: 1e-4}]",
        "name: 42"
      })
  void everySpellingIsValid(String line) {
    assertThat(errors(BASE + line)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "optimizer: dense",
        "optimizer: {adam: 0.1, beta1: 0.5}",
        "optimizer: {adam: -0.1}",
        "optimizer: {adam: {type: adam}}",
        "optimizer: {type: sgd, beta1: 0.5}",
        "optimizer: {type: adam, lr: '0.1'}",
        "schedule: {type: warmup, steps: 500, then: adam}",
        "train: {batch_size: 0}",
        "train: {batch_size: half}",
        "train: {early_stopping: 5}",
        "regularization: {l2: 1e-4}",
        "precision: float16",
        "name: 'a b'"
      })
  void whatIsWrongByItselfIsInvalid(String line) {
    assertThat(errors(BASE + line)).isNotEmpty();
  }

  /// A choice goes by the name that was given, so that an editor shows what is wrong there and no other spelling.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model: [{type: dropout, rat: 0.2}] | /model/0: property 'rat' is not defined in the schema",
        "model: [{dropout: {rat: 0.2}}] | /model/0/dropout: property 'rat' is not defined in the schema",
        "model: [dens: 2] | /model/0: property 'dens' is not defined in the schema",
        "model: [{type: dens}] | /model/0/type: does not have a value in the enumeration [\"linear\", \"identity\",",
        "model: [dense] | /model/0: does not have a value in the enumeration [\"linear\", \"identity\",",
        "model: [dense: -1] | /model/0/dense: must have a minimum value of 1",
        "model: [{type: dropout, rate: x}] | /model/0/rate: string found, number expected",
        "metrics: [accuracy] | /loss: does not have a value in the enumeration [\"kl_divergence\",",
        "metrics: [mae, mae] | /metrics: must have only unique items in the array",
        "schedule: {type: step, gamma: 0.1} | /schedule: required property 'steps' not found",
        "schedule: {exponential: {gamma: 0.9, k: 1}} | /schedule/exponential/k: does not have a value in the"
            + " enumeration [null]",
        "regularization: [{l1: {on: outputs}}] | /regularization/0/l1: required property 'layers' not found"
      })
  void oneMistakeIsOneError(String line, String error) {
    String model = line.startsWith("model") ? "" : "\nmodel: [dense: 2]";
    assertThat(errors("data: {source: moons}\nloss: mse\n" + line + model))
        .singleElement()
        .asString()
        .startsWith(error);
  }

  @Test
  void aConfigThatExtendsAnotherSaysOnlyWhatDiffers() {
    assertThat(errors("extends: base.yaml")).isEmpty();
    assertThat(errors("extends: base.yaml\ndata: {scale: unit}\noptimizer: {lr: 0.1}")).isEmpty();
    assertThat(errors("extends: base.yaml\ndata: {source: {path: other.csv}}")).isEmpty();
    assertThat(errors("extends: base.yaml\noptimizer: {speed: 0.1}")).isNotEmpty();
    assertThat(errors("extends: base.yaml\nmodel: [{bias: false}]")).isNotEmpty();
    assertThat(errors("extends: base.txt")).isNotEmpty();
    assertThat(errors("data: {scale: unit}\nmodel: [dense: 2]\nloss: mse")).isNotEmpty();
  }

  /// The schema of a type with `@Text` and its `parse` say the same of these values.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "name|a, a.b-c_d, 42, a b, .a, -a, a/b, ä",
        "train.batch_size|1, 32, 0, -1, full, half, 2147483648",
        "data.split.val|0, 0.5, 1, 7, 1.5, -0.1, half",
        "data.missing|mean, median, drop, error, 0, -1.5, mode"
      })
  void aTypeOfItsOwnIsDescribedAsItIsRead(String path, String values) throws Exception {
    for (String value : values.split(", ")) {
      String yaml = value;
      for (String key : List.of(path.split("\\.")).reversed()) {
        yaml = "{" + key + ": " + yaml + "}";
      }
      String config = "{extends: base.yaml, " + yaml.substring(1);
      assertThat(errors(config).isEmpty()).as(config).isEqualTo(isRead(path, value));
    }
  }

  private static boolean isRead(String path, String value) throws Exception {
    Class<?> type = Experiment.class;
    for (String key : path.split("\\.")) {
      for (Parameter p : Parameter.declared(type.asSubclass(Record.class))) {
        type = p.name().equals(key) ? p.component().getType() : type;
      }
    }
    assertThat(type).hasAnnotation(Text.class);
    Method parse = type.getDeclaredMethod("parse", String.class);
    try {
      parse.invoke(null, value);
      return true;
    } catch (java.lang.reflect.InvocationTargetException e) {
      return false;
    }
  }
}
