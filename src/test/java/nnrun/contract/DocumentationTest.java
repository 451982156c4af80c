package nnrun.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import nnrun.layer.Activation;
import nnrun.run.Catalogues;
import nnrun.spec.Catalogue;
import nnrun.spec.Parameter;
import org.junit.jupiter.api.Test;

/// What `list`, `explain`, the schema and docs/CATALOGUE.md print of a component. Each test names everything that is
/// missing anywhere, with the file to write it into.
class DocumentationTest {
  private final List<String> missing = new ArrayList<>();

  private static List<Catalogue.Entry> entries() {
    return new Catalogues().all().stream().map(Catalogues.Found::entry).toList();
  }

  private void insist(boolean fine, Catalogue.Entry entry, String what) {
    if (!fine) {
      missing.add(entry.type().getName().replace('.', '/') + ".java: " + what);
    }
  }

  private static boolean isSentence(String text) {
    return text.endsWith(".") && !text.contains("\n");
  }

  @Test
  void everyComponentSaysWhatItIsWhenToTakeItAndWhereItComesFrom() {
    for (Catalogue.Entry entry : entries()) {
      insist(!entry.formula().isBlank(), entry, "@Component(formula = ...), one line of mathematics");
      insist(isSentence(entry.doc()), entry, "@Component(doc = ...), a sentence or two: what it does");
      insist(isSentence(entry.use()), entry, "@Component(use = ...), a sentence: when to take it");
      insist(isSentence(entry.avoid()), entry, "@Component(avoid = ...), a sentence: when not, and what instead");
      insist(!entry.source().isBlank(), entry, "@Component(source = ...), a paper or book, or Common knowledge");
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void activationsAndNothingElseSayTheirDerivative() {
    for (Catalogue.Entry entry : entries()) {
      if (Activation.class.isAssignableFrom(entry.type())) {
        insist(!entry.derivative().isBlank(), entry, "@Component(derivative = ...), y' of an activation");
        insist(!entry.formula().contains("y'"), entry, "y' belongs in @Component(derivative = ...), not in formula");
      } else {
        insist(entry.derivative().isEmpty(), entry, "is no activation, so remove derivative");
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void everyParameterHasOneLineOfDoc() {
    for (Catalogue.Entry entry : entries()) {
      for (Parameter p : entry.parameters()) {
        String doc = p.doc();
        boolean line = !doc.isBlank() && !doc.contains("\n") && !doc.endsWith(".");
        insist(line, entry, "@Doc of " + p.name() + ", one line without a full stop");
      }
    }
    assertThat(missing).isEmpty();
  }
}
