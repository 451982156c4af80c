package nnrun.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/// The different texts of a column, numbered in the order of their first appearance, found by their bytes.
final class Levels {
  /// What stands for a missing cell.
  static final int MISSING = -1;

  /// No such text.
  static final int UNKNOWN = -2;

  /// What a text takes beside its bytes: its string, its place in lists and table.
  private static final int OVERHEAD = 120;

  private static final int LOOK_AHEAD = 1 << 14;

  private final String where;
  private final List<String> names = new ArrayList<>();
  private byte[][] texts = new byte[16][];
  private int[] codes = new int[16];
  private int count; // of texts, with the missing ones; at most half of the table
  private long bytes;

  /// @param where file and column, for messages
  Levels(String where, Collection<String> missing) {
    this.where = where;
    missing.forEach(text -> put(text.getBytes(UTF_8), MISSING));
  }

  /// The number of the text, [#MISSING] or [#UNKNOWN].
  int find(byte[] in, int from, int to) {
    int slot = slot(in, from, to);
    return texts[slot] == null ? UNKNOWN : codes[slot];
  }

  /// The number of the text, which is added if it is new.
  int code(String text) {
    byte[] written = text.getBytes(UTF_8);
    int code = find(written, 0, written.length);
    return code == UNKNOWN ? add(text, written) : code;
  }

  int add(String text, byte[] written) {
    int code = names.size();
    names.add(text);
    put(written, code);
    bytes += OVERHEAD + 2L * written.length;
    if (code % LOOK_AHEAD == LOOK_AHEAD - 1) {
      Heap.require(bytes, where + ": " + names.size() + " different texts, and as many again,");
    }
    return code;
  }

  private void put(byte[] text, int code) {
    if (2 * ++count > texts.length) {
      byte[][] oldTexts = texts;
      int[] oldCodes = codes;
      texts = new byte[4 * oldTexts.length][];
      codes = new int[texts.length];
      for (int i = 0; i < oldTexts.length; i++) {
        if (oldTexts[i] != null) {
          place(oldTexts[i], oldCodes[i]);
        }
      }
    }
    place(text, code);
  }

  private void place(byte[] text, int code) {
    int slot = slot(text, 0, text.length);
    texts[slot] = text;
    codes[slot] = code;
  }

  /// Where the text is, or where it would be.
  private int slot(byte[] in, int from, int to) {
    int hash = to - from;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + in[i];
    }
    hash *= 0x9E3779B1;
    int slot = (hash ^ hash >>> 15) & texts.length - 1;
    while (texts[slot] != null && !Arrays.equals(texts[slot], 0, texts[slot].length, in, from, to)) {
      slot = slot + 1 & texts.length - 1;
    }
    return slot;
  }

  List<String> names() {
    return List.copyOf(names);
  }
}
