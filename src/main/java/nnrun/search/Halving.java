package nnrun.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Example;
import nnrun.spec.Invalid;
import nnrun.spec.Range;
import nnrun.tensor.Stream;
import org.jspecify.annotations.Nullable;

@Component(
    formula = "rung k: r_k = min·f^k epochs, the best n_k = floor(n/f^k) points",
    doc =
        "Trains all points a little, and the better part of them on, again and again. A trial that goes on is resumed,"
            + " not begun anew.",
    use = "With many points and long trainings.",
    avoid = "Where the order after a few epochs says little, as under a schedule with a long warm-up.",
    source = "Jamieson and Talwalkar 2016")
public record Halving(
    @Doc("Epochs of the last rung, which are those of every trial's config") @Example("27") @Range("[1,1000000]")
        int max,
    @Doc("Epochs of the first rung") @Default("1") @Range("[1,1000000]") int min,
    @Doc("One in so many points goes on, for so many times the epochs") @Default("3") @Range("[2,100]") int factor,
    @Doc("Points to draw; without it all of the grid") @Range("[2,1000000]") @Nullable Integer trials,
    @Doc("Seed of the draws") @Default("0") long seed)
    implements Search {
  public Halving {
    if (min > max) {
      throw new Invalid("min", "the first rung has " + min + " epochs and the last " + max);
    }
  }

  @Override
  public boolean countsValues() {
    return trials == null;
  }

  @Override
  public Proposals start(Space space) {
    List<double[]> first = trials == null ? space.grid() : Random.draw(space, trials, Stream.of(seed).named("halving"));
    return new Rungs(first);
  }

  private final class Rungs implements Proposals {
    private List<double[]> points;
    private long epochs;

    Rungs(List<double[]> first) {
      points = first;
    }

    @Override
    public @Nullable Generation next(double[] losses) {
      if (epochs == 0) {
        epochs = min;
      } else if (epochs == max) {
        return null;
      } else {
        points = best(losses, Math.max(1, points.size() / factor));
        epochs = Math.min(max, epochs * factor);
      }
      return points.isEmpty() ? null : new Generation(points, (int) epochs);
    }

    /// Of equal losses the earlier point; none that failed.
    private List<double[]> best(double[] losses, int count) {
      List<Integer> order = new ArrayList<>(IntStream.range(0, losses.length).boxed().toList());
      order.removeIf(i -> Double.isNaN(losses[i]));
      order.sort(Comparator.comparingDouble(i -> losses[i]));
      return order.stream().limit(count).sorted().map(points::get).toList();
    }
  }
}
