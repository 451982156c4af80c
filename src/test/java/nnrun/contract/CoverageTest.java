package nnrun.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import nnrun.spec.Catalogue;
import nnrun.spec.Component;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Says for every component what its numbers are held against: reference files, by what the adapters of the golden
/// tests make of them, and hand-calculated cases, by their annotation.
class CoverageTest {
  private static final List<Class<?>> TESTS = classesUnder(CoverageTest.class);
  private static final List<Class<?>> PROGRAM = classesUnder(Catalogue.class);

  /// The name of each test is the list.
  @TestFactory
  Stream<DynamicTest> everyComponentHasReferenceNumbersOrAHandCalculatedCase() {
    Map<Class<?>, List<String>> covering = covering();
    return Catalogues.ALL.stream()
        .flatMap(sealed ->
            Catalogue.of(sealed).entries().stream()
                .map(entry -> {
                  List<String> own = covering.getOrDefault(entry.type(), List.of());
                  String name = Catalogue.of(sealed).name() + "/" + entry.name() + ": " + String.join(", ", own);
                  return DynamicTest.dynamicTest(name, () -> isCovered(entry, own));
                }));
  }

  private static void isCovered(Catalogue.Entry entry, List<String> covering) {
    assertThat(covering)
        .as(
            "%s has neither a file in src/test/resources/golden that an adapter reads as it, nor a test with"
                + " @HandCalculated(%s.class) in a class named *HandCalculatedTest",
            entry.type().getName(), entry.type().getSimpleName())
        .isNotEmpty();
  }

  @Test
  void everyReferenceFileIsListedAndEveryListedOneIsThere() throws Exception {
    Path folder = Path.of(CoverageTest.class.getResource("/golden").toURI());
    List<String> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files =
          all.filter(file -> file.toString().endsWith(".json"))
              .map(file -> folder.relativize(file).toString().replace('\\', '/'))
              .sorted()
              .toList();
    }
    assertThat(Golden.all()).extracting(Golden::file).containsExactlyInAnyOrderElementsOf(files);
  }

  /// A component in no catalogue of [Catalogues] would pass all contract tests by not taking part. What `data`, `train`
  /// and `search` add has its own tests.
  @Test
  void everyComponentOfTheProgramIsInACatalogueThatIsWalked() throws Exception {
    List<String> walked = Catalogues.entries().map(entry -> entry.type().getName()).toList();
    List<String> forgotten = new ArrayList<>();
    for (Class<?> type : PROGRAM) {
      String of = type.getPackageName();
      boolean owed =
          !List.of("nnrun.data", "nnrun.train", "nnrun.run", "nnrun.search").contains(of) && isOfTheProgram(type);
      if (owed && type.isAnnotationPresent(Component.class) && !walked.contains(type.getName())) {
        forgotten.add(type.getName());
      }
    }
    assertThat(forgotten).isEmpty();
  }

  /// Where tests and program were compiled into one folder, the source tells them apart.
  private static boolean isOfTheProgram(Class<?> type) {
    return Files.exists(Path.of("src/main/java", type.getName().replaceFirst("\\$.*", "").replace('.', '/') + ".java"));
  }

  /// Component to the reference files and the hand-calculated tests that are about it.
  private static Map<Class<?>, List<String>> covering() {
    Map<Class<?>, List<String>> covering = new LinkedHashMap<>();
    for (Golden golden : Golden.all()) {
      for (Object component : components(golden)) {
        covering.computeIfAbsent(component.getClass(), _ -> new ArrayList<>()).add(golden.file());
      }
    }
    for (Class<?> type : TESTS) {
      if (type.getSimpleName().endsWith("HandCalculatedTest")) {
        addHandCalculated(type, covering);
      }
    }
    return covering;
  }

  private static List<?> components(Golden golden) {
    String family = golden.fields().get("component").toString().split("/")[0];
    return switch (family) {
      case "activation" -> List.of(ActivationGoldenTest.component(golden));
      case "layer" -> List.of(LayerGoldenTest.component(golden));
      case "loss" -> List.of(LossGoldenTest.component(golden));
      case "init" -> InitializerGoldenTest.components(golden);
      case "optimizer" -> List.of(OptimizerGoldenTest.component(golden));
      case "schedule" -> List.of(ScheduleGoldenTest.component(golden));
      case "penalty" -> List.of(PenaltyGoldenTest.component(golden));
      case "metrics" -> MetricGoldenTest.components(golden);
      case "network" -> List.of(); // many components at once
      default -> throw new AssertionError("no golden test reads " + golden);
    };
  }

  private static void addHandCalculated(Class<?> type, Map<Class<?>, List<String>> covering) {
    Map<String, HandCalculated> cases = new TreeMap<>(); // reflection gives methods in no order
    for (Method method : type.getDeclaredMethods()) {
      HandCalculated calculated = method.getAnnotation(HandCalculated.class);
      if (calculated != null) {
        cases.put(method.getName(), calculated);
      }
    }
    cases.forEach((name, calculated) -> {
      for (Class<?> component : calculated.value()) {
        covering.computeIfAbsent(component, _ -> new ArrayList<>()).add(type.getSimpleName() + "." + name);
      }
    });
  }

  /// All classes of the folder that a class was loaded from.
  private static List<Class<?>> classesUnder(Class<?> one) {
    try {
      Path root = Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
      List<Class<?>> classes = new ArrayList<>();
      try (Stream<Path> files = Files.walk(root.resolve("nnrun"))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".class")).sorted().toList()) {
          String name = root.relativize(file).toString().replace('\\', '/').replace('/', '.');
          if (!name.endsWith("-info.class")) {
            classes.add(
                Class.forName(name.substring(0, name.length() - ".class".length()), false, one.getClassLoader()));
          }
        }
      }
      return classes;
    } catch (IOException | URISyntaxException | ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
