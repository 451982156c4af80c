package nnrun.run;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.Callable;

/// The disk of this machine with something around each of its operations.
public final class WatchedDisk {
  private WatchedDisk() {}

  /// Carries an operation out, and what it likes before and after it.
  @FunctionalInterface
  public interface Around {
    Object operation(String name, Object[] arguments, Callable<Object> operation) throws Exception;
  }

  /// Something that happens before each operation.
  @FunctionalInterface
  public interface Before {
    void operation(String name, Object... arguments) throws Exception;
  }

  public static Disk around(Around around) {
    Disk real = new LocalDisk();
    return (Disk)
        Proxy.newProxyInstance(
            Disk.class.getClassLoader(),
            new Class<?>[] {Disk.class},
            (_, method, arguments) -> {
              try {
                return around.operation(method.getName(), arguments, () -> method.invoke(real, arguments));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  public static Disk before(Before before) {
    return around((name, arguments, operation) -> {
      before.operation(name, arguments);
      return operation.call();
    });
  }
}
