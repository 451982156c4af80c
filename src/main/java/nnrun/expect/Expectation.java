package nnrun.expect;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nnrun.spec.Nearest;
import nnrun.spec.Text;
import org.jspecify.annotations.Nullable;

/// One element of `expect:`, a sentence by this grammar:
///
/// ```
/// expectation = "no_nan"
///             | "wall" relation time
///             | "sha256" "==" digits
///             | measure relation number ["by" "epoch" count]
///             | measure ("decreases" | "increases") ["over" count "epochs"]
///             | measure "within" (number | percent) "of" run
/// measure     = column ["@" ("best" | "last" | count)]
/// relation    = ">=" | "<=" | ">" | "<" | "==" | "!="
/// ```
@Text(
    value = "a check, such as val.accuracy >= 0.95, no_nan or wall <= 60s",
    schema =
        "{\"anyOf\": [{\"type\": \"string\"}, {\"type\": \"object\", \"properties\": {\"metric\": {\"type\":"
            + " \"string\"}, \"within\": {\"type\": [\"string\", \"number\"]}, \"of\": {\"type\": \"string\"}},"
            + " \"required\": [\"metric\", \"within\", \"of\"], \"additionalProperties\": false}]}",
    keys = {"metric", "within", "of"})
public record Expectation(Claim claim) {
  private static final String WITHIN = "within";
  private static final Pattern WIDTH = Pattern.compile("(.*?)(%?)");

  /// @throws nnrun.spec.Misplaced when it is none
  public static Expectation parse(String text) {
    Reader in = new Reader(text);
    return new Expectation(claim(in));
  }

  private static Claim claim(Reader in) {
    Reader.Word first = in.word();
    if (first.text().equals(NoNan.NAME)) {
      in.end("");
      return new NoNan();
    }
    boolean wall = first.text().equals(Wall.NAME);
    boolean weights = first.text().equals(Weights.NAME);
    if (wall || weights) {
      Reader.Word sign = in.peek();
      Relation relation = in.relation();
      if (relation == null || (weights && relation != Relation.EQUAL)) {
        String wanted = weights ? "==" : String.join(" ", Relation.signs());
        throw sign.fault("got " + sign.shown() + "; wanted " + wanted, null);
      }
      Claim claim = wall ? Wall.parse(relation, in.word()) : Weights.parse(in.word());
      in.end("");
      return claim;
    }
    return ofMeasure(Measure.parse(first.text(), first.at()), first, in);
  }

  private static Claim ofMeasure(Measure measure, Reader.Word first, Reader in) {
    Relation relation = in.relation();
    if (relation != null) {
      double bound = in.number("0.95");
      int byEpoch = 0;
      if (in.take("by")) {
        in.demand("epoch");
        overEpochs(measure, first);
        byEpoch = in.count("an epoch");
      }
      in.end(byEpoch == 0 ? "by epoch 10" : "");
      return new Threshold(measure, relation, bound, byEpoch);
    }
    Reader.Word verb = in.word();
    return switch (verb.text()) {
      case Trend.FALLS, Trend.RISES -> {
        overEpochs(measure, first);
        int over = 0;
        if (in.take("over")) {
          Reader.Word number = in.peek();
          over = in.count("how many epochs");
          if (over < 2) {
            throw number.fault("got 1; wanted at least 2 epochs, for one shows no movement", null);
          }
          in.demand("epochs");
        }
        in.end(over == 0 ? "over 3 epochs" : "");
        yield new Trend(measure, verb.text().equals(Trend.FALLS), over);
      }
      case WITHIN -> {
        Reader.Word width = in.word();
        Matcher m = WIDTH.matcher(width.text());
        if (!m.matches() || !Reader.isDecimal(m.group(1)) || width.text().startsWith("-")) {
          throw width.fault("got " + width.shown() + "; wanted how far it may be away, such as 2% or 0.01", null);
        }
        in.demand("of");
        Reader.Word run = in.rest();
        if (run.text().isEmpty()) {
          throw run.fault("got the end; wanted the folder of a run", null);
        }
        yield new Near(measure, Double.parseDouble(m.group(1)), !m.group(2).isEmpty(), run.text());
      }
      default -> throw unknown(verb, first);
    };
  }

  /// A trend, or a threshold by an epoch, looks at many epochs.
  private static void overEpochs(Measure measure, Reader.Word first) {
    if (measure.ofTest()) {
      throw first.fault("the test rows are measured once, at the end; take val." + measure.testName(), null);
    }
    if (!measure.moment().isEmpty()) {
      throw first.fault("more epochs than one are meant here; write " + measure.column(), null);
    }
  }

  private static IllegalArgumentException unknown(Reader.Word verb, Reader.Word first) {
    String wanted = "wanted " + String.join(" ", Relation.signs()) + ", decreases, increases or within";
    if (verb.text().isEmpty()) {
      @Nullable String near = Nearest.of(first.text(), List.of(NoNan.NAME));
      return near == null
          ? verb.fault("what of " + first.text() + "? " + wanted, null)
          : first.fault("got " + first.text() + "; wanted a measure and what is expected of it", near);
    }
    return verb.fault(
        "got " + verb.text() + "; " + wanted, Nearest.of(verb.text(), List.of(Trend.FALLS, Trend.RISES, WITHIN)));
  }

  /// Met or not; what cannot be judged is not met.
  public Verdict judge(Evidence run) {
    try {
      Claim.Outcome outcome = claim.judge(run);
      return new Verdict(toString(), outcome.met(), outcome.came());
    } catch (Evidence.Missing e) {
      return new Verdict(toString(), false, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public String toString() {
    return claim.toString();
  }
}
