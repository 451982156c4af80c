package nnrun.data;

import java.util.ArrayList;
import java.util.List;
import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.tensor.Stream;

/// y = Σ_j w_j·x_j + b + noise, x uniform in [-1, 1), w and b standard normal, w_j = 0 for the last `silent` of them.
@Component(
    formula = "y = w x + b + normal(0, noise^2), x uniform in [-1, 1), w and b normal(0, 1)",
    doc =
        "Regression that one linear unit solves. silent: features that say nothing, which an l1 penalty finds and l2"
            + " does not.",
    use = "For linear regression, and for penalties that find the features that count.",
    avoid = "To show what hidden layers do; take function or teacher.",
    source = "Common knowledge")
public record Plane(
    @Doc("rows") @Default("1000") @Range("[1,100000000]") int n,
    @Doc("features that y depends on") @Default("2") @Range("[1,10000]") int features,
    @Doc("further features that y does not depend on") @Default("0") @Range("[0,10000]") int silent,
    @Doc("standard deviation of the normal noise on y") @Default("0.1") @Range("[0,inf)") double noise,
    @Doc("of these rows alone; the run's own seed does not touch them") @Default("0") long seed)
    implements Source {
  @Override
  public Table load(DataFiles files) {
    int width = features + silent;
    List<String> names = new ArrayList<>();
    for (int c = 1; c <= width; c++) {
      names.add("x" + c);
    }
    names.add("y");
    Generated points = new Generated("plane", names, n);
    Stream stream = Stream.of(seed).named("plane");
    Stream weight = stream.named("weight");
    Stream disturbance = stream.named("noise");
    double bias = stream.named("bias").normal(0);
    for (int row = 0; row < n; row++) {
      double y = bias;
      for (int c = 0; c < width; c++) {
        double x = 2 * stream.uniform((long) row * width + c) - 1;
        points.set(row, c, x);
        y += c < features ? weight.normal(c) * x : 0;
      }
      points.set(row, width, y + noise * disturbance.normal(row));
    }
    return points.table(files.store());
  }
}
