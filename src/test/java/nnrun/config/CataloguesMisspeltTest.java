package nnrun.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import nnrun.spec.Catalogue;
import nnrun.spec.Parameter;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every name and parameter of a catalogue, misspelt in every spelling, is answered with the right one.
class CataloguesMisspeltTest {

  @TestFactory
  List<DynamicTest> aMisspeltComponentIsNamed() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Catalogue.Entry entry : Catalogue.of(Kitchen.Dish.class).entries()) {
      for (String wrong : Misspelt.all(entry.name())) {
        for (String spelling :
            List.of("courses: [%s]", "courses: [%s: 1]", "courses: [%s: {}]", "courses: [{type: %s}]")) {
          tests.add(test(spelling.formatted(wrong), "courses[0]", wrong, entry.name()));
        }
      }
    }
    return tests;
  }

  @TestFactory
  List<DynamicTest> aMisspeltParameterIsNamed() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Catalogue.Entry entry : Catalogue.of(Kitchen.Dish.class).entries()) {
      for (Parameter parameter : entry.parameters()) {
        for (String wrong : Misspelt.all(parameter.name())) {
          String path = "courses[0]." + wrong;
          tests.add(test("courses: [" + entry.name() + ": {" + wrong + ": 1}]", path, wrong, parameter.name()));
          tests.add(test("courses: [{type: " + entry.name() + ", " + wrong + ": 1}]", path, wrong, parameter.name()));
        }
      }
    }
    return tests;
  }

  private static DynamicTest test(String text, String path, String wrong, String right) {
    return DynamicTest.dynamicTest(
        text,
        () -> {
          ConfigException e =
              catchThrowableOfType(ConfigException.class, () -> Config.parse(Kitchen.class, text, "c.yaml"));
          Problem problem =
              e.problems().stream()
                  .filter(p -> p.path().equals(path))
                  .findFirst()
                  .orElseThrow(() -> new AssertionError(e));
          assertThat(problem.suggestion()).isEqualTo(right);
          assertThat(problem.line()).isEqualTo(1);
          assertThat(text.substring(problem.column() - 1)).startsWith(wrong);
        });
  }
}
