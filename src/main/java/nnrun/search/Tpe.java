package nnrun.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Example;
import nnrun.spec.Range;
import nnrun.tensor.Stream;
import org.jspecify.annotations.Nullable;

@Component(
    formula = "the candidate with the largest l(x)/g(x), l the density of the best γ of all points, g of the rest",
    doc =
        "Proposes where good points were denser than bad ones, each parameter by itself. Points are proposed in"
            + " generations of fixed size, so that the number of workers does not matter.",
    use = "With some dozens of points, each of which is dear.",
    avoid = "Where points are cheap, or where noise between seeds is larger than what is looked for.",
    source = "Bergstra et al. 2011")
public record Tpe(
    @Doc("Points to try") @Example("40") @Range("[1,100000]") int trials,
    @Doc("Seed of the draws") @Default("0") long seed,
    @Doc("Points drawn at random before anything is learned") @Default("10") @Range("[1,100000]") int start,
    @Doc("Points proposed at a time") @Default("4") @Range("[1,1000]") int generation,
    @Doc("Share γ of the points that counts as good") @Default("0.25") @Range("(0,1)") double gamma,
    @Doc("Candidates among which a value is chosen") @Default("24") @Range("[1,10000]") int candidates)
    implements Search {
  @Override
  public boolean learns() {
    return true;
  }

  @Override
  public Proposals start(Space space) {
    return new Learning(space);
  }

  private record Tried(double[] point, double loss) {}

  private final class Learning implements Proposals {
    private static final int REDRAWS = 20;

    private final Space space;
    private final Stream stream = Stream.of(seed).named("tpe");
    private final List<Tried> tried = new ArrayList<>();
    private List<double[]> last = List.of();

    Learning(Space space) {
      this.space = space;
    }

    @Override
    public @Nullable Generation next(double[] losses) {
      for (int i = 0; i < losses.length; i++) {
        tried.add(new Tried(last.get(i), Double.isNaN(losses[i]) ? Double.POSITIVE_INFINITY : losses[i]));
      }
      int left = trials - tried.size();
      if (left == 0) {
        return null;
      }
      if (tried.isEmpty()) {
        last = Random.draw(space, Math.min(left, start), stream.named("start"));
      } else {
        List<Tried> order = new ArrayList<>(tried);
        order.sort(Comparator.comparingDouble(Tried::loss));
        int good = Math.max(1, (int) Math.ceil(gamma * order.size()));
        last = new ArrayList<>();
        for (int i = 0; i < Math.min(left, generation); i++) {
          last.add(unseen(order.subList(0, good), order.subList(good, order.size()), stream.at(tried.size() + i)));
        }
      }
      return new Generation(last, null);
    }

    /// A point that was not proposed before, if one is found soon.
    private double[] unseen(List<Tried> good, List<Tried> bad, Stream draws) {
      double[] point = propose(good, bad, draws.at(0));
      for (int again = 1; again < REDRAWS && seen(point); again++) {
        point = propose(good, bad, draws.at(again));
      }
      return point;
    }

    private boolean seen(double[] point) {
      List<?> values = space.settings(point);
      return tried.stream().anyMatch(t -> space.settings(t.point).equals(values))
          || last.stream().anyMatch(other -> space.settings(other).equals(values));
    }

    private double[] propose(List<Tried> good, List<Tried> bad, Stream draws) {
      double[] u = new double[space.dimensions().size()];
      for (int d = 0; d < u.length; d++) {
        Dimension dimension = space.dimensions().get(d);
        u[d] =
            dimension.listed()
                ? chosen(dimension.choices(), coordinates(good, d), coordinates(bad, d), draws.at(d))
                : drawn(new Parzen(coordinates(good, d)), new Parzen(coordinates(bad, d)), draws.at(d));
      }
      return space.at(u);
    }

    /// Of those points that have this parameter.
    private static double[] coordinates(List<Tried> points, int dimension) {
      return points.stream().mapToDouble(t -> t.point[dimension]).filter(u -> !Double.isNaN(u)).sorted().toArray();
    }

    private double drawn(Parzen good, Parzen bad, Stream draws) {
      double best = Double.NaN;
      double bestRatio = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < candidates; c++) {
        double u = good.draw(draws.at(c));
        double ratio = good.density(u) / bad.density(u);
        if (ratio > bestRatio) {
          best = u;
          bestRatio = ratio;
        }
      }
      return best;
    }

    /// Of n listed values: probability (count + 1) / (points + n) among good and bad ones.
    private double chosen(int n, double[] good, double[] bad, Stream draws) {
      double[] l = shares(n, good);
      double[] g = shares(n, bad);
      int best = -1;
      for (int c = 0; c < candidates; c++) {
        double u = draws.uniform(c);
        int i = 0;
        while (i < n - 1 && u >= l[i]) {
          u -= l[i++];
        }
        best = best < 0 || l[i] / g[i] > l[best] / g[best] ? i : best;
      }
      return (best + 0.5) / n;
    }

    private static double[] shares(int n, double[] u) {
      double[] shares = new double[n];
      Arrays.fill(shares, 1.0 / (u.length + n));
      for (double each : u) {
        shares[Dimension.index(each, n)] += 1.0 / (u.length + n);
      }
      return shares;
    }
  }
}
