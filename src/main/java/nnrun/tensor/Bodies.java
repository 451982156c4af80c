package nnrun.tensor;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// The static methods of a class, to be copied into generated code instead of called: the optimizing compiler inlines
/// the methods of the Vector API into a body of any length, but others only up to a certain one, and a call that is
/// left makes objects of its vectors. The methods must be straight lines of code.
final class Bodies {
  private final ClassDesc owner;
  private final Map<String, MethodModel> methods;
  private final UnaryOperator<String> fields;

  private Bodies(ClassDesc owner, Map<String, MethodModel> methods, UnaryOperator<String> fields) {
    this.owner = owner;
    this.methods = methods;
    this.fields = fields;
  }

  Bodies(Class<?> type) {
    methods = new TreeMap<>();
    fields = UnaryOperator.identity();
    owner = type.describeConstable().orElseThrow();
    try (InputStream in = Objects.requireNonNull(type.getResourceAsStream(type.getSimpleName() + ".class"))) {
      for (MethodModel method : ClassFile.of().parse(in.readAllBytes()).methods()) {
        methods.put(method.methodName().stringValue(), method);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The same with other fields of the class in place of some, each of the same type.
  Bodies with(UnaryOperator<String> fields) {
    return new Bodies(owner, methods, fields);
  }

  /// Their names; each is that of one method.
  Set<String> names() {
    return methods.keySet();
  }

  /// In place of a call of the method: takes its parameters from the stack and leaves its result there.
  void copy(CodeBuilder code, String name) {
    MethodModel method = Objects.requireNonNull(methods.get(name), name);
    Map<Integer, Integer> slots = new TreeMap<>();
    MethodTypeDesc type = method.methodTypeSymbol();
    List<ClassDesc> parameters = type.parameterList();
    int slot = parameters.stream().mapToInt(p -> TypeKind.from(p).slotSize()).sum();
    for (ClassDesc parameter : parameters.reversed()) {
      TypeKind kind = TypeKind.from(parameter);
      slot -= kind.slotSize();
      int local = code.allocateLocal(kind);
      slots.put(slot, local);
      code.storeLocal(kind, local);
    }
    CodeModel body = method.code().orElseThrow();
    for (CodeElement element : body) {
      switch (element) {
        case LoadInstruction load -> code.loadLocal(load.typeKind(), Objects.requireNonNull(slots.get(load.slot())));
        case StoreInstruction store ->
            code.storeLocal(
                store.typeKind(), slots.computeIfAbsent(store.slot(), _ -> code.allocateLocal(store.typeKind())));
        case InvokeInstruction call
            when call.opcode() == Opcode.INVOKESTATIC && call.owner().asSymbol().equals(owner) ->
            copy(code, call.name().stringValue());
        case FieldInstruction access -> {
          String field = access.name().stringValue();
          code.fieldAccess(access.opcode(), access.owner().asSymbol(), fields.apply(field), access.typeSymbol());
        }
        case ReturnInstruction _ -> {}
        case BranchInstruction _ -> throw new IllegalStateException(name + " is no straight line");
        case Instruction instruction -> code.with(instruction);
        default -> {} // labels and lines
      }
    }
  }
}
