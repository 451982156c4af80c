package nnrun.data;

import static nnrun.data.Given.split;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import nnrun.spec.Invalid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DealTest {
  private static IntStream concat(int[]... parts) {
    return Arrays.stream(parts).flatMapToInt(Arrays::stream);
  }

  @ParameterizedTest
  @CsvSource({"10,0.2,0.3", "7,0.5,0.25", "1000,0.1,0.2", "3,1,1", "100,17,0.333", "2,0,0.5", "1,0,0"})
  void everyRowIsInExactlyOneSplitInTheOrderOfTheSource(int rows, String val, String test) {
    Deal deal = Deal.random(split(val, test, false, false, 3), rows);
    assertThat(concat(deal.train(), deal.val(), deal.test()).sorted().toArray())
        .isEqualTo(IntStream.range(0, rows).toArray());
    assertThat(deal.train()).isSorted();
    assertThat(deal.val()).isSorted().hasSize(Share.parse(val).of(rows));
    assertThat(deal.test()).isSorted().hasSize(Share.parse(test).of(rows));
  }

  @Test
  void aFractionIsRoundedHalfUpAndAWholeNumberIsRows() {
    assertThat(Share.parse("0.25").of(10)).as("2.5").isEqualTo(3);
    assertThat(Share.parse("0.1").of(4)).as("0.4").isEqualTo(0);
    assertThat(Share.parse("10000").of(60000)).isEqualTo(10000);
    assertThat(Share.parse("1").of(60000)).isEqualTo(1);
  }

  @Test
  void rowsInOrderAreFirstTrainingThenValidationThenTest() {
    Deal deal = Deal.inOrder(split("2", "3", false, true, 0), 10);
    assertThat(deal.train()).containsExactly(0, 1, 2, 3, 4);
    assertThat(deal.val()).containsExactly(5, 6);
    assertThat(deal.test()).containsExactly(7, 8, 9);
  }

  @Test
  void theSeedAloneDecidesWhoIsWhere() {
    Deal deal = Deal.random(split("0.2", "0.2", false, false, 5), 50);
    assertThat(Deal.random(split("0.2", "0.2", false, false, 5), 50).test()).isEqualTo(deal.test());
    assertThat(Deal.random(split("0.2", "0.2", false, false, 6), 50).test()).isNotEqualTo(deal.test());
  }

  /// Pinned: who is in which split of a published run must never change.
  @Test
  void splitsAreTheSameForEver() {
    assertThat(Deal.random(split("0.1", "0.2", false, false, 0), 20).test()).containsExactly(0, 2, 3, 8);
    int[] classes = IntStream.range(0, 20).map(row -> row % 2).toArray();
    assertThat(Deal.stratified(split("0.1", "0.2", true, false, 0), classes, List.of("a", "b")).test())
        .containsExactly(9, 11, 14, 18);
  }

  @Test
  void aLargerValidationSetLeavesTheTestSetAlone() {
    Deal small = Deal.random(split("0.1", "0.2", false, false, 5), 50);
    Deal large = Deal.random(split("0.3", "0.2", false, false, 5), 50);
    assertThat(large.test()).isEqualTo(small.test());
    assertThat(large.val()).contains(small.val());
  }

  /// 10 rows for the test of classes with 7, 5 and 3 of 15 rows: quotas 4 2/3, 3 1/3, 2; the largest remainder is the
  /// first's, so 5, 3, 2.
  @Test
  void largestRemaindersShareTheRows() {
    assertThat(Deal.shares(10, new int[] {7, 5, 3}, null)).containsExactly(5, 3, 2);
    assertThat(Deal.shares(1, new int[] {5, 5, 5}, null)).as("of equal remainders the first").containsExactly(1, 0, 0);
    assertThat(Deal.shares(3, new int[] {6, 2, 2}, new int[] {6, 1, 0}))
        .as("the first is full")
        .containsExactly(0, 1, 2);
  }

  @Test
  void sharesAddUpAndStayWithinOneOfTheQuota() {
    for (int round = 0; round < 500; round++) {
      var stream = nnrun.tensor.Stream.of(11).at(round);
      int[] sizes = new int[1 + stream.below(9, 0)];
      int all = 0;
      for (int c = 0; c < sizes.length; c++) {
        sizes[c] = 1 + stream.below(40, c + 1);
        all += sizes[c];
      }
      int total = stream.below(all, 99);
      int[] shares = Deal.shares(total, sizes, null);
      assertThat(Arrays.stream(shares).sum()).isEqualTo(total);
      for (int c = 0; c < sizes.length; c++) {
        assertThat(Math.abs(shares[c] - (double) total * sizes[c] / all)).isLessThan(1);
        assertThat(shares[c]).isLessThanOrEqualTo(sizes[c]);
      }
    }
  }

  /// 150 rows of three classes of 50: 30 % are 45 test rows, 15 a class; 10 % are 15 validation rows, 5 a class.
  @Test
  void stratifiedSplitsKeepTheSharesOfTheClasses() {
    int[] classes = IntStream.range(0, 150).map(row -> row / 50).toArray();
    Deal deal = Deal.stratified(split("0.1", "0.3", true, false, 0), classes, List.of("a", "b", "c"));
    for (int c = 0; c < 3; c++) {
      int type = c;
      assertThat(Arrays.stream(deal.test()).filter(row -> classes[row] == type)).hasSize(15);
      assertThat(Arrays.stream(deal.val()).filter(row -> classes[row] == type)).hasSize(5);
      assertThat(Arrays.stream(deal.train()).filter(row -> classes[row] == type)).hasSize(30);
    }
    assertThat(concat(deal.train(), deal.val(), deal.test()).sorted().toArray())
        .isEqualTo(IntStream.range(0, 150).toArray());
  }

  @Test
  void aClassWithoutTrainingRowsIsRefused() {
    assertThatThrownBy(
            () -> Deal.stratified(split("0", "0.7", true, false, 0), new int[] {0, 0, 0, 1}, List.of("a", "b")))
        .hasMessageContaining("split: class 'b' has 1 row, too few");
  }

  @Test
  void splitsThatLeaveNothingOrTakeNothingAreRefused() {
    assertThatThrownBy(() -> Deal.random(split("5", "5", false, false, 0), 10))
        .hasMessage("split: of 10 rows val: 5 takes 5 and test: 5 takes 5, which leaves none for training");
    assertThatThrownBy(() -> Deal.random(split("0", "0.01", false, false, 0), 10))
        .hasMessage("split: test: 0.01 of 10 rows is no row at all; make it larger");
    assertThatThrownBy(() -> split("0.5", "0.5", false, false, 0))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("leave no rows for training");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-0.1", "1.5", "half", "10%", "1e10", "nan", ""})
  void aShareIsAFractionOrANumberOfRows(String text) {
    assertThatThrownBy(() -> Share.parse(text)).hasMessageContaining("neither a fraction in [0,1) nor a whole number");
  }

  private static Split folds(
      String test, boolean stratify, boolean inOrder, @Nullable String group, int folds, int fold) {
    return new Split(Share.parse("0"), Share.parse(test), stratify, inOrder, group, null, folds, fold, 0);
  }

  /// 11 rows less 2 for the test are 9: folds of 2 or 3.
  @Test
  void everyRowThatTheTestLeavesIsInOneFold() {
    int[] classes = {0, 0, 0, 1, 1, 1, 1, 0, 1, 1, 0};
    for (int kind = 0; kind < 3; kind++) {
      List<int[]> vals = new ArrayList<>();
      int[] test = {};
      for (int fold = 1; fold <= 4; fold++) {
        Split split = folds("2", kind == 1, kind == 2, null, 4, fold);
        Deal deal =
            kind == 0
                ? Deal.random(split, 11)
                : kind == 1 ? Deal.stratified(split, classes, List.of("a", "b")) : Deal.inOrder(split, 11);
        assertThat(deal.val().length).isBetween(2, 3);
        assertThat(concat(deal.train(), deal.val(), deal.test()).sorted().toArray())
            .isEqualTo(IntStream.range(0, 11).toArray());
        assertThat(fold == 1 ? deal.test() : test).isEqualTo(deal.test());
        test = deal.test();
        vals.add(deal.val());
      }
      assertThat(concat(vals.toArray(int[][]::new)).distinct().count()).isEqualTo(9);
    }
  }

  /// 10 of each class in 5 folds: 2 of each in every fold.
  @Test
  void stratifiedFoldsKeepTheShares() {
    int[] classes = IntStream.range(0, 20).map(row -> row % 2).toArray();
    for (int fold = 1; fold <= 5; fold++) {
      int[] val = Deal.stratified(folds("0", true, false, null, 5, fold), classes, List.of("a", "b")).val();
      assertThat(Arrays.stream(val).map(row -> row % 2).sum()).isEqualTo(2);
      assertThat(val).hasSize(4);
    }
  }

  /// Groups of 6, 3, 2 and 1 rows. Folds are filled 6 | 3, then 2 beside the 3, then 1 beside these: 6 and 6.
  @Test
  void groupsStayTogether() {
    int[] groups = {0, 0, 0, 1, 1, 1, 2, 2, 3, 0, 0, 0};
    Deal first = Deal.grouped(folds("0", false, false, "g", 2, 1), groups);
    assertThat(first.val()).containsExactly(0, 1, 2, 9, 10, 11);
    assertThat(Deal.grouped(folds("0", false, false, "g", 2, 2), groups).val()).containsExactly(3, 4, 5, 6, 7, 8);
    for (int seed = 0; seed < 20; seed++) {
      Split split = new Split(Share.parse("2"), Share.parse("2"), false, false, "g", null, 0, 1, seed);
      int[] many = IntStream.range(0, 40).map(row -> row / 3).toArray();
      Deal deal = Deal.grouped(split, many);
      assertThat(deal.test()).hasSizeBetween(2, 4);
      assertThat(deal.val()).hasSizeBetween(1, 4);
      for (int[] part : List.of(deal.val(), deal.test())) {
        assertThat(Arrays.stream(deal.train()).map(row -> many[row]).toArray())
            .doesNotContain(Arrays.stream(part).map(row -> many[row]).toArray());
      }
    }
    assertThatThrownBy(() -> Deal.grouped(split("0", "1", false, false, 0), new int[3]))
        .hasMessage("split: 1 groups are too few to leave one for training");
    assertThatThrownBy(() -> Deal.grouped(folds("0", false, false, "g", 5, 1), groups))
        .hasMessage("split: 5 folds of 4 groups; take fewer folds");
  }

  @Test
  void aColumnMaySayWhoIsWhere() {
    Deal deal = Deal.told(List.of("test", "train", "val", "train"));
    assertThat(deal.train()).containsExactly(1, 3);
    assertThat(deal.val()).containsExactly(2);
    assertThat(deal.test()).containsExactly(0);
    assertThatThrownBy(() -> Deal.told(List.of("test"))).hasMessage("split: no row says train");
  }

  @Test
  void thereAreNoMoreFoldsThanGiven() {
    assertThatThrownBy(() -> folds("0", false, false, null, 5, 6)).hasMessage("there are 5 folds");
    assertThatThrownBy(() -> Deal.random(folds("0", false, false, null, 5, 1), 4))
        .hasMessage("split: 5 folds of 4 rows; take fewer folds");
  }
}
