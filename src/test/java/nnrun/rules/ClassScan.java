package nnrun.rules;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.MethodHandleEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LineNumber;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Lists everything a class file mentions: calls, fields, method references, and the classes in its declarations.
final class ClassScan {
  private static final Pattern CLASS_IN_DESCRIPTOR = Pattern.compile("L([\\w$/]+)[;<]");

  private final String className;
  private final List<Use> uses = new ArrayList<>();

  private ClassScan(String className) {
    this.className = className;
  }

  static List<Use> uses(byte[] classFile) {
    ClassModel model = ClassFile.of().parse(classFile);
    ClassScan scan = new ClassScan(name(model.thisClass().asSymbol()));
    model.methods().forEach(scan::instructions);
    scan.declarations(model);
    if (model.flags().has(AccessFlag.PUBLIC) || isRecord(model)) {
      scan.signatures(model);
    }
    return scan.uses;
  }

  private void instructions(MethodModel method) {
    method
        .code()
        .ifPresent(code -> {
          int line = 0;
          for (CodeElement element : code) {
            switch (element) {
              case LineNumber number -> line = number.line();
              case InvokeInstruction call -> add(call.method(), method, line);
              case FieldInstruction access -> add(access.field(), method, line);
              case InvokeDynamicInstruction dynamic -> {
                for (PoolEntry argument : dynamic.invokedynamic().bootstrap().arguments()) {
                  if (argument instanceof MethodHandleEntry handle) {
                    add(handle.reference(), method, line);
                  }
                }
              }
              default -> {}
            }
          }
        });
  }

  private void add(MemberRefEntry member, MethodModel method, int line) {
    ClassDesc owner = member.owner().asSymbol();
    String text = name(owner) + "." + member.name().stringValue();
    String descriptor = member.type().stringValue();
    if (descriptor.startsWith("(")) {
      text +=
          MethodTypeDesc.ofDescriptor(descriptor).parameterList().stream()
              .map(ClassScan::name)
              .collect(Collectors.joining(",", "(", ")"));
    }
    uses.add(new Use(name(owner), text, className, method.methodName().stringValue(), line));
  }

  /// Classes that no instruction names: super types, types of fields, parameters, annotations, casts.
  private void declarations(ClassModel model) {
    Set<String> called = uses.stream().map(Use::type).collect(Collectors.toSet());
    Set<String> declared = new LinkedHashSet<>();
    for (PoolEntry entry : model.constantPool()) {
      switch (entry) {
        case ClassEntry type -> declared.add(name(type.asSymbol()));
        case Utf8Entry text -> {
          Matcher matcher = CLASS_IN_DESCRIPTOR.matcher(text.stringValue());
          while (matcher.find()) {
            declared.add(matcher.group(1).replace('/', '.'));
          }
        }
        default -> {}
      }
    }
    declared.stream()
        .filter(type -> !called.contains(type))
        .forEach(type -> uses.add(new Use(type, type, className, "(declaration)", 0)));
  }

  /// What reflection on a record or a public class makes the JVM load.
  private void signatures(ClassModel model) {
    model.fields().forEach(field -> signature(field.fieldTypeSymbol(), field.fieldName().stringValue()));
    for (MethodModel method : model.methods()) {
      MethodTypeDesc type = method.methodTypeSymbol();
      signature(type.returnType(), method.methodName().stringValue());
      type.parameterList().forEach(each -> signature(each, method.methodName().stringValue()));
    }
  }

  private void signature(ClassDesc type, String member) {
    uses.add(new Use(name(type), "signature: " + name(type), className, member, 0));
  }

  private static boolean isRecord(ClassModel model) {
    return model.superclass().map(ClassEntry::asSymbol).filter(ClassDesc.of("java.lang.Record")::equals).isPresent();
  }

  /// `float[]` for `[F`, `java.lang.String` for `Ljava/lang/String;`.
  private static String name(ClassDesc type) {
    if (type.isArray()) {
      return name(type.componentType()) + "[]";
    }
    if (type.isPrimitive()) {
      return type.displayName();
    }
    String descriptor = type.descriptorString();
    return descriptor.substring(1, descriptor.length() - 1).replace('/', '.');
  }
}
