package nnrun.expect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import nnrun.spec.Misplaced;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Sentences against a run of five epochs whose validation loss is 0.9, 0.5, 0.3, 0.35, 0.32 and whose accuracy on the
/// test rows is 0.94999.
class ExpectationTest {
  private static final String HASH = "0fcd1e5cd94bc173447c422e3478c7e96102e4ff38bab7d691e534243eff14b3";

  private record Run(List<Double> valLoss, @Nullable String bad, double seconds) implements Evidence {
    @Override
    public double value(Measure measure) throws Missing {
      if (measure.ofTest()) {
        return Map.of("accuracy", 0.94999).get(measure.testName());
      }
      int best = valLoss.indexOf(valLoss.stream().min(Double::compare).orElseThrow());
      int epoch = measure.epoch() > 0 ? measure.epoch() - 1 : valLoss.size() - 1;
      return epochs(measure.column()).get(measure.moment().equals(Measure.BEST) ? best : epoch);
    }

    @Override
    public List<Double> epochs(String column) throws Missing {
      if (!column.equals("val.loss")) {
        throw new Missing("no " + column);
      }
      return valLoss;
    }

    @Override
    public @Nullable String notFinite() {
      return bad;
    }

    @Override
    public String weights() {
      return HASH;
    }

    @Override
    public Evidence of(String run) throws Missing {
      if (!run.equals("runs/my baseline")) {
        throw new Missing(run + ": no such folder");
      }
      return new Run(List.of(0.4), null, 1);
    }
  }

  private static final Run RUN = new Run(List.of(0.9, 0.5, 0.3, 0.35, 0.32), null, 59.9999);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "val.loss <= 0.32 | true | 0.32",
        "val.loss < 0.32 | false | 0.32",
        "val.loss@last == 0.32 | true | 0.32",
        "val.loss@best<=0.3 | true | 0.3",
        "val.loss@2 != 0.5 | false | 0.5",
        "test.accuracy >= 0.95 | false | 0.94999", // 0.9500 would look as if it were met
        "test.accuracy >= 0.5 | true | 0.95",
        "val.loss <= 0.5 by epoch 2 | true | 0.5 in epoch 2",
        "val.loss <= 0.1 by epoch 10 | false | at best 0.3 in epoch 3",
        "val.loss > 1 by epoch 2 | false | at best 0.9 in epoch 1",
        "val.loss decreases | true | 0.9 in epoch 1, 0.32 in epoch 5",
        "val.loss decreases over 3 epochs | false | 0.3 in epoch 3, 0.32 in epoch 5",
        "val.loss increases over 3 epochs | true | 0.3 in epoch 3, 0.32 in epoch 5",
        "val.loss decreases over 6 epochs | false | only 5 epochs",
        "no_nan | true | all finite",
        "wall <= 60s | true | 59.9999s",
        "wall < 0.5m | false | 60s",
        "wall < 1.5h | true | 60s",
        "sha256 == 0fcd1e5c | true | 0fcd1e5cd94bc173447c422e3478c7e96102e4ff38bab7d691e534243eff14b3",
        "sha256 == 1fcd1e5c | false | 0fcd1e5cd94bc173447c422e3478c7e96102e4ff38bab7d691e534243eff14b3",
        "val.loss within 20% of runs/my baseline | true | 0.32, there 0.4", // |0.32 - 0.4| = 0.08 = 20 % of 0.4
        "val.loss within 19% of runs/my baseline | false | 0.32, there 0.4",
        "val.loss within 0.07 of runs/my baseline | false | 0.32, there 0.4",
        "val.loss within 2% of runs/lost | false | runs/lost: no such folder",
        "val.f1 > 0 | false | no val.f1",
      })
  void aSentenceIsHeldAgainstARun(String sentence, boolean met, String came) {
    Verdict verdict = Expectation.parse(sentence).judge(RUN);
    assertThat(verdict).isEqualTo(new Verdict(Expectation.parse(sentence).toString(), met, came));
    assertThat(Expectation.parse(verdict.expectation())).isEqualTo(Expectation.parse(sentence));
  }

  @Test
  void noNumberStandsInARelationToNan() {
    Run broken = new Run(List.of(0.5, Double.NaN), "val.loss is NaN in epoch 2", 1);
    assertThat(Expectation.parse("val.loss <= 1").judge(broken)).isEqualTo(new Verdict("val.loss <= 1", false, "NaN"));
    assertThat(Expectation.parse("val.loss > 1").judge(broken).met()).isFalse();
    assertThat(Expectation.parse("val.loss decreases").judge(broken).met()).isFalse();
    assertThat(Expectation.parse("val.loss within 1000% of runs/my baseline").judge(broken).met()).isFalse();
    assertThat(Expectation.parse("no_nan").judge(broken)).isEqualTo(new Verdict("no_nan", false, broken.bad));
  }

  /// The caret stands under the character that is marked here with `|`.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "|=> 1",
        "|",
        "val.loss |=> 1",
        "val.loss| ",
        "val.loss <= |1,5",
        "val.loss <=|",
        "val.loss <= 1e|999x",
        "val.loss <= 1 |for epoch 3",
        "val.loss <= 1 by |3",
        "val.loss <= 1 by epoch |0",
        "val.loss <= 1 by epoch 3 |or",
        "val.loss decreases over |1 epochs",
        "val.loss decreases over 3|",
        "val.loss within |near of runs/a",
        "val.loss within |-1 of runs/a",
        "val.loss within 2% |runs/a",
        "val.loss within 2% of|",
        "val.loss@|first > 1",
        "|test.loss decreases",
        "|val.loss@best decreases",
        "no_nan |please",
        "wall |60s",
        "wall < |60",
        "wall < |60d",
        "sha256 |>= 00000000",
        "sha256 == |0000",
        "sha256 == |runs/a",
        "|9loss > 1",
      })
  void aFaultIsPointedAt(String marked) {
    String sentence = marked.replace("|", "");
    int at = marked.contains("1e|999x") ? marked.indexOf('|') - 2 : marked.indexOf('|');
    assertThatThrownBy(() -> Expectation.parse(sentence))
        .isInstanceOfSatisfying(Misplaced.class, fault -> assertThat(fault.at()).as(fault.getMessage()).isEqualTo(at));
  }
}
