package nnrun.schedule;

import nnrun.spec.Component;
import nnrun.state.Hyper;

@Component(formula = "η_t = η", doc = "The optimizer's own rate all along.")
public record Constant() implements Schedule.Pure {
  @Override
  public void drive(long t, Time time, Hyper hyper) {}
}
