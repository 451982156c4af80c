package nnrun.rules;

/// One mention of something in compiled code.
///
/// @param type the class mentioned, `java.lang.Math`
/// @param text what a rule's pattern is held against: `java.lang.Math.exp(double)`, `java.util.HashMap.<init>()`,
///   `java.lang.System.out`; a class in a declaration only by its name; the type of a method or field of a record or
///   public class as `signature: jdk.incubator.vector.FloatVector`
/// @param inClass the class that mentions it, `nnrun.layer.Dense$Live`
/// @param inMethod the method that mentions it, or `(declaration)`
/// @param line line in the source, 0 when the class file does not say
record Use(String type, String text, String inClass, String inMethod, int line) {
  String inPackage() {
    return packageOf(inClass);
  }

  static String packageOf(String className) {
    return className.substring(0, Math.max(0, className.lastIndexOf('.')));
  }
}
