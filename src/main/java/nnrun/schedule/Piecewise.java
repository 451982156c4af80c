package nnrun.schedule;

import java.util.List;
import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Example;
import nnrun.spec.Invalid;
import nnrun.spec.Rule;
import nnrun.state.Hyper;

@Component(
    formula = "η_t = η·factors[i] from boundaries[i] on, η before the first",
    doc = "Any staircase: each factor is of the optimizer's own rate, and may rise again.",
    use = "For a schedule that no other name has.",
    avoid = "For a smooth fall. Take cosine or polynomial.",
    source = "Common knowledge")
@Rule(needs = "boundaries", at = "boundaries", says = "name at least one, such as [10]")
public record Piecewise(
    @Doc("Where a new stair begins, ascending") @Example("[10, 20]") List<Long> boundaries,
    @Doc("Share of the optimizer's rate on each stair") @Example("[0.5, 0.1]") List<Double> factors,
    @Doc("What boundaries count: whole epochs or steps") @Default("epoch") Unit per)
    implements Schedule.Pure {
  public Piecewise {
    Unit.requireAscending("boundaries", boundaries);
    if (factors.size() != boundaries.size()) {
      throw new Invalid(
          "factors", "each boundary has one factor; there are " + boundaries.size() + " and " + factors.size());
    }
    for (double factor : factors) {
      if (!(factor >= 0)) {
        throw new Invalid("factors", "a rate is never negative, and " + factor + " would make it so");
      }
    }
  }

  @Override
  public void drive(long t, Time time, Hyper hyper) {
    int stair = per.reached(boundaries, t, time);
    hyper.lr *= stair == 0 ? 1 : factors.get(stair - 1);
  }
}
