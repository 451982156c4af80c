package nnrun.train;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/// The batches of an epoch, each made by a thread of its own while the step before it runs. A batch is a function of
/// the epoch and its number, so the bytes are those of making it between the steps.
final class Ahead implements AutoCloseable {
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("nnrun-batches").factory());
  private final IntConsumer maker;
  private final int count;
  private Future<?> next;

  /// @param first the number of the first batch that is wanted, from 0
  /// @param count batches of the epoch
  /// @param maker makes the batch of that number, in matrices that nobody else touches before [#await] returns
  Ahead(int first, int count, IntConsumer maker) {
    this.count = count;
    this.maker = maker;
    next = thread.submit(() -> maker.accept(first));
  }

  /// Waits until the next batch is made.
  void await() {
    try {
      next.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case Error error -> throw error;
        case RuntimeException exception -> throw exception;
        case null, default -> throw new IllegalStateException(e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a batch was made", e);
    }
  }

  /// Has the batch behind this one made, if there is one.
  void after(int batch) {
    if (batch + 1 < count) {
      next = thread.submit(() -> maker.accept(batch + 1));
    }
  }

  /// Waits for the batch that is being made, if any, and ends the thread.
  @Override
  public void close() {
    thread.close();
  }
}
