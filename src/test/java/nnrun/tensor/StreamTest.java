package nnrun.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StreamTest {
  private static final int N = 1 << 20;

  /// Random123 (Salmon et al. 2011), tests/kat_vectors, the lines "threefry2x32 20": counter, key, result. The first
  /// word of a pair is the low half of our counter and key, and the high half of our result.
  @Test
  void theFunctionIsThreefry() {
    assertThat(Stream.bits(0, 0)).isEqualTo(0x6b200159_99ba4efeL);
    assertThat(Stream.bits(-1, -1)).isEqualTo(0x1cb996fc_bb002be7L);
    assertThat(Stream.bits(0x03707344_13198a2eL, 0x85a308d3_243f6a88L)).isEqualTo(0xc4923a9c_483df7a0L);
  }

  @Test
  void manyNumbersAtATimeAreTheSameNumbers() {
    float[] narrow = new float[300];
    double[] wide = new double[300];
    for (int count : new int[] {1, 100, 256}) {
      Draws.uniforms24(0x85a308d3_243f6a88L, 1_000_003, narrow, 5, count);
      Draws.uniforms24(0x85a308d3_243f6a88L, 1_000_003, wide, 5, count);
      for (int i = 0; i < count; i++) {
        float expected = Stream.uniform24(0x85a308d3_243f6a88L, 1_000_003 + i);
        assertThat(narrow[5 + i]).isEqualTo(expected);
        assertThat(wide[5 + i]).isEqualTo(expected);
      }
    }
  }

  /// Chi-square over 256 byte values, for each of the eight bytes: mean 255, standard deviation √510 = 22.6; the bounds
  /// are four of them.
  @Test
  void bytesAreUniform() {
    int[][] counts = new int[8][256];
    Stream stream = Stream.of(0).named("bytes");
    for (int i = 0; i < N; i++) {
      long bits = stream.bits(i);
      for (int place = 0; place < 8; place++) {
        counts[place][(int) (bits >>> 8 * place) & 255]++;
      }
    }
    for (int[] count : counts) {
      assertThat(chiSquare(count, N)).isBetween(165.0, 345.0);
    }
  }

  /// The correlation of n independent pairs has standard deviation 1/√n; the bounds are four of them.
  @Test
  void neighboursAreIndependent() {
    Stream a = Stream.of(1);
    for (Stream b : List.of(Stream.of(2), a.at(0), a.at(1), a.named(""), a.named("a"))) {
      assertThat(Math.abs(correlation(a, b, 0))).isLessThan(4 / Math.sqrt(N));
    }
    for (int lag : new int[] {1, 2, 3, 64, 784}) {
      assertThat(Math.abs(correlation(a, a, lag))).isLessThan(4 / Math.sqrt(N));
    }
    // Successive steps at one place, as a dropout mask draws them.
    double sum = 0;
    for (int step = 0; step < N; step++) {
      sum += (uniform24(a, step) - 0.5) * (uniform24(a, step + 1) - 0.5) * 12;
    }
    assertThat(Math.abs(sum / N)).isLessThan(4 / Math.sqrt(N));
  }

  private static double uniform24(Stream stream, int step) {
    return Stream.uniform24(stream.keyAt(step), 7);
  }

  private static double correlation(Stream a, Stream b, int lag) {
    double sum = 0;
    for (int i = 0; i < N; i++) {
      sum += (a.uniform(i) - 0.5) * (b.uniform(i + lag) - 0.5) * 12;
    }
    return sum / N;
  }

  /// Mean 0, variance 1, skewness 0, kurtosis 3; their standard errors are √(1, 2, 6, 24) / √n.
  @Test
  void normalsHaveTheMomentsOfTheNormalDistribution() {
    double[] moments = new double[5];
    Stream stream = Stream.of(3);
    for (int i = 0; i < N; i++) {
      double z = stream.normal(i);
      for (int power = 1; power <= 4; power++) {
        moments[power] += StrictMath.pow(z, power) / N;
      }
    }
    double unit = 4 / Math.sqrt(N);
    assertThat(moments[1]).isBetween(-unit, unit);
    assertThat(moments[2]).isBetween(1 - unit * Math.sqrt(2), 1 + unit * Math.sqrt(2));
    assertThat(moments[3]).isBetween(-unit * Math.sqrt(15), unit * Math.sqrt(15));
    assertThat(moments[4]).isBetween(3 - unit * Math.sqrt(96), 3 + unit * Math.sqrt(96));
  }

  /// Chi-square over the 24 orders of four things: mean 23, standard deviation √46 = 6.8.
  @Test
  void allPermutationsAreEquallyLikely() {
    int[] counts = new int[256];
    Stream stream = Stream.of(4);
    for (int i = 0; i < 240_000; i++) {
      int[] p = stream.at(i).permutation(4);
      counts[p[0] << 6 | p[1] << 4 | p[2] << 2 | p[3]]++;
    }
    int[] seen = Arrays.stream(counts).filter(count -> count > 0).toArray();
    assertThat(seen).hasSize(24);
    assertThat(chiSquare(seen, 240_000)).isLessThan(23 + 4 * 6.8);
  }

  @Test
  void belowStaysBelowAndIsUniform() {
    int[] counts = new int[10];
    for (int i = 0; i < 100_000; i++) {
      counts[Stream.of(5).below(10, i)]++;
    }
    assertThat(chiSquare(counts, 100_000)).isLessThan(9 + 4 * Math.sqrt(18));
    assertThat(Stream.of(5).below(1, 0)).isZero();
  }

  private static double chiSquare(int[] counts, int n) {
    double expected = (double) n / counts.length;
    return Arrays.stream(counts).mapToDouble(count -> (count - expected) * (count - expected) / expected).sum();
  }

  @Test
  void noTwoWaysLeadToOneStream() {
    Set<Long> keys = new HashSet<>();
    int ways = 0;
    for (long seed = -50; seed < 50; seed++) {
      Stream stream = Stream.of(seed);
      ways++;
      keys.add(stream.key());
      for (String name :
          List.of("", "a", "b", "ab", "ba", "aa", "a\0", "\0", "\0\0", "ä", "Ã¤", "日本", "dense_1", "dense_11")) {
        for (long position : new long[] {-2, 0, 1, 97}) {
          keys.add(stream.named(name).at(position).key());
          keys.add(stream.at(position).named(name).key());
          ways += 2;
        }
        keys.add(stream.named(name).key());
        keys.add(stream.named(name).named(name).key());
        ways += 2;
      }
    }
    assertThat(keys).hasSize(ways);
  }

  @Test
  void noKeyIsANumberThatIsDrawn() {
    Stream stream = Stream.of(6);
    Set<Long> drawn = new HashSet<>();
    for (int i = -1000; i < 1000; i++) {
      drawn.add(stream.bits(i));
    }
    for (int i = -1000; i < 1000; i++) {
      assertThat(drawn).doesNotContain(stream.keyAt(i), stream.named("" + (char) (i & 0xFFFF)).key());
    }
  }

  /// Files of old runs hold these, so they must not change. Calculated by a second program, in Python, from the words
  /// of the definition.
  @Test
  void theStreamsStayWhatTheyAre() {
    Stream stream = Stream.of(42).named("dropout_1").at(3);
    assertThat(stream.bits(0)).isEqualTo(0x77c57010bc69ef9eL);
    assertThat(stream.normal(1)).isEqualTo(0.5298350967670664);
    assertThat(stream.permutation(6)).containsExactly(4, 5, 2, 0, 3, 1);
  }
}
