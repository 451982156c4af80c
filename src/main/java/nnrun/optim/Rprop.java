package nnrun.optim;

import java.util.List;
import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Inline;
import nnrun.spec.Invalid;
import nnrun.spec.Range;
import nnrun.tensor.Expr;

/// iRprop⁻: where the sign of g changed, the step shrinks, the parameter rests and the gradient remembered is 0. A
/// schedule scales the moves by its share of lr.
@Component(
    formula =
        "d = d·eta_plus if g·g_before > 0; d = d·eta_minus and g = 0 if < 0; d within [step_min, step_max]; p -="
            + " d·sign(g)",
    doc = "Looks at the sign of the gradient alone; every parameter has a step of its own.",
    use = "On all rows at once: fast and robust.",
    avoid = "On mini-batches, whose signs are noise. Take rmsprop.",
    source = "Riedmiller and Braun 1993; Igel and Hüsken 2000")
public record Rprop(
    @Doc("First step d of every parameter") @Default("0.01") @Range("(0,inf)") double lr,
    @Doc("Factor of a step whose gradient turned round") @Default("0.5") @Range("(0,1)") double etaMinus,
    @Doc("Factor of a step whose gradient kept its sign") @Default("1.2") @Range("(1,inf)") double etaPlus,
    @Doc("Least step") @Default("1e-6") @Range("(0,inf)") double stepMin,
    @Doc("Greatest step") @Default("50.0") @Range("(0,inf)") double stepMax,
    @Inline Common common)
    implements Optimizer {
  public Rprop {
    if (stepMin > stepMax) {
      throw new Invalid("stepMin", "the least step " + stepMin + " is greater than the greatest, " + stepMax);
    }
  }

  @Override
  public boolean wantsAllRows() {
    return true;
  }

  @Override
  public List<String> slots() {
    return List.of("step", "before");
  }

  @Override
  public double slotStart(int slot) {
    return slot == 0 ? lr : 0;
  }

  @Override
  public void rule(Rule r) {
    Expr same = r.g().times(r.slot(1));
    Expr longer = r.slot(0).times(etaPlus).min(stepMax);
    Expr shorter = r.slot(0).times(etaMinus).max(stepMin);
    Expr d = same.greater(0).then(longer, same.less(0).then(shorter, r.slot(0)));
    Expr g = same.less(0).then(0, r.g());
    r.slot(0, d);
    r.slot(1, g);
    r.p(r.p().minus(r.lr().over(lr).times(Rule.sign(g)).times(d)));
  }
}
