package nnrun.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import nnrun.tensor.Stream;
import org.jspecify.annotations.Nullable;

/// Who is in which split: every row in exactly one, each split in the order of the source.
///
/// @param train row numbers, from 0
record Deal(int[] train, int[] val, int[] test) {
  private static final int TRAIN = 0;
  private static final int VAL = 1;
  private static final int TEST = 2;

  static Deal random(Split split, int rows) {
    return byPlace(split, rows, Stream.of(split.seed()).named("split").permutation(rows));
  }

  static Deal inOrder(Split split, int rows) {
    int[] order = new int[rows];
    for (int i = 0; i < rows; i++) {
      order[i] = rows - 1 - i;
    }
    return byPlace(split, rows, order);
  }

  /// The first of the order for the test, then validation, the rest for training. Of k folds, fold i is the i-th part
  /// of what the test leaves.
  private static Deal byPlace(Split split, int rows, int[] order) {
    int test = split.test().of(rows);
    int val = split.val().of(rows);
    checkSizes(split, rows, val, test);
    byte[] part = new byte[rows];
    for (int i = 0; i < test + val; i++) {
      part[order[i]] = i < test ? (byte) TEST : VAL;
    }
    if (split.folds() > 0) {
      int rest = checkFolds(split, rows - test, "rows");
      for (int i = 0; i < rest; i++) {
        part[order[test + i]] = (long) i * split.folds() / rest == split.fold() - 1 ? (byte) VAL : TRAIN;
      }
    }
    return of(part);
  }

  private static int checkFolds(Split split, int count, String what) {
    if (count < split.folds()) { // never without folds
      throw new DataException("split: " + split.folds() + " folds of " + count + " " + what + "; take fewer folds");
    }
    return count;
  }

  /// As a column says.
  ///
  /// @param parts `train`, `val` or `test` of each row
  static Deal told(List<String> parts) {
    byte[] part = new byte[parts.size()];
    for (int row = 0; row < part.length; row++) {
      part[row] = (byte) List.of("train", "val", "test").indexOf(parts.get(row));
    }
    Deal told = of(part);
    if (told.train.length == 0) {
      throw new DataException("split: no row says train");
    }
    return told;
  }

  /// Groups in random order: to the test until it has its rows or more, then to validation, the rest to training. Folds
  /// are filled from the largest group to the smallest, each into the fold with the fewest rows so far.
  ///
  /// @param groups of each row, from 0
  static Deal grouped(Split split, int[] groups) {
    int test = split.test().of(groups.length);
    int val = split.val().of(groups.length);
    checkSizes(split, groups.length, val, test);
    int[] sizes = new int[Arrays.stream(groups).max().orElse(-1) + 1];
    for (int group : groups) {
      sizes[group]++;
    }
    List<Integer> left = new ArrayList<>();
    byte[] partOf = new byte[sizes.length];
    int given = 0;
    for (int group : Stream.of(split.seed()).named("split").permutation(sizes.length)) {
      if (given < test + val) {
        partOf[group] = given < test ? (byte) TEST : VAL;
        given += sizes[group];
      } else {
        left.add(group);
      }
    }
    if (left.isEmpty()) {
      throw new DataException("split: " + sizes.length + " groups are too few to leave one for training");
    }
    if (split.folds() > 0) {
      checkFolds(split, left.size(), "groups");
      left.sort((a, b) -> Integer.compare(sizes[b], sizes[a]));
      int[] rows = new int[split.folds()];
      for (int group : left) {
        int least = 0;
        for (int i = 1; i < rows.length; i++) {
          least = rows[i] < rows[least] ? i : least;
        }
        rows[least] += sizes[group];
        partOf[group] = least == split.fold() - 1 ? (byte) VAL : TRAIN;
      }
    }
    byte[] part = new byte[groups.length];
    for (int row = 0; row < part.length; row++) {
      part[row] = partOf[groups[row]];
    }
    return of(part);
  }

  /// The same as [#random] within each class. The sizes of the splits are those of a random split, shared among the
  /// classes by the method of the largest remainder (Hamilton); of equal remainders the earlier class wins. Folds take
  /// turns, through one class after the other.
  ///
  /// @param classes the class of each row
  static Deal stratified(Split split, int[] classes, List<String> names) {
    int rows = classes.length;
    int test = split.test().of(rows);
    int val = split.val().of(rows);
    checkSizes(split, rows, val, test);
    int[] sizes = new int[names.size()];
    for (int c : classes) {
      sizes[c]++;
    }
    int[] testOf = shares(test, sizes, null);
    int[] valOf = shares(val, sizes, testOf);
    byte[] part = new byte[rows];
    int dealt = 0;
    checkFolds(split, rows - test, "rows");
    for (int c = 0; c < sizes.length; c++) {
      int[] members = new int[sizes[c]];
      int count = 0;
      for (int row = 0; row < rows; row++) {
        if (classes[row] == c) {
          members[count++] = row;
        }
      }
      if (testOf[c] + valOf[c] == count) {
        throw new DataException(
            "split: class '"
                + names.get(c)
                + "' has "
                + count
                + (count == 1 ? " row" : " rows")
                + ", too few for training, validation and test; make the other splits smaller, or drop the class");
      }
      Stream.of(split.seed()).named("split").at(c).shuffle(members);
      for (int i = 0; i < testOf[c] + valOf[c]; i++) {
        part[members[i]] = i < testOf[c] ? (byte) TEST : VAL;
      }
      for (int i = testOf[c]; split.folds() > 0 && i < count; i++) {
        part[members[i]] = dealt++ % split.folds() == split.fold() - 1 ? (byte) VAL : TRAIN;
      }
    }
    return of(part);
  }

  /// `total` rows shared in proportion to the sizes, never more than a class has beside those taken.
  static int[] shares(int total, int[] sizes, int @Nullable [] taken) {
    long all = 0;
    for (int size : sizes) {
      all += size;
    }
    int[] share = new int[sizes.length];
    int[] room = sizes.clone();
    long[] remainder = new long[sizes.length];
    int left = total;
    for (int c = 0; c < sizes.length; c++) {
      room[c] -= taken == null ? 0 : taken[c];
      share[c] = (int) Math.min(room[c], (long) total * sizes[c] / all);
      remainder[c] = (long) total * sizes[c] % all;
      left -= share[c];
    }
    for (; left > 0; left--) {
      int best = -1;
      for (int c = 0; c < sizes.length; c++) {
        if (share[c] < room[c] && (best < 0 || remainder[c] > remainder[best])) {
          best = c;
        }
      }
      share[best]++;
      remainder[best] -= all;
    }
    return share;
  }

  private static void checkSizes(Split split, int rows, int val, int test) {
    if ((long) val + test >= rows) {
      throw new DataException(
          "split: of "
              + rows
              + (rows == 1 ? " row" : " rows")
              + " val: "
              + split.val()
              + " takes "
              + val
              + " and test: "
              + split.test()
              + " takes "
              + test
              + ", which leaves none for training");
    }
    if ((!split.val().isNone() && val == 0) || (!split.test().isNone() && test == 0)) {
      String name = !split.val().isNone() && val == 0 ? "val: " + split.val() : "test: " + split.test();
      throw new DataException("split: " + name + " of " + rows + " rows is no row at all; make it larger");
    }
  }

  private static Deal of(byte[] part) {
    return new Deal(rows(part, TRAIN), rows(part, VAL), rows(part, TEST));
  }

  private static int[] rows(byte[] part, int which) {
    int[] rows = new int[part.length];
    int count = 0;
    for (int row = 0; row < part.length; row++) {
      if (part[row] == which) {
        rows[count++] = row;
      }
    }
    return Arrays.copyOf(rows, count);
  }
}
