package nnrun.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import nnrun.config.Config;
import nnrun.config.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The searches over a space of numbers, without any training.
class SearchTest {
  @TempDir private Path folder;

  private Space space(String yaml) throws Exception {
    Path file = Files.writeString(folder.resolve("s.yaml"), yaml);
    Config<SweepSpec> config = Config.read(SweepSpec.class, file, List.of());
    List<nnrun.config.Problem> problems = new ArrayList<>();
    Space space = Space.of(config.value(), config::place, (_, _) -> true, problems);
    assertThat(problems).isEmpty();
    return space;
  }

  private static List<String> texts(Space space, List<double[]> points) {
    return points.stream()
        .map(point -> String.join(" ", space.settings(point).stream().map(Setting::toString).toList()))
        .toList();
  }

  /// All points of a search, generation by generation.
  private static List<String> played(Search search, Space space, ToDoubleFunction<double[]> loss) {
    Proposals proposals = search.start(space);
    List<String> all = new ArrayList<>();
    double[] losses = {};
    for (var g = proposals.next(losses); g != null; g = proposals.next(losses)) {
      all.addAll(texts(space, g.points()));
      losses = g.points().stream().mapToDouble(loss).toArray();
    }
    return all;
  }

  @Test
  void rangesAreEvenInTheirLogarithmsAndMeetRoundNumbers() throws Exception {
    Space logs = space("parameters: {lr: {log: [1e-4, 1e-1], points: 7}}");
    assertThat(texts(logs, logs.grid()))
        .containsExactly("lr=1e-4", "lr=3.16228e-4", "lr=0.001", "lr=0.00316228", "lr=0.01", "lr=0.0316228", "lr=0.1");
    Space units = space("parameters: {units: {log: [32, 256], points: 4}}");
    assertThat(texts(units, units.grid())).containsExactly("units=32", "units=64", "units=128", "units=256");
    Space linear = space("parameters: {rate: {linear: [0, 0.5], points: 6}}");
    assertThat(texts(linear, linear.grid()))
        .containsExactly("rate=0", "rate=0.1", "rate=0.2", "rate=0.3", "rate=0.4", "rate=0.5");
    Space whole = space("parameters: {n: {int: [2, 5]}}");
    assertThat(texts(whole, whole.grid())).containsExactly("n=2", "n=3", "n=4", "n=5");
  }

  @Test
  void drawnWholeNumbersTakeEveryValueEquallyOften() throws Exception {
    Space space = space("parameters: {n: {int: [3, 6]}}");
    List<String> drawn = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      drawn.addAll(texts(space, List.of(new double[] {i / 400.0})));
    }
    assertThat(IntStream.rangeClosed(3, 6).mapToLong(n -> drawn.stream().filter(("n=" + n)::equals).count()))
        .containsExactly(100L, 100L, 100L, 100L);
  }

  @Test
  void moreRandomPointsGoOnWhereFewerEnded() throws Exception {
    Space space = space("search: {random: 1}\nparameters: {lr: {log: [1e-4, 1]}, n: {int: [1, 100]}, o: [a, b, c]}");
    List<String> twenty = played(new Random(20, 3), space, _ -> 0);
    assertThat(played(new Random(40, 3), space, _ -> 0).subList(0, 20)).isEqualTo(twenty);
    assertThat(played(new Random(20, 4), space, _ -> 0)).doesNotContainAnyElementsOf(twenty);
  }

  /// 9 points of 1 epoch, the best 3 go on to 3 epochs, the best of those to 9 (Jamieson and Talwalkar 2016, fig. 1).
  @Test
  void halvingKeepsTheBestThird() throws Exception {
    Space space = space("parameters: {x: {int: [1, 9]}}");
    Proposals rungs = new Halving(9, 1, 3, null, 0).start(space);
    var first = rungs.next(new double[0]);
    assertThat(first.epochs()).isEqualTo(1);
    assertThat(first.points()).hasSize(9);
    var second = rungs.next(new double[] {9, 1, 8, 2, 7, Double.NaN, 6, 3, 5});
    assertThat(second.epochs()).isEqualTo(3);
    assertThat(texts(space, second.points())).containsExactly("x=2", "x=4", "x=8");
    var third = rungs.next(new double[] {5, 5, 4});
    assertThat(third.epochs()).isEqualTo(9);
    assertThat(texts(space, third.points())).containsExactly("x=8");
    assertThat(rungs.next(new double[] {1})).isNull();
  }

  @Test
  void tpeIsReproducibleAndLearnsWhereTheGoodPointsAre() throws Exception {
    Space space = space("search: {tpe: 1}\nparameters: {x: {linear: [0, 1]}, lr: {log: [1e-4, 1]}, o: [a, b, c]}");
    ToDoubleFunction<double[]> loss =
        u -> (u[0] - 0.3) * (u[0] - 0.3) + (u[1] - 0.75) * (u[1] - 0.75) + (u[2] < 0.6 ? 1 : 0);
    Tpe tpe = new Tpe(60, 5, 10, 4, 0.25, 24);
    List<String> once = played(tpe, space, loss);
    assertThat(once).hasSize(60).isEqualTo(played(tpe, space, loss));
    List<String> late = once.subList(40, 60);
    assertThat(late).filteredOn(p -> p.endsWith("o=c")).hasSizeGreaterThan(14); // a third by chance
    assertThat(late)
        .filteredOn(p -> Math.abs(Double.parseDouble(p.replaceAll("x=(\\S+).*", "$1")) - 0.3) < 0.15)
        .hasSizeGreaterThan(10); // three tenths by chance
  }

  /// The integral of a density, by 10,000 midpoints.
  @Test
  void aDensityOnAnIntervalHasTheIntegralOne() {
    for (double[] points : new double[][] {{}, {0.2}, {0, 0.01, 0.5, 1}}) {
      Parzen density = new Parzen(points);
      double sum = IntStream.range(0, 10_000).mapToDouble(i -> density.density((i + 0.5) / 10_000)).sum();
      assertThat(sum / 10_000).as(Arrays.toString(points)).isCloseTo(1, within(1e-6));
    }
  }
}
