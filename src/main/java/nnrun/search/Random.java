package nnrun.search;

import java.util.ArrayList;
import java.util.List;
import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Example;
import nnrun.spec.Range;
import nnrun.tensor.Stream;

@Component(
    formula = "u ~ U[0,1) for each parameter",
    doc = "Draws every point by itself. More points go on where fewer ended.",
    use = "With three parameters and more, of which a few matter.",
    avoid = "Where a table of all combinations is wanted.",
    source = "Bergstra and Bengio 2012")
public record Random(
    @Doc("Points to draw") @Example("20") @Range("[1,1000000]") int trials,
    @Doc("Seed of the draws") @Default("0") long seed)
    implements Search {
  @Override
  public Proposals start(Space space) {
    return Proposals.once(draw(space, trials, Stream.of(seed).named("random")));
  }

  /// Point t takes number i of the stream at t for its parameter i.
  static List<double[]> draw(Space space, int count, Stream stream) {
    List<double[]> points = new ArrayList<>();
    for (int t = 0; t < count; t++) {
      Stream own = stream.at(t);
      double[] u = new double[space.dimensions().size()];
      for (int i = 0; i < u.length; i++) {
        u[i] = own.uniform(i);
      }
      points.add(space.at(u));
    }
    return points;
  }
}
