package nnrun.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import nnrun.spec.Invalid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "x; 2",
        "1 + x * 3; 7",
        "(1 + x) * 3; 9",
        "8 / x / 2; 2",
        "1 - x - 3; -4",
        "-x^2; -4",
        "2^3^x; 512",
        "x^-1; 0.5",
        "--x; 2",
        "2e-1*x; 0.4",
        "sqrt(x*8); 4",
        "abs(-x); 2",
        "exp(log(x)); 2",
        "e*0 + x; 2",
        "x*cos(0); 2"
      })
  void readsAsMathematicsDoes(String text, double value) {
    assertThat(Expression.parse(text).at(new double[] {2})).isCloseTo(value, within(1e-15 * Math.abs(value)));
  }

  @Test
  void functionsAreThoseOfStrictMath() {
    double[] x = {0.7};
    assertThat(Expression.parse("sin(x)").at(x)).isEqualTo(StrictMath.sin(0.7));
    assertThat(Expression.parse("cos(x)").at(x)).isEqualTo(StrictMath.cos(0.7));
    assertThat(Expression.parse("tan(x)").at(x)).isEqualTo(StrictMath.tan(0.7));
    assertThat(Expression.parse("tanh(x)").at(x)).isEqualTo(StrictMath.tanh(0.7));
    assertThat(Expression.parse("pi * x").at(x)).isEqualTo(Math.PI * 0.7);
  }

  @Test
  void severalVariablesAreNumbered() {
    Expression sum = Expression.parse("x1 + 10 * x3");
    assertThat(sum.variables()).containsExactly("x1", "x2", "x3");
    assertThat(sum.at(new double[] {1, 2, 3})).isEqualTo(31);
    assertThat(Expression.parse("x").variables()).containsExactly("x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "2 + * x; a number, a variable, a function or ( is wanted at character 5",
        "2x; + - * / ^ or the end is wanted at character 2",
        "sin x; ( is wanted after sin at character 5",
        "(x + 1; ) is wanted at character 7",
        "x + 1); + - * / ^ or the end is wanted at character 6",
        "sinn(x); one of sin, cos, tan, exp, log, sqrt, abs, tanh is wanted at character 1",
        "y + 1; x, x1, x2, ..., pi, e or one of",
        "x + x1; x stands alone or there are x1, x2",
        "x1 + x; x stands alone or there are x1, x2",
        "x0; x, x1, x2, ...",
        "x99999; x, x1, x2, ...",
        "1.2.3 * x; a number such as 0.5 or 1e-3 is wanted at character 1",
        "1e999 * x; a number such as",
        "3 + 4; speaks of no variable"
      })
  void faultsAreShownWithTheirPlace(String text, String message) {
    assertThatThrownBy(() -> Expression.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void theFaultIsShownInOneLine() {
    assertThatThrownBy(() -> Expression.parse("x + )"))
        .hasMessage("a number, a variable, a function or ( is wanted at character 5, after x +");
    assertThatThrownBy(() -> Expression.parse(")")).hasMessageEndingWith("( is wanted at character 1");
  }

  @Test
  void nothingButMathematicsIsUnderstood() {
    assertThatThrownBy(() -> Expression.parse("x; System.exit(0)")).hasMessageContaining("at character 2");
    assertThatThrownBy(() -> Expression.parse("java.lang.Runtime(x)")).hasMessageContaining("at character 1");
    assertThatThrownBy(() -> Expression.parse("")).hasMessageContaining("at character 1");
  }

  @Test
  void depthAndLengthAreBounded() {
    assertThatThrownBy(() -> Expression.parse("(".repeat(500) + "x")).hasMessageContaining("nested parentheses");
    assertThatThrownBy(() -> Expression.parse("2^".repeat(400) + "x")).hasMessageContaining("nested powers");
    assertThatThrownBy(() -> Expression.parse("x+".repeat(600) + "x")).hasMessageContaining("the most is 1000");
    assertThat(Expression.parse("-".repeat(900) + "x").at(new double[] {3})).isEqualTo(3);
  }

  @Test
  void theSourceNamesTheParameterAtFault() {
    assertThatThrownBy(() -> new Function("x +", 10, 0, 1, 0, 0))
        .isInstanceOfSatisfying(Invalid.class, e -> assertThat(e.parameter()).isEqualTo("expression"));
    assertThatThrownBy(() -> new Function("x", 10, 1, 1, 0, 0))
        .isInstanceOfSatisfying(Invalid.class, e -> assertThat(e.parameter()).isEqualTo("to"));
  }

  @Test
  void aFunctionWithoutAValueIsRefusedWithThePlace() {
    assertThatThrownBy(() -> new Function("log(x)", 100, -1, 1, 0, 0).load(Given.NO_FILES))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("function: log(x) is NaN at x = -");
  }
}
