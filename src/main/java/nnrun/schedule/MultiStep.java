package nnrun.schedule;

import java.util.List;
import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Example;
import nnrun.spec.Range;
import nnrun.spec.Rule;
import nnrun.state.Hyper;

@Component(
    formula = "η_t = η·γ^k, k the number of milestones <= t",
    doc = "Cuts the rate at chosen times.",
    use = "To repeat a paper's recipe, or when good times are known.",
    avoid = "When they are not known. Take cosine or reduce_on_plateau.",
    source = "He et al. 2016")
@Rule(needs = "milestones", at = "milestones", says = "name at least one, such as [10]")
public record MultiStep(
    @Doc("When the rate is cut, ascending") @Example("[10, 20]") List<Long> milestones,
    @Doc("Factor γ of each cut") @Default("0.1") @Range("(0,1]") double gamma,
    @Doc("What milestones count: whole epochs or steps") @Default("epoch") Unit per)
    implements Schedule.Pure {
  public MultiStep {
    Unit.requireAscending("milestones", milestones);
  }

  @Override
  public void drive(long t, Time time, Hyper hyper) {
    for (int i = per.reached(milestones, t, time); i > 0; i--) {
      hyper.lr *= gamma;
    }
  }
}
