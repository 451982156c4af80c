package nnrun.metric;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;

@Component(
    formula = "mean of -ln p of the true class, p within [eps, 1 - eps]",
    doc =
        "Cross-entropy of the probabilities, in nats: ln(classes) is guessing. It knows no label smoothing"
            + " and no weights.",
    use = "To compare probabilities of nets trained with different losses.",
    avoid = "Where a few confident mistakes must not rule. Take brier.",
    source = "Good 1952")
public record LogLoss(
    @Doc("Probabilities count as no closer to 0 or 1") @Default("2.220446049250313e-16") @Range("(0,0.5)") double eps)
    implements Metric {
  @Override
  public boolean needsClasses() {
    return true;
  }

  @Override
  public Tally start(int outputs) {
    return new PerRow((y, t, row) -> {
      int own = Classes.of(t, row);
      double p = outputs > 1 ? y.get(row, own) : own == 1 ? y.get(row, 0) : 1 - y.get(row, 0);
      return -StrictMath.log(Math.min(Math.max(p, eps), 1 - eps));
    });
  }
}
