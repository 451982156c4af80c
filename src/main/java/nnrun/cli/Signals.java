package nnrun.cli;

import java.lang.reflect.Proxy;
import java.util.List;

/// The signals that ask a program to end. Java has no public way to see the second one while it goes down by the first,
/// and javac refuses `sun.misc.Signal` without a warning nobody can turn off; hence by reflection.
final class Signals {
  /// What a shell adds to a signal's number.
  private static final int EXIT_CODE = 128;

  private Signals() {}

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
