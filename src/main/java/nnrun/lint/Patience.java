package nnrun.lint;

import nnrun.schedule.ReduceOnPlateau;
import nnrun.train.EarlyStopping;

@Finds(
    code = "L007",
    value = "patience as long as the run",
    why = "The run is over before it is lost, so that it does nothing. Take a tenth to a third of the epochs.")
public record Patience() implements Rule.OfConfig {
  @Override
  public void check(Plan plan, Findings findings) {
    int epochs = plan.train().epochs();
    EarlyStopping stopping = plan.train().earlyStopping();
    if (stopping != null && stopping.patience() >= epochs) {
      findings.add(message(stopping.patience(), epochs), "train.early_stopping.patience");
    }
    if (plan.schedule() instanceof ReduceOnPlateau plateau && plateau.patience() >= epochs) {
      findings.add(message(plateau.patience(), epochs), "schedule.patience");
    }
  }

  private static String message(int patience, int epochs) {
    return patience + " epochs of patience in a run of " + epochs + ": nothing can come of it";
  }
}
