package nnrun.lint;

import nnrun.schedule.Length;
import nnrun.schedule.Schedule;
import nnrun.schedule.Step;
import nnrun.schedule.Warmup;
import nnrun.state.Hyper;

@Finds(
    code = "L006",
    value = "a schedule longer or shorter than the run",
    why =
        "A longer one is cut off before it comes to its small rates; after a shorter one the rate stands still. Leave"
            + " its length out: it spans the rest of the run then.")
public record ScheduleLength() implements Rule.OfConfig {
  /// Where steps an epoch are not known, only lengths in epochs are compared.
  private static final int ANY = 1000;

  @Override
  public void check(Plan plan, Findings findings) {
    boolean full = plan.train().batchSize().rows() == 0;
    boolean known = plan.size() != null || full;
    int perEpoch = plan.size() != null ? plan.size().stepsPerEpoch() : full ? 1 : ANY;
    check(
        plan.schedule(),
        "schedule",
        known,
        new Schedule.Time((long) plan.train().epochs() * perEpoch, perEpoch),
        findings);
  }

  private static void check(Schedule schedule, String path, boolean known, Schedule.Time run, Findings findings) {
    Length length = schedule instanceof Step step ? step.every() : schedule.length();
    if (length == null || !length.given() || (length.steps() != null && !known)) {
      return;
    }
    long steps = length.in(run);
    String[] places = {path + ".steps", path + ".epochs", path};
    if (schedule instanceof Warmup warmup) {
      if (steps >= run.steps()) {
        findings.add("the warm-up takes " + share(steps, run) + ", so that what comes then never begins", places);
      } else {
        Schedule.Time rest = new Schedule.Time(run.steps() - steps, run.stepsPerEpoch());
        check(warmup.then(), path + ".then", known, rest, findings);
      }
    } else if (schedule instanceof Step) {
      if (steps >= run.steps()) {
        findings.add("the first cut comes after " + share(steps, run) + ": never", places);
      }
    } else if (steps > run.steps() + run.steps() / 100) {
      findings.add("is made for " + share(steps, run) + ", so that it is cut off; leave its length out", places);
    } else if (steps < run.steps() - run.steps() / 100 && standsStill(schedule, steps, run)) {
      findings.add("ends after " + share(steps, run) + "; the rate stands still from there on", places);
    }
  }

  private static String share(long steps, Schedule.Time run) {
    return Math.round(100.0 * steps / run.steps()) + " % of the run";
  }

  private static boolean standsStill(Schedule schedule, long from, Schedule.Time run) {
    Schedule.Live live = schedule.start(run, 1, 0.9);
    Hyper hyper = new Hyper();
    live.drive(from, hyper);
    double rate = hyper.lr;
    long stride = Math.max(1, (run.steps() - from) / 100);
    for (long t = from; t < run.steps(); t += stride) {
      live.drive(t, hyper);
      if (hyper.lr != rate) {
        return false;
      }
    }
    return true;
  }
}
