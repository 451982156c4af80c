package nnrun.tensor;

import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Scalar code, and in its place vector code with the same bits as soon as that is compiled. Whoever wants it first has
/// it warmed.
final class Warmed<T> {
  private final T scalar;
  private final @Nullable Function<Warmed<T>, Warmer.Code> warmUp;
  private final CountDownLatch settled = new CountDownLatch(1);
  private volatile @Nullable T current;

  /// @param warmUp warms the vector code and calls [#decided], or null where there is none
  Warmed(T scalar, @Nullable Function<Warmed<T>, Warmer.Code> warmUp) {
    this.scalar = scalar;
    this.warmUp = warmUp;
  }

  T current() {
    T now = current;
    return now == null ? first() : now;
  }

  private synchronized T first() {
    if (current == null) {
      current = scalar;
      if (warmUp == null) {
        settled.countDown();
      } else {
        Warmer.warm(warmUp.apply(this));
      }
    }
    return scalar;
  }

  /// @param vector null where it was not compiled
  void decided(@Nullable T vector) {
    if (vector != null) {
      current = vector;
    }
    settled.countDown();
  }

  boolean isVector() {
    T now = current;
    return now != null && now != scalar;
  }

  boolean isSettled() {
    return settled.getCount() == 0;
  }

  /// Waits until it is decided which code stays.
  void settle() throws InterruptedException {
    current();
    settled.await();
  }
}
