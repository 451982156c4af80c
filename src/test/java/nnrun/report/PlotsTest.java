package nnrun.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import nnrun.report.LineChart.Color;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class PlotsTest {
  private static final String THREE_EPOCHS =
      """
      epoch,step,samples,lr,train.loss,train.accuracy,val.loss,val.accuracy,grad.norm
      1,10,640,0.1,2.5,0.25,2.25,0.5,1.5
      2,20,1280,0.1,1.25,0.75,1.0,0.875,1.25
      3,30,1920,0.1,0.5,0.875,1.125,0.75,0.75
      """;

  private static Map<String, String> plots(String csv) {
    return Plots.fromMetrics(csv, measure -> measure.equals("accuracy"));
  }

  private static String loss(String csv) {
    return plots(csv).get("loss.svg");
  }

  private static Document xml(String svg) {
    try {
      return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    } catch (Exception e) {
      throw new AssertionError("not well-formed: " + svg, e);
    }
  }

  private static String text(String svg) {
    return xml(svg).getDocumentElement().getTextContent();
  }

  /// The coordinates of the curve of a colour.
  private static String curve(String svg, Color color) {
    Matcher path =
        Pattern.compile("class=\"s-%s\"[^>]* d=\"([^\"]*)\"".formatted(color.name().toLowerCase(Locale.ROOT)))
            .matcher(svg);
    return path.results().map(result -> result.group(1)).collect(Collectors.joining(" "));
  }

  @Test
  void everyMeasureGetsAPlotInTheOrderOfTheColumns() {
    assertThat(plots(THREE_EPOCHS).keySet()).containsExactly("lr.svg", "loss.svg", "accuracy.svg", "grad.norm.svg");
  }

  /// The golden picture was looked at, in light and dark, when it was written.
  @Test
  void equalInputGivesEqualBytesInEveryLanguage() throws IOException {
    String golden;
    try (InputStream in = PlotsTest.class.getResourceAsStream("loss.svg")) {
      golden = new String(in.readAllBytes(), UTF_8);
    }
    Locale before = Locale.getDefault();
    try {
      for (String language : new String[] {"en", "de", "tr", "ar-EG-u-nu-arab"}) {
        Locale.setDefault(Locale.forLanguageTag(language));
        assertThat(loss(THREE_EPOCHS)).isEqualTo(golden);
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void theBestEpochIsTheLowestLossAndTheHighestAccuracy() {
    assertThat(text(loss(THREE_EPOCHS))).contains("best val 1 at epoch 2");
    assertThat(text(plots(THREE_EPOCHS).get("accuracy.svg"))).contains("best val 0.875 at epoch 2");
  }

  @Test
  void curvesAreLabelledWithTheirLastValue() {
    assertThat(text(loss(THREE_EPOCHS))).contains("train 0.5", "val 1.125");
    assertThat(text(plots(THREE_EPOCHS).get("lr.svg"))).contains("0.1").doesNotContain("train");
  }

  @Test
  void nanIsAGapAndNeverTheBest() {
    String svg = loss("epoch,val.loss\n1,3\n2,2\n3,NaN\n4,2.5\n5,4\n6,-Infinity\n");
    assertThat(text(svg)).contains("best val 2 at epoch 2", "val is NaN or infinite in 2 epochs");
    assertThat(curve(svg, Color.ORANGE)).matches("M[^M]*M[^M]*").doesNotContain("N");
  }

  @Test
  void anEpochThatWasNotMeasuredIsNoGap() {
    String svg = loss("epoch,val.loss\n1,3\n2,\n3,2\n");
    assertThat(curve(svg, Color.ORANGE)).matches("M[^M]*L[^M]*");
    assertThat(text(svg)).doesNotContain("NaN");
  }

  @Test
  void aPointAloneIsADot() {
    assertThat(curve(loss("epoch,train.loss\n1,0.7\n"), Color.BLUE)).endsWith("h0");
  }

  @ParameterizedTest
  @CsvSource({"0.01,1,false", "0.01,1.01,true", "0,1000,false", "-5,1000,false"})
  void aLossOverMoreThanTwoDecadesIsDrawnOnALogarithmicAxis(double low, double high, boolean logarithmic) {
    String svg = loss("epoch,train.loss\n1," + high + "\n2," + low + "\n");
    assertThat(svg.contains(">0.02<")).isEqualTo(logarithmic);
  }

  /// Of a cosine's rate only the end is small, which is no reason to bend the curve.
  @ParameterizedTest
  @CsvSource({"'1,0.9,0.5,0.1,0.001',false", "'1,0.099,0.01,0.005,0.001',true", "'1,0.1,0.1,0.1,0.001',false"})
  void aLogarithmicAxisIsForCurvesOfWhichHalfIsSmall(String values, boolean logarithmic) {
    StringBuilder csv = new StringBuilder("epoch,lr\n");
    List.of(values.split(",")).forEach(lr -> csv.append(1).append(',').append(lr).append('\n'));
    assertThat(plots(csv.toString()).get("lr.svg").contains(">0.01<")).isEqualTo(logarithmic);
  }

  @Test
  void aPenaltyThatNobodyAskedForIsNotDrawn() {
    assertThat(plots("epoch,train.loss,train.penalty\n1,2,0.0\n2,1,0.0\n").keySet()).containsExactly("loss.svg");
    assertThat(plots("epoch,train.loss,train.penalty\n1,2,0.0\n2,1,0.5\n").keySet())
        .containsExactly("loss.svg", "penalty.svg");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1,0,0",
        "1,NaN,Infinity",
        "1,,",
        "1,1e308,-1e308",
        "1,4.9e-324,4.9e-324",
        "1,0.1,0.1\n2,0.1,0.1",
        "1,1e-300,1\n2,1e300,2",
        "1,0.97501,1\n2,0.97502,1",
        "7,-3,-2000000",
        "1,5,NaN\n2,NaN,5\n3,5,NaN"
      })
  void extremeCurvesGiveFinitePictures(String rows) {
    plots("epoch,train.loss,val.loss\n" + rows + "\n")
        .values()
        .forEach(svg -> {
          xml(svg);
          assertThat(Pattern.compile(" (d|x|y|cx|cy)=\"[^\"]*(NaN|Inf|E|922337)").matcher(svg).find()).isFalse();
        });
  }

  @Test
  void tenThousandEpochsKeepTheirExtremesInASmallFile() {
    Random random = new Random(1);
    double[] y = IntStream.range(0, 10_000).mapToDouble(_ -> 1 + random.nextDouble()).toArray();
    y[4321] = 9;
    y[8765] = 0;
    String csv = IntStream.range(0, y.length).mapToObj(i -> (i + 1) + "," + y[i] + "\n").collect(Collectors.joining());
    String svg = loss("epoch,train.loss\n" + csv);
    assertThat(svg.length()).isLessThan(60_000);
    // the axis reaches from 0 to 10: 348 pixels down and 72
    assertThat(curve(svg, Color.BLUE)).contains(" 348L").contains(" 99.6L"); // 72 + (348 - 72) / 10
  }

  @Test
  void hostileNamesStayText() {
    String measure = "<script>alert('&')</script>\u0001\"";
    Map<String, String> plots = plots("epoch,\"train." + measure.replace("\"", "\"\"") + "\"\n1,2\n2,3\n");
    assertThat(plots).containsOnlyKeys("_script_alert_______script___.svg");
    String svg = plots.values().iterator().next();
    assertThat(svg).doesNotContain("<script");
    assertThat(xml(svg).getElementsByTagName("title").item(0).getTextContent())
        .isEqualTo(measure.replace('\u0001', '\uFFFD'));
  }

  @Test
  void textOfAnyCharactersIsEscaped() {
    assertThat(Svg.escape("a<b>&\"c\" 😀\ud800\ufffe")).isEqualTo("a&lt;b&gt;&amp;&quot;c&quot; 😀\ufffd\ufffd");
  }

  @Test
  void aLineStillBeingWrittenIsLeftOut() {
    assertThat(loss(THREE_EPOCHS + "4,40,2560,0.1,0.")).isEqualTo(loss(THREE_EPOCHS));
    assertThat(plots("epoch,train.loss\n")).isEmpty();
    assertThat(plots("")).isEmpty();
  }

  @Test
  void aBrokenFileIsNamedWithItsLine() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plots("epoch,train.loss\n1,2\n2\n"))
        .withMessage("metrics.csv:3: 1 values where the header has 2 names");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plots("epoch,train.loss\n1,two\n"))
        .withMessage("metrics.csv:2: train.loss is 'two', no number");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plots("step,train.loss\n1,2\n"))
        .withMessage("metrics.csv has no column epoch, it has step, train.loss");
  }

  @Test
  void labelsThatWouldTouchAreMovedApart() {
    LineChart chart = new LineChart("six", "x");
    for (Color color : Color.values()) {
      chart.line(color.name(), color, new double[] {1, 2}, new double[] {0, 1});
    }
    double[] at =
        Pattern.compile("<text class=\"f-[a-z]+\" x=\"[^\"]*\" y=\"([^\"]*)\"")
            .matcher(chart.svg())
            .results()
            .mapToDouble(result -> Double.parseDouble(result.group(1)))
            .toArray();
    assertThat(at).hasSize(6);
    for (int i = 1; i < at.length; i++) {
      assertThat(at[i] - at[i - 1]).isGreaterThanOrEqualTo(17);
    }
  }
}
