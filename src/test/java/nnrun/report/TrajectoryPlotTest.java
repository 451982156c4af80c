package nnrun.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class TrajectoryPlotTest {
  private static double[] grid(int columns, int rows, java.util.function.DoubleBinaryOperator f) {
    return IntStream.range(0, columns * rows).mapToDouble(i -> f.applyAsDouble(i % columns, i / columns)).toArray();
  }

  /// f = x + 2y is linear, so interpolation is exact: every point of a line has the level as its value.
  @Test
  void aLevelLineOfAPlaneLiesOnTheLevel() {
    List<double[]> lines = new LevelLines(9, 7, grid(9, 7, (x, y) -> x + 2 * y)).at(7.5);
    assertThat(lines).hasSize(1);
    double[] line = lines.getFirst();
    assertThat(line.length).isGreaterThan(8);
    for (int i = 0; i < line.length; i += 2) {
      assertThat(line[i] + 2 * line[i + 1]).isCloseTo(7.5, within(1e-12));
    }
  }

  /// A bowl's line closes; it stays within the sag of a chord of one cell, 1/8 of the curvature, of its circle.
  @Test
  void aLevelLineOfABowlIsAClosedCircle() {
    double[] bowl = grid(21, 21, (x, y) -> (x - 10) * (x - 10) + (y - 10) * (y - 10));
    List<double[]> lines = new LevelLines(21, 21, bowl).at(36.5);
    assertThat(lines).hasSize(1);
    double[] line = lines.getFirst();
    assertThat(new double[] {line[0], line[1]}).containsExactly(line[line.length - 2], line[line.length - 1]);
    for (int i = 0; i < line.length; i += 2) {
      double dx = line[i] - 10;
      double dy = line[i + 1] - 10;
      assertThat(dx * dx + dy * dy).isCloseTo(36.5, within(0.26));
    }
  }

  /// f = xy around its saddle, on the level 0.3 > 0: two branches, and nobody joins them through the middle.
  @Test
  void theTwoBranchesBesideASaddleStayApart() {
    double[] saddle = grid(12, 12, (x, y) -> (x - 5.5) * (y - 5.5));
    assertThat(new LevelLines(12, 12, saddle).at(0.3)).hasSize(2);
    assertThat(new LevelLines(12, 12, saddle).at(-0.3)).hasSize(2);
  }

  @Test
  void aCellThatIsNotFiniteHasNoLine() {
    double[] broken = grid(3, 2, (x, _) -> x == 2 ? Double.NaN : x);
    assertThat(new LevelLines(3, 2, broken).at(0.5)).hasSize(1);
    assertThat(new LevelLines(3, 2, broken).at(1.5)).isEmpty();
  }

  private static final String PLANE = "step,x1,x2,loss,grad.norm\n0,2,1,5,1\n1,1,0.5,1.25,1\n2,0.5,0.25,0.3125,1\n";

  @Test
  void aPathInThePlaneLiesOverLevelLines() throws Exception {
    String svg = TrajectoryPlot.svg(PLANE, (x, y) -> x * x + y * y, List.of(List.of(0.0, 0.0)));
    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    assertThat(svg)
        .contains("loss 5 at step 0, 0.3125 at step 2")
        .containsPattern("class=\"s-orange\"[^>]* d=\"M[^L]*L[^L]*L");
    assertThat(svg.split("<g opacity", -1)).as("levels").hasSizeGreaterThan(10);
    assertThat(TrajectoryPlot.svg(PLANE, (x, y) -> x * x + y * y, List.of(List.of(0.0, 0.0)))).isEqualTo(svg);
  }

  /// The path begins 0.001 beside the ridge of the saddle: drawn to scale, so near, it would be a gutter.
  @Test
  void aSurfaceIsShownAsWideOneWayAsTheOther() {
    String svg = TrajectoryPlot.surface("saddle", (x, y) -> x * x - y * y, -1, 1e-3, List.of());
    assertThat(svg.split(">1.0</text>", -1)).as("a tick at 1.0 on both axes").hasSize(3);
    assertThat(TrajectoryPlot.surface("ravine", (x, y) -> x * x + 100 * y * y, 10, 1, List.of(List.of(0.0, 0.0))))
        .as("a side a tenth of the other stays")
        .contains(">1.4</text>");
  }

  @Test
  void withoutAFunctionThereIsACurveANumber() {
    String net = "step,weight,bias,loss,grad.norm\n0,2,1,5,1\n1,1,0.5,,\n";
    assertThat(TrajectoryPlot.svg(net, null, List.of())).contains(">weight 1<", ">bias 0.5<", "loss 5 at step 0<");
  }

  @Test
  void moreCurvesThanColoursAreNotDrawn() {
    assertThat(TrajectoryPlot.svg("step,a,b,c,d,e,f,g,loss,grad.norm\n0,1,1,1,1,1,1,1,1,1\n", null, List.of()))
        .isNull();
  }
}
