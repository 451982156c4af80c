package nnrun.schedule;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Inline;
import nnrun.spec.Range;
import nnrun.spec.Rule;
import nnrun.state.Hyper;
import nnrun.tensor.Functions;

@Component(
    formula = "η_t = η·γ^⌊t/s⌋",
    doc = "Cuts the rate by a factor every so many steps or epochs.",
    use = "To repeat a paper that gives the cuts.",
    avoid = "Without such a paper: cosine has no cuts to choose.",
    source = "Krizhevsky et al. 2012")
@Rule(
    needs = {"steps", "epochs"},
    says = "say how often the rate is cut: steps: 1000 or epochs: 10")
public record Step(@Inline Length every, @Doc("Factor γ of each cut") @Default("0.1") @Range("(0,1]") double gamma)
    implements Schedule.Pure {
  @Override
  public void drive(long t, Time time, Hyper hyper) {
    hyper.lr *= Functions.power(gamma, Math.floorDiv(t, every.in(time)));
  }
}
