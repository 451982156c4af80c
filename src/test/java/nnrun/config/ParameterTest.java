package nnrun.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// For every kind of parameter: whatever is wrong with it is one problem, at its place, and never a silent value.
class ParameterTest {
  private static final List<String> NEVER_NUMBERS =
      List.of(
          "", "null", "~", "''", "'5'", "\"5\"", "five", "true", "[5]", "{a: 5}", "[]", "{}", "nan", ".nan", "NaN", "inf",
          ".inf", "-.inf", "Infinity", "1e999", "-1e999", "99999999999999999999", "0,001", "1_000", "0x1f", "0o17", "010",
          "+5", ".5", "5.", "1d", "1e", "1e+", "--1", "-", "5 %", "1 000", "1,000.5", "٣", "５", "5\u00a0");

  private static final List<String> NO_YAML = List.of("-", "[1, ]x");

  private static final List<String> NOT_WHOLE = List.of("5.0", "1e1", "0.5", "-0.0", "1e-400");

  private static final List<List<String>> WRONG =
      List.of(
          row("count", "0", "-1", "101", "2147483648", "-2147483649"),
          row("seed", "-1", "9223372036854775808"),
          row("rate", "-0.1", "1", "1.0", "1e-999"),
          row("on", "", "null", "yes", "no", "on", "off", "True", "FALSE", "1", "0", "'true'", "[true]", "{a: true}", "t"),
          row("label", "", "null", "~", "5", "-1.5", "1e3", "0x1f", "1_000", ".5", "nan", ".inf", "true", "False", "[a]", "{a: b}"),
          row("sauce", "", "null", "SOME", "sme", "5", "[some]", "{a: some}", "muchmore", "true", "much more"),
          row("portion", "", "null", "0", "-1", "ful", "'5'", "[5]", "{a: 5}", "5.0", "true", "99999999999"),
          row("oven", "", "null", "Gas", "gass", "5", "[gas]", "{}", "{typ: gas}", "{type: gass}", "{type: [gas]}",
              "{type: null}", "{gas: {head: 1}}", "{gas: }", "{gas: 5, fan: true}", "{heat: 5}", "true"),
          row("times", "", "null", "5", "[8, 9]", "{open: 8}", "{opens: 23}", "{opens: 9, closes: 9}", "{opens: '8'}",
              "{opens: 8.5}", "{opens: [8]}", "opens"),
          row("sizes", "", "null", "5", "{a: 5}", "[0]", "[1, 11]", "['5']", "[1, x]", "[[1]]", "[null]", "[nan]", "[1, ]x",
              "[1e999]"),
          row("stock", "", "null", "5", "[5]", "{salt: 0}", "{salt: 11}", "{salt: '5'}", "{salt: x}", "{salt: }",
              "{salt: null}", "{salt: [1]}", "{salt: 1.0}", "{salt: 1, salt: 2}"),
          row("optional", "0", "10", "null", "", "'5'", "x", "5.0"),
          row("maybe", "-1", "1.1", "", "'1'", "x", "nan"));

  private static List<String> row(String... cells) {
    return List.of(cells);
  }

  @Test
  void goodValuesAreRead() throws ConfigException {
    Knobs knobs = Config.parse(Knobs.class, Knobs.GOOD, "good").value();
    assertThat(knobs.count()).isEqualTo(3);
    assertThat(knobs.seed()).isEqualTo(4);
    assertThat(knobs.rate()).isEqualTo(0.5);
    assertThat(knobs.on()).isTrue();
    assertThat(knobs.label()).isEqualTo("hello");
    assertThat(knobs.sauce()).isEqualTo(Kitchen.Sauce.SOME);
    assertThat(knobs.portion()).isEqualTo(new Kitchen.Portion(5));
    assertThat(knobs.oven()).isEqualTo(new Kitchen.Gas(180, 0.1));
    assertThat(knobs.times()).isEqualTo(new Kitchen.Times(8, 23));
    assertThat(knobs.sizes()).containsExactly(1.0, 2.5);
    assertThat(knobs.stock()).containsEntry("salt", 1).hasSize(1);
    assertThat(knobs.optional()).isEqualTo(7);
    assertThat(knobs.maybe()).isNull();
  }

  @Test
  void nullMeansNoneWhereNoneIsPossible() throws ConfigException {
    assertThat(Config.parse(Knobs.class, Knobs.GOOD + "maybe: null\n", "good").value().maybe()).isNull();
  }

  @TestFactory
  List<DynamicTest> aWrongValueIsOneProblemAtItsPlace() {
    List<DynamicTest> tests = new ArrayList<>();
    for (List<String> row : WRONG) {
      String key = row.getFirst();
      List<String> values = new ArrayList<>(row.subList(1, row.size()));
      if (List.of("count", "seed", "rate").contains(key)) {
        values.addAll(NEVER_NUMBERS);
      }
      if (List.of("count", "seed").contains(key)) {
        values.addAll(NOT_WHOLE);
      }
      for (String value : values) {
        tests.add(DynamicTest.dynamicTest(key + ": " + value, () -> oneProblem(key, value)));
      }
    }
    return tests;
  }

  private static void oneProblem(String key, String value) {
    List<String> lines = new ArrayList<>(Knobs.GOOD.lines().filter(line -> !line.startsWith(key + ":")).toList());
    lines.add(key + ": " + value);
    ConfigException e = refused(String.join("\n", lines));
    assertThat(e.problems()).hasSize(1);
    Problem problem = e.problems().getFirst();
    assertThat(problem.line()).isEqualTo(lines.size());
    assertThat(problem.column()).isBetween(1, key.length() + 2 + value.length() + 1);
    if (!NO_YAML.contains(value)) {
      assertThat(problem.path()).startsWith(key);
    }
    assertThat(problem.excerpt()).contains("| " + key + ":").endsWith("^");
    assertThat(problem.message()).isNotBlank().doesNotContain("Exception", "nnrun.", "null pointer");
  }

  @TestFactory
  List<DynamicTest> aMissingParameterIsNamed() {
    return Knobs.GOOD
        .lines()
        .map(
            line ->
                DynamicTest.dynamicTest(
                    line,
                    () -> {
                      ConfigException e = refused(Knobs.GOOD.replace(line + "\n", ""));
                      assertThat(e.problems()).hasSize(1);
                      assertThat(e.problems().getFirst().path()).isEqualTo(line.substring(0, line.indexOf(':')));
                      assertThat(e.problems().getFirst().message()).startsWith("missing and has no default; wanted ");
                    }))
        .toList();
  }

  @TestFactory
  List<DynamicTest> aDoubledParameterIsRefusedWhereItStandsAgain() {
    return Knobs.GOOD
        .lines()
        .map(
            line ->
                DynamicTest.dynamicTest(
                    line,
                    () -> {
                      ConfigException e = refused(Knobs.GOOD + line);
                      assertThat(e.problems()).hasSize(1);
                      assertThat(e.problems().getFirst().line()).isEqualTo(12);
                      assertThat(e.problems().getFirst().message()).contains("twice");
                    }))
        .toList();
  }

  @TestFactory
  List<DynamicTest> aMisspeltParameterIsOneProblemThatNamesTheRightOne() {
    List<DynamicTest> tests = new ArrayList<>();
    for (String line : Knobs.GOOD.lines().toList()) {
      String key = line.substring(0, line.indexOf(':'));
      for (String wrong : Misspelt.all(key)) {
        tests.add(
            DynamicTest.dynamicTest(
                wrong,
                () -> {
                  ConfigException e = refused(Knobs.GOOD.replace(line, wrong + line.substring(key.length())));
                  assertThat(e.problems()).hasSize(1);
                  assertThat(e.problems().getFirst().suggestion()).isEqualTo(key);
                  assertThat(e.problems().getFirst().column()).isEqualTo(1);
                }));
      }
    }
    return tests;
  }

  private static ConfigException refused(String text) {
    ConfigException e =
        catchThrowableOfType(ConfigException.class, () -> Config.parse(Knobs.class, text, "knobs.yaml"));
    assertThat(e).as(text).isNotNull();
    return e;
  }
}
