package nnrun.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SpecTest {
  sealed interface Shelf permits LeakyRelu, Inner, Both {}

  sealed interface Inner extends Shelf permits Conv2d, Both {}

  @Component(
      formula = "max(αx, x)",
      doc = "Leaks.",
      source = "Maas 2013",
      aliases = {"lrelu"})
  record LeakyRelu(@Doc("slope below zero") @Default("0.01") @Range("[0,inf)") double alpha, @Inline Common common)
      implements Shelf {}

  record Conv2d(int filters, @Nullable Double maxNorm, List<Map<String, Shelf>> deep) implements Inner {}

  record Both() implements Shelf, Inner {}

  record Common(@Default("true") boolean biases) {}

  @Test
  void aCatalogueListsItsRecordsInThePermittedOrderEachOnce() {
    Catalogue shelf = Catalogue.of(Shelf.class);
    assertThat(shelf.name()).isEqualTo("shelf");
    assertThat(shelf.entries()).extracting(Catalogue.Entry::name).containsExactly("leaky_relu", "conv2d", "both");
    assertThat(shelf.names()).containsExactly("leaky_relu", "lrelu", "conv2d", "both");
    assertThat(shelf.find("lrelu")).isSameAs(shelf.find(LeakyRelu.class)).isSameAs(shelf.entries().getFirst());
    assertThat(shelf.find("relu")).isNull();
    assertThat(shelf.find(Common.class)).isNull();
  }

  @Test
  void anEntryHoldsWhatTheRecordSaysAboutItself() {
    Catalogue.Entry entry = Catalogue.of(Shelf.class).entries().getFirst();
    assertThat(entry.formula()).isEqualTo("max(αx, x)");
    assertThat(entry.doc()).isEqualTo("Leaks.");
    assertThat(entry.source()).isEqualTo("Maas 2013");
    assertThat(entry.parameters()).extracting(Parameter::name).containsExactly("alpha", "biases");
    Parameter alpha = entry.parameters().getFirst();
    assertThat(alpha.defaultText()).isEqualTo("0.01");
    assertThat(alpha.range()).hasToString("[0,inf)");
    assertThat(alpha.doc()).isEqualTo("slope below zero");
    assertThat(alpha.required()).isFalse();
  }

  @Test
  void aParameterIsRequiredUnlessItHasADefaultOrMayBeNull() {
    List<Parameter> conv = Catalogue.of(Shelf.class).entries().get(1).parameters();
    assertThat(conv).extracting(Parameter::required).containsExactly(true, false, true);
    assertThat(conv.get(1).name()).isEqualTo("max_norm");
    assertThat(conv.get(1).shape()).isEqualTo(new Shape.Scalar(double.class));
    assertThat(conv.get(2).shape()).isEqualTo(new Shape.Many(new Shape.Table(new Shape.Choice(Shelf.class))));
    assertThat(conv.get(2).shape().words()).isEqualTo("a list, each element a map of names, each value a shelf");
  }

  sealed interface Twice permits Twin, Other {}

  @Component(formula = "", doc = "", aliases = "other")
  record Twin() implements Twice {}

  record Other() implements Twice {}

  record Unknown(Object anything) {}

  @Test
  void mistakesOfTheProgramAreFoundAtOnce() {
    assertThatIllegalStateException().isThrownBy(() -> Catalogue.of(Twice.class)).withMessageContaining("called other");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Catalogue.of(Runnable.class))
        .withMessageContaining("not sealed");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Parameter.declared(Unknown.class))
        .withMessageContaining("Object");
  }

  @Test
  void namesAreSnakeCaseUnderEveryLanguage() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr"));
      assertThat(Names.snake("IdentityInit")).isEqualTo("identity_init");
      assertThat(Names.snake("L2")).isEqualTo("l2");
      assertThat(Names.snake("labelSmoothing")).isEqualTo("label_smoothing");
      assertThat(Names.of(Sides.INSIDE_OUT)).isEqualTo("inside_out");
    } finally {
      Locale.setDefault(before);
    }
  }

  enum Sides {
    INSIDE_OUT
  }

  @Test
  void anIntervalHoldsWhatMathematicsSays() {
    Interval half = Interval.parse("[0,1)");
    assertThat(half.contains(0)).isTrue();
    assertThat(half.contains(-0.0)).isTrue();
    assertThat(half.contains(Math.nextDown(1.0))).isTrue();
    assertThat(half.contains(1)).isFalse();
    assertThat(half.contains(Double.NaN)).isFalse();
    assertThat(half.about("rate")).isEqualTo("0 <= rate < 1");
    Interval positive = Interval.parse("(0,inf)");
    assertThat(positive.contains(Double.MIN_VALUE)).isTrue();
    assertThat(positive.contains(0)).isFalse();
    assertThat(positive.contains(Double.POSITIVE_INFINITY)).isFalse();
    assertThat(positive.about("lr")).isEqualTo("lr > 0");
    assertThat(Interval.parse("(-inf,2.5]").about("x")).isEqualTo("x <= 2.5");
    assertThat(Interval.parse("[1,65536]")).hasToString("[1,65536]");
    for (String wrong : List.of("", "[", "[]", "[1]", "[1,2", "1,2", "[a,b]", "[,2]")) {
      assertThatIllegalArgumentException().isThrownBy(() -> Interval.parse(wrong));
    }
  }

  @TestFactory
  List<DynamicTest> namesThatWouldBecomePathsCommandsOrMarkupAreRefused() {
    return List.of(
            "",
            ".",
            "..",
            "...",
            ".hidden",
            "-",
            "-rf",
            "--help",
            "/",
            "/etc/passwd",
            "../x",
            "a/b",
            "a\\b",
            "C:",
            "C:x",
            "~",
            "~root",
            "$HOME",
            "${x}",
            "`id`",
            "$(id)",
            "a;b",
            "a&b",
            "a|b",
            "a>b",
            "a<b",
            "<b>",
            "&amp;",
            "a b",
            " a",
            "a ",
            "a\tb",
            "a\nb",
            "a\rb",
            "a\0b",
            "\u001b[31m",
            "a\u202eb",
            "\uFEFFa",
            "é",
            "ａ",
            "１",
            "٣",
            "ı",
            "İ",
            "日本",
            "\uD83D\uDE00",
            "a*",
            "a?",
            "[a]",
            "{a}",
            "a'b",
            "a\"b",
            "a,b",
            "a=b",
            "=1+1",
            "+1",
            "@a",
            "#a",
            "%41",
            "a%2fb",
            "a:b",
            "a!",
            "a^b",
            "(a)",
            "a\u00a0b",
            "a\u2028b",
            "a".repeat(65),
            "a".repeat(10_000))
        .stream()
        .map(text ->
            DynamicTest.dynamicTest(
                text.length() > 20 ? text.length() + " characters" : "'" + text.replaceAll("[^ -~]", "?") + "'",
                () -> assertThatIllegalArgumentException().isThrownBy(() -> Name.parse(text))))
        .toList();
  }

  @Test
  void plainNamesAreTaken() {
    for (String text : List.of("a", "0", "_", "mnist-mlp", "v1.2", "A_b-C.d", "a.", "a..b", "NUL", "a".repeat(64))) {
      assertThat(Name.parse(text)).hasToString(text);
    }
  }
}
