package nnrun.cli;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The signals that ask a program to end. Java has no public way to see the second one while it goes down by the first,
/// and javac refuses `sun.misc.Signal` without a warning nobody can turn off; hence by reflection.
final class Signals {
  /// What a shell adds to a signal's number.
  private static final int EXIT_CODE = 128;

  private Signals() {}

  /// Until it is closed, something is done while a signal ends the process.
  interface Hook extends AutoCloseable {
    @Override
    void close();
  }

  static Hook hook(Runnable atSignal) {
    Thread thread = new Thread(atSignal);
    Runtime.getRuntime().addShutdownHook(thread);
    return () -> {
      try {
        Runtime.getRuntime().removeShutdownHook(thread);
      } catch (IllegalStateException _) {
        // The JVM is going down by a signal; the hook speaks.
      }
    };
  }

  /// Waits in a hook for the work that a signal ends.
  static void await(CountDownLatch ended, int seconds) {
    try {
      boolean _ = ended.await(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// From now on a signal ends the process where it stands. Where Java has no signals, nothing changes.
  static void nextEndsAtOnce() {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object halt =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (_, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  Runtime.getRuntime().halt(EXIT_CODE + (int) signal.getMethod("getNumber").invoke(arguments[0]));
                }
                return null;
              });
      for (String name : List.of("HUP", "INT", "TERM")) {
        Object one = signal.getConstructor(String.class).newInstance(name);
        signal.getMethod("handle", signal, handler).invoke(null, one, halt);
      }
    } catch (ReflectiveOperationException | IllegalArgumentException _) {
      // The first signal does its work all the same.
    }
  }
}
