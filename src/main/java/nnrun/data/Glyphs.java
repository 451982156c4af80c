package nnrun.data;

import java.util.Arrays;
import java.util.List;
import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.tensor.Stream;

/// Images of digits, drawn stroke by stroke: points of a model digit stray a little, a smooth curve goes through them,
/// the whole is slanted, turned, scaled and shifted, and a pen of some width inks the pixels. The digits take turns.
@Component(
    formula = "28x28 bytes; ink = 255 clamp(1/2 + width/2 - distance to the stroke) + noise",
    doc = "Handwritten-looking digits 0 to 9 that need no file.",
    use = "To try image classifiers and autoencoders at once.",
    avoid = "To compare with published results: mnist by idx.",
    source = "Common knowledge")
public record Glyphs(
    @Doc("images") @Default("6000") @Range("[1,1000000]") int n,
    @Doc("how far the drawing strays from the model digit: 0 draws it as it is") @Default("1") @Range("[0,2]")
        double distortion,
    @Doc("standard deviation of the noise on every pixel, as a share of full ink") @Default("0.05") @Range("[0,1]")
        double noise,
    @Doc("of these images alone; the run's own seed does not touch them") @Default("0") long seed)
    implements Source {
  private static final int SIDE = 28;
  private static final int PIXELS = SIDE * SIDE;

  @Override
  public String usualScaling() {
    return "unit";
  }

  @Override
  public Table load(DataFiles files) {
    Heap.require((long) n * (PIXELS + 8), "glyphs: " + n + " images");
    byte[] images = new byte[n * PIXELS];
    double[] labels = new double[n];
    Stream stream = Stream.of(seed).named("glyphs");
    float[] ink = new float[PIXELS];
    for (int row = 0; row < n; row++) {
      labels[row] = row % 10;
      Arrays.fill(ink, 0);
      new Hand(stream.at(row), distortion).draw(row % 10, ink);
      develop(ink, stream.named("noise").at(row), images, row * PIXELS);
    }
    Column pixels = new Column.Pixels("image", List.of(SIDE, SIDE), Rows.of(images, PIXELS));
    return new Table(
        "glyphs",
        List.of(pixels, new Column.Numeric("label", Values.of(labels))),
        true,
        List.of("label"),
        null,
        files.store());
  }

  /// Adds the noise and rounds to bytes. Noise is the sum of four uniform bytes less its mean: nearly normal, with the
  /// variance 4 (256² - 1) / 12, and two of them from one draw.
  private void develop(float[] ink, Stream stream, byte[] images, int at) {
    double factor = 255 * noise / Math.sqrt((256.0 * 256 - 1) / 3);
    for (int i = 0; i < PIXELS; i += 2) {
      long bits = stream.bits(i);
      images[at + i] = grey(255 * ink[i] + factor * (sumOfBytes((int) bits) - 510));
      images[at + i + 1] = grey(255 * ink[i + 1] + factor * (sumOfBytes((int) (bits >>> 32)) - 510));
    }
  }

  private static int sumOfBytes(int bits) {
    return (bits & 0xff) + (bits >>> 8 & 0xff) + (bits >>> 16 & 0xff) + (bits >>> 24);
  }

  private static byte grey(double value) {
    return (byte) Math.round(Math.max(0, Math.min(255, value)));
  }

  /// Model digits in a box of width and height 1, y downwards: for each digit its ways of writing, for each way its
  /// strokes, for each stroke the points of a curve x, y, x, y, ... A point given twice in a row is a corner.
  private static final double[][][][] DIGITS = {
    { // 0
      {{.52, .02, .22, .14, .08, .5, .2, .86, .5, .98, .8, .86, .92, .5, .8, .14, .52, .02}},
      {{.62, .06, .3, .08, .1, .45, .16, .85, .45, .98, .78, .84, .9, .45, .72, .08, .5, .03, .38, .1}},
    },
    { // 1
      {{.5, .0, .5, .0, .5, 1, .5, 1}},
      {{.28, .22, .28, .22, .54, .0, .54, .0, .54, 1, .54, 1}},
      {{.3, .2, .3, .2, .52, .0, .52, .0, .52, 1, .52, 1}, {.28, 1, .28, 1, .76, 1, .76, 1}},
    },
    { // 2
      {{.12, .24, .26, .05, .55, .0, .82, .14, .82, .38, .55, .66, .1, .98, .1, .98, .9, .98, .9, .98}},
      {{.14, .22, .34, .02, .68, .04, .84, .26, .68, .56, .34, .86, .14, .94, .16, .82, .36, .84, .62, .98, .92, .9}},
    },
    { // 3
      {{.14, .12, .4, .0, .72, .06, .82, .24, .66, .42, .4, .47, .4, .47, .7, .52, .88, .72, .72, .94, .4, 1, .1, .88}},
      {{.12, .02, .12, .02, .84, .02, .84, .02, .46, .42, .46, .42, .76, .5, .88, .72, .7, .94, .38, 1, .1, .88}},
    },
    { // 4
      {{.62, .0, .62, .0, .08, .68, .08, .68, .94, .68, .94, .68}, {.68, .32, .68, .32, .68, 1, .68, 1}},
      {{.16, .02, .16, .02, .12, .5, .12, .5, .84, .5, .84, .5}, {.8, .0, .8, .0, .76, 1, .76, 1}},
      {{.66, 1, .66, 1, .7, .0, .7, .0, .1, .64, .1, .64, .92, .62, .92, .62}},
    },
    { // 5
      {
        {.2, .03, .2, .03, .16, .46, .16, .46, .46, .36, .78, .46, .88, .7, .7, .94, .38, 1, .1, .88},
        {.2, .03, .2, .03, .84, .02, .84, .02}
      },
      {{.86, .04, .86, .04, .28, .02, .28, .02, .2, .42, .2, .42, .56, .38, .84, .54, .82, .82, .52, 1, .12, .92}},
    },
    { // 6
      {{.74, .02, .4, .16, .16, .5, .16, .82, .44, 1, .76, .92, .86, .7, .66, .5, .38, .54, .18, .72}},
      {{.6, .0, .3, .32, .14, .7, .32, .98, .64, .96, .8, .74, .62, .56, .34, .64, .2, .8}},
    },
    { // 7
      {{.1, .04, .1, .04, .88, .02, .88, .02, .6, .42, .42, 1, .42, 1}},
      {{.12, .04, .12, .04, .88, .03, .88, .03, .4, 1, .4, 1}, {.32, .5, .32, .5, .8, .48, .8, .48}},
      {{.12, .2, .14, .05, .14, .05, .86, .04, .86, .04, .56, .5, .46, 1, .46, 1}},
    },
    { // 8
      {
        {
          .76, .12, .5, .0, .22, .12, .26, .34, .5, .48, .78, .66, .82, .88, .5, 1, .18, .88, .22, .66, .5, .48, .74,
          .34, .8, .16, .66, .04
        }
      },
      {
        {
          .5, .46, .26, .34, .24, .1, .5, .0, .76, .1, .74, .36, .5, .46, .18, .62, .16, .88, .5, 1, .84, .88, .82, .6,
          .5, .46
        }
      },
    },
    { // 9
      {{.8, .3, .62, .48, .34, .5, .16, .3, .26, .08, .54, .0, .78, .12, .82, .34, .82, .34, .78, .7, .7, 1, .7, 1}},
      {{.8, .24, .58, .0, .26, .06, .18, .34, .42, .5, .7, .4, .8, .16, .8, .16, .84, .6, .66, .92, .34, 1, .16, .9}},
    },
  };

  /// The hand that draws one image.
  private static final class Hand {
    /// Straight pieces between two points of a curve.
    private static final int PIECES = 6;

    private final Stream stream;
    private final double distortion;
    private int draws;

    // (x, y) of the box goes to (a x + b y + e, c x + d y + f) in pixels.
    private final double a;
    private final double b;
    private final double c;
    private final double d;
    private final double e;
    private final double f;
    private final double halfWidth;

    Hand(Stream stream, double distortion) {
      this.stream = stream;
      this.distortion = distortion;
      double turn = 0.09 * stray();
      double slant = 0.12 + 0.18 * stray();
      double width = 12.5 * (1 + 0.13 * stray());
      double height = 19 * (1 + 0.07 * stray());
      double cos = StrictMath.cos(turn);
      double sin = StrictMath.sin(turn);
      a = width * cos;
      b = -height * (slant * cos + sin);
      c = width * sin;
      d = height * (cos - slant * sin);
      e = (SIDE - 1 - a - b) / 2 + 1.0 * stray();
      f = (SIDE - 1 - c - d) / 2 + 1.0 * stray();
      halfWidth = 1.15 * (1 + 0.3 * stray());
    }

    /// Between -1.7 and 1.7 with mean 0 and standard deviation 1: √3 times a uniform number, times the distortion.
    private double stray() {
      return distortion * Math.sqrt(3) * (2 * stream.uniform(draws++) - 1);
    }

    void draw(int digit, float[] ink) {
      double[][][] ways = DIGITS[digit];
      double[][] strokes = ways[distortion == 0 ? 0 : stream.below(ways.length, draws++)];
      for (double[] stroke : strokes) {
        draw(wander(stroke), ink);
      }
    }

    /// The points of a stroke in pixels, each a little beside its place; the two of a corner stay together.
    private double[] wander(double[] stroke) {
      double[] points = new double[stroke.length];
      for (int i = 0; i < stroke.length; i += 2) {
        boolean corner = i > 0 && stroke[i] == stroke[i - 2] && stroke[i + 1] == stroke[i - 1];
        if (corner) {
          points[i] = points[i - 2];
          points[i + 1] = points[i - 1];
        } else {
          double x = stroke[i] + 0.035 * stray();
          double y = stroke[i + 1] + 0.025 * stray();
          points[i] = a * x + b * y + e;
          points[i + 1] = c * x + d * y + f;
        }
      }
      return points;
    }

    /// Inks a curve through the points (Catmull and Rom 1974).
    private void draw(double[] points, float[] ink) {
      int count = points.length / 2;
      double x = points[0];
      double y = points[1];
      for (int i = 0; i + 1 < count; i++) {
        int before = 2 * Math.max(0, i - 1);
        int after = 2 * Math.min(count - 1, i + 2);
        for (int piece = 1; piece <= PIECES; piece++) {
          double t = (double) piece / PIECES;
          double nextX = spline(points[before], points[2 * i], points[2 * i + 2], points[after], t);
          double nextY = spline(points[before + 1], points[2 * i + 1], points[2 * i + 3], points[after + 1], t);
          line(x, y, nextX, nextY, ink);
          x = nextX;
          y = nextY;
        }
      }
    }

    private static double spline(double p0, double p1, double p2, double p3, double t) {
      double tt = t * t;
      return p1 + 0.5 * (t * (p2 - p0) + tt * (2 * p0 - 5 * p1 + 4 * p2 - p3) + tt * t * (3 * (p1 - p2) + p3 - p0));
    }

    /// Inks the pixels near a straight piece; where strokes meet the darker one counts.
    private void line(double x1, double y1, double x2, double y2, float[] ink) {
      double dx = x2 - x1;
      double dy = y2 - y1;
      double length = dx * dx + dy * dy;
      double reach = halfWidth + 0.5;
      int top = (int) Math.max(0, Math.ceil(Math.min(y1, y2) - reach));
      int bottom = (int) Math.min(SIDE - 1, Math.floor(Math.max(y1, y2) + reach));
      int left = (int) Math.max(0, Math.ceil(Math.min(x1, x2) - reach));
      int right = (int) Math.min(SIDE - 1, Math.floor(Math.max(x1, x2) + reach));
      for (int row = top; row <= bottom; row++) {
        for (int column = left; column <= right; column++) {
          double t = length == 0 ? 0 : ((column - x1) * dx + (row - y1) * dy) / length;
          t = Math.max(0, Math.min(1, t));
          double h = column - x1 - t * dx;
          double v = row - y1 - t * dy;
          float strength = (float) Math.min(1, reach - Math.sqrt(h * h + v * v));
          int pixel = row * SIDE + column;
          ink[pixel] = Math.max(ink[pixel], strength);
        }
      }
    }
  }
}
