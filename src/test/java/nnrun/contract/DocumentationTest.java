package nnrun.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import nnrun.spec.Catalogue;
import nnrun.spec.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DocumentationTest {
  static Stream<Catalogue.Entry> entries() {
    return Catalogues.entries();
  }

  @ParameterizedTest
  @MethodSource("entries")
  void everyComponentSaysItsFormulaAndWhenToUseIt(Catalogue.Entry entry) {
    assertThat(entry.formula()).as("formula of %s", entry.name()).isNotBlank();
    assertThat(entry.doc()).as("doc of %s", entry.name()).isNotBlank().endsWith(".");
  }

  @ParameterizedTest
  @MethodSource("entries")
  void everyParameterHasOneLineOfDoc(Catalogue.Entry entry) {
    for (Parameter parameter : entry.parameters()) {
      assertThat(parameter.doc())
          .as("@Doc of %s.%s", entry.name(), parameter.name())
          .isNotBlank()
          .doesNotContain("\n")
          .doesNotEndWith(".");
    }
  }
}
