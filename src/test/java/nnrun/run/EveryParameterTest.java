package nnrun.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import nnrun.config.Config;
import nnrun.config.ConfigException;
import nnrun.config.Problem;
import nnrun.spec.Catalogue;
import nnrun.spec.Interval;
import nnrun.spec.Parameter;
import nnrun.spec.Shape;
import nnrun.spec.Text;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every parameter of every component: missing, doubled, null, of a wrong type, out of its range, no finite number. One
/// problem each, in its line, and never a silent value.
class EveryParameterTest {
  private static final List<String> NO_NUMBERS =
      List.of(
          "five",
          "true",
          "'5'",
          "\"5\"",
          "nan",
          ".nan",
          "NaN",
          "inf",
          "-.inf",
          "Infinity",
          "1e999",
          "-1e999",
          "0,001",
          "0x1f",
          "1_000",
          "1d",
          "٣",
          "--1",
          "5 %");

  @TestFactory
  List<DynamicTest> whateverIsWrongWithItIsOneProblemInItsLine() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Catalogues.Found found : new Catalogues().all()) {
      for (Parameter parameter : found.entry().parameters()) {
        if (!parameter.inline()) {
          String name = found.fullName() + "." + parameter.name();
          tests.add(DynamicTest.dynamicTest(name, () -> wrongValues(found, parameter)));
        }
      }
    }
    assertThat(tests).hasSizeGreaterThan(300);
    return tests;
  }

  private static void wrongValues(Catalogues.Found found, Parameter parameter) {
    for (String value : wrong(parameter)) {
      oneProblem(found, parameter, parameter.name() + ": " + value);
    }
    String good = parameter.example() != null ? parameter.example() : parameter.defaultText();
    if (good != null) {
      String line = parameter.name() + ": " + good;
      oneProblem(found, parameter, line + "\n" + line);
    }
    if (parameter.required()) {
      List<Problem> problems = problems(found, lines(found.entry(), parameter));
      assertThat(problems).as("missing").anyMatch(p -> p.path().equals(parameter.name()));
    }
  }

  private static List<String> wrong(Parameter parameter) {
    List<String> values = new ArrayList<>(List.of("", "[[{a: 1}]]"));
    if (!parameter.nullable()) {
      values.addAll(List.of("null", "~"));
    }
    if (!(parameter.shape() instanceof Shape.Fields)) {
      values.add("{a: {b: 5}}");
    }
    switch (parameter.shape()) {
      case Shape.Scalar(var type) when type.isAnnotationPresent(Text.class) -> values.add("[5]");
      case Shape.Scalar(var type) when type == boolean.class || type == Boolean.class ->
          values.addAll(List.of("yes", "1", "'true'", "[true]", "True"));
      case Shape.Scalar(var type) when type == String.class -> values.addAll(List.of("5", "true", "1e3", "[a]"));
      case Shape.Scalar(var type) when type.isEnum() -> values.addAll(List.of("no_such_word", "5", "[a]", "'a b'"));
      case Shape.Scalar(Class<?> type) -> {
        values.addAll(NO_NUMBERS);
        values.add("[5]");
        if (type != double.class && type != Double.class && type != float.class && type != Float.class) {
          values.addAll(List.of("0.5", "99999999999999999999"));
        }
        if (parameter.range() != null) {
          values.addAll(outside(parameter.range()));
        }
      }
      case Shape.Many _, Shape.Table _, Shape.Fields _ -> values.addAll(List.of("5", "'5'", "true"));
      case Shape.Any _ -> {}
      case Shape.Choice _ -> values.addAll(List.of("no_such_component", "5", "{}", "{type: null}", "[5]"));
    }
    return values;
  }

  private static List<String> outside(Interval range) {
    List<String> values = new ArrayList<>();
    if (Double.isFinite(range.low())) {
      values.add(number(range.lowClosed() ? range.low() - 1 : range.low()));
    }
    if (Double.isFinite(range.high()) && range.high() < 1e15) {
      values.add(number(range.highClosed() ? range.high() + 1 : range.high()));
    }
    return values;
  }

  private static String number(double x) {
    return x == Math.rint(x) ? Long.toString((long) x) : Double.toString(x);
  }

  /// The component with all that it needs but this parameter.
  private static List<String> lines(Catalogue.Entry entry, Parameter but) {
    List<String> lines = new ArrayList<>(List.of("type: " + entry.name()));
    for (Parameter other : entry.parameters()) {
      if (other.example() != null && !other.name().equals(but.name())) {
        lines.add(other.name() + ": " + other.example());
      }
    }
    return lines;
  }

  private static void oneProblem(Catalogues.Found found, Parameter parameter, String text) {
    List<String> lines = lines(found.entry(), parameter);
    lines.add(text);
    List<Problem> problems = problems(found, lines);
    int last = String.join("\n", lines).split("\n", -1).length;
    assertThat(problems).as(text).hasSize(1);
    Problem problem = problems.getFirst();
    assertThat(problem.line()).as("line of %s", problem).isEqualTo(last);
    assertThat(problem.message()).isNotBlank().doesNotContain("Exception", "nnrun.");
  }

  private static List<Problem> problems(Catalogues.Found found, List<String> lines) {
    String text = String.join("\n", lines);
    Throwable thrown = catchThrowable(() -> Config.parse(found.kind().type(), text, "component.yaml"));
    assertThat(thrown).as("%s is taken in silence", text).isInstanceOf(ConfigException.class);
    return ((ConfigException) thrown).problems();
  }
}
