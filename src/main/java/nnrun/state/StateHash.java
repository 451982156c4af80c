package nnrun.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import nnrun.tensor.Matrix;
import nnrun.tensor.Precision;

/// SHA-256 of a state: equal hashes mean equal names, in the same order, with equal shapes and bits.
public final class StateHash implements State {
  private final MessageDigest digest = sha256();
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 13);

  @Override
  public void matrix(String name, Matrix matrix) {
    head('m', name);
    number(matrix.rows());
    number(matrix.columns());
    boolean wide = matrix.precision() == Precision.FLOAT64;
    number(matrix.precision().bytes());
    for (int i = 0; i < matrix.size(); i++) {
      double x = matrix.at(i);
      if (wide) {
        number(Double.doubleToLongBits(x));
      } else {
        room(Integer.BYTES).putInt(Float.floatToIntBits((float) x));
      }
    }
  }

  @Override
  public long whole(String name, long value) {
    head('w', name);
    number(value);
    return value;
  }

  @Override
  public double real(String name, double value) {
    head('r', name);
    number(Double.doubleToLongBits(value));
    return value;
  }

  @Override
  public List<String> texts(String name, List<String> value) {
    head('t', name);
    number(value.size());
    value.forEach(this::text);
    return value;
  }

  /// 64 hexadecimal digits; the object starts afresh.
  public String hex() {
    empty();
    return HexFormat.of().formatHex(digest.digest());
  }

  private void head(char kind, String name) {
    number(kind);
    text(name);
  }

  private void text(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    number(bytes.length);
    empty();
    digest.update(bytes);
  }

  private void number(long value) {
    room(Long.BYTES).putLong(value);
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      empty();
    }
    return buffer;
  }

  private void empty() {
    digest.update(buffer.flip());
    buffer.clear();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
