package nnrun.tensor;

import java.lang.reflect.InvocationTargetException;

/// Loads `jdk.incubator.vector` into the running JVM.
///
/// The usual way, `--add-modules` on the command line, makes the JVM print a warning on every start that no flag turns
/// off, and gives up the JDK's archived module graph. This way does neither, and the compiled code is the same. It is
/// the method by which the JVM itself loads the modules of an agent. The jar's manifest exports its package to us.
public final class VectorModule {
  private VectorModule() {}

  /// Whether the Vector API can be used from now on. To be called before the first class that mentions the API is
  /// linked; further calls cost little and change nothing. With `false` the plain loops compute the same bytes.
  public static boolean load() {
    try {
      Class.forName("jdk.internal.module.Modules")
          .getMethod("loadModule", String.class)
          .invoke(null, "jdk.incubator.vector");
    } catch (ClassNotFoundException | NoSuchMethodException | IllegalAccessException | InvocationTargetException _) {
      // Another JDK, or a JVM started without the jar's manifest: what counts is whether the classes are there.
    }
    try {
      Class.forName("jdk.incubator.vector.FloatVector", false, VectorModule.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException _) {
      return false;
    }
  }
}
