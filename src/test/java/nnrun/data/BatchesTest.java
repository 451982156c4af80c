package nnrun.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import nnrun.tensor.Matrix;
import nnrun.tensor.Stream;
import org.junit.jupiter.api.Test;

class BatchesTest {
  private static final Stream STREAM = Stream.of(1).named("shuffle");

  /// Ten rows (r, -r) with target 100 r.
  private static Dataset ten() {
    Matrix inputs = Given.ENGINE.matrix(10, 2);
    Matrix targets = Given.ENGINE.matrix(10, 1);
    for (int row = 0; row < 10; row++) {
      inputs.set(row, 0, row);
      inputs.set(row, 1, -row);
      targets.set(row, 0, 100 * row);
    }
    return new Dataset(Rows.of(inputs), Rows.of(targets), IntStream.range(0, 10).toArray());
  }

  @Test
  void anEpochShowsEveryRowOnceWithItsTargetAndKeepsTheSmallLastBatch() {
    Dataset data = ten();
    Batches batches = new Batches(data, 4, Shuffle.EPOCH, STREAM);
    assertThat(batches.count()).isEqualTo(3);
    Matrix x = Given.ENGINE.matrix(4, 2);
    Matrix t = Given.ENGINE.matrix(4, 1);
    batches.order(1);
    boolean[] seen = new boolean[10];
    for (int batch = 0; batch < 3; batch++) {
      data.inputs().gather(batches.order(), batch * batches.size(), batches.rows(batch), x);
      data.targets().gather(batches.order(), batch * batches.size(), batches.rows(batch), t);
      assertThat(x.rows()).isEqualTo(t.rows()).isEqualTo(batch < 2 ? 4 : 2).isEqualTo(batches.rows(batch));
      for (int row = 0; row < x.rows(); row++) {
        int r = (int) x.get(row, 0);
        assertThat(x.get(row, 1)).isEqualTo(-r);
        assertThat(t.get(row, 0)).isEqualTo(100 * r);
        assertThat(seen[r]).isFalse();
        seen[r] = true;
      }
    }
  }

  @Test
  void theOrderIsAFunctionOfStreamAndEpoch() {
    Batches batches = new Batches(ten(), 3, Shuffle.EPOCH, STREAM);
    int[] second = batches.order(2).clone();
    int[] seventh = batches.order(7).clone();
    assertThat(seventh).isNotEqualTo(second);
    assertThat(batches.order(2)).isEqualTo(second).isEqualTo(STREAM.at(2).permutation(10));
    assertThat(new Batches(ten(), 5, Shuffle.EPOCH, STREAM).order(7)).isEqualTo(seventh);
  }

  @Test
  void onceIsOneOrderAndNoneIsThatOfTheSource() {
    Batches once = new Batches(ten(), 3, Shuffle.ONCE, STREAM);
    int[] first = once.order(1).clone();
    assertThat(once.order(2)).isEqualTo(first).isNotEqualTo(IntStream.range(0, 10).toArray());
    assertThat(new Batches(ten(), 3, Shuffle.NONE, STREAM).order(5)).isEqualTo(IntStream.range(0, 10).toArray());
  }

  @Test
  void aBatchLargerThanTheDataIsAllOfIt() {
    Batches batches = new Batches(ten(), 1000, Shuffle.NONE, STREAM);
    assertThat(batches.count()).isEqualTo(1);
    assertThat(batches.size()).isEqualTo(10);
    assertThatThrownBy(() -> new Batches(ten(), 0, Shuffle.NONE, STREAM)).hasMessageContaining("0 rows");
  }
}
