package nnrun.search;

import nnrun.spec.Component;

@Component(
    formula = "all combinations",
    doc = "Tries every value with every other.",
    use = "For one to three parameters, and for tables and plots.",
    avoid = "With many parameters: the number of points is a product; take random.",
    source = "Common knowledge")
public record Grid() implements Search {
  @Override
  public boolean countsValues() {
    return true;
  }

  @Override
  public Proposals start(Space space) {
    return Proposals.once(space.grid());
  }
}
