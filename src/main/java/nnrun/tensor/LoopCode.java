package nnrun.tensor;

import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;

/// The code of a compiled loop's `run`, with its local variables: what the loop nest ([LoopCompiler]) and the code of
/// an element ([ElementCode]) share.
final class LoopCode {
  static final ClassDesc MATH = ClassDesc.of("java.lang.Math");
  static final MethodTypeDesc RUN =
      MethodTypeDesc.of(
          CD_void,
          ConstantDescs.CD_Object.arrayType(),
          CD_double.arrayType(),
          CD_long.arrayType(),
          CD_int,
          CD_int,
          CD_int,
          CD_int,
          CD_int,
          CD_int);

  // Slots of run's parameters.
  private static final int ARRAYS = 1;
  private static final int NUMBERS = 2;
  private static final int KEYS = 3;
  static final int ROW_FROM = 4;
  static final int ROW_TO = 5;
  static final int COLUMN_FROM = 6;
  static final int COLUMN_TO = 7;
  static final int COLUMNS = 8;
  static final int BASE = 9;

  final CodeBuilder code;
  final List<Assign> assigns;
  final Leaves leaves;
  final Precision precision;
  final boolean wide;
  final TypeKind type;
  final ClassDesc real;

  // The element's place.
  final int row;
  final int column;
  final int index;

  /// Numbers of the thread, and where the block begins that is in them; for loops of vectors.
  final int scratch;

  final int block;

  private final int[] arraySlots;
  private final int[] numberSlots;
  private final int[] keySlots;

  /// Begins the code: leaves and targets into local variables.
  LoopCode(CodeBuilder code, List<Assign> assigns, Leaves leaves, Precision precision) {
    this.code = code;
    this.assigns = assigns;
    this.leaves = leaves;
    this.precision = precision;
    wide = precision == Precision.FLOAT64;
    type = wide ? TypeKind.DOUBLE : TypeKind.FLOAT;
    real = wide ? CD_double : CD_float;
    row = integer();
    column = integer();
    index = integer();
    block = integer();
    scratch = code.allocateLocal(TypeKind.REFERENCE);
    arraySlots = new int[leaves.matrices.size() + assigns.size()];
    for (int i = 0; i < arraySlots.length; i++) {
      arraySlots[i] = code.allocateLocal(TypeKind.REFERENCE);
      code.aload(ARRAYS).loadConstant(i).aaload().checkcast(real.arrayType()).astore(arraySlots[i]);
    }
    numberSlots = new int[leaves.numbers.size()];
    for (int i = 0; i < numberSlots.length; i++) {
      numberSlots[i] = code.allocateLocal(type);
      code.aload(NUMBERS).loadConstant(i).daload();
      if (!wide) {
        code.d2f();
      }
      code.storeLocal(type, numberSlots[i]);
    }
    keySlots = new int[leaves.uniforms.size()];
    for (int i = 0; i < keySlots.length; i++) {
      keySlots[i] = code.allocateLocal(TypeKind.LONG);
      code.aload(KEYS).loadConstant(i).laload().lstore(keySlots[i]);
    }
  }

  int integer() {
    return code.allocateLocal(TypeKind.INT);
  }

  int array(Matrix leaf) {
    return arraySlots[leaves.matrix(leaf)];
  }

  int target(int i) {
    return arraySlots[leaves.matrices.size() + i];
  }

  int number(Expr.Number leaf) {
    return numberSlots[leaves.number(leaf)];
  }

  int key(int i) {
    return keySlots[i];
  }

  /// for (; counter < end; counter += step) body
  void loop(int counter, int end, int step, Runnable body) {
    loop(code, counter, end, step, body);
  }

  static void loop(CodeBuilder code, int counter, int end, int step, Runnable body) {
    Label test = code.newLabel();
    Label top = code.newLabel();
    code.goto_(test).labelBinding(top);
    body.run();
    code.iinc(counter, step).labelBinding(test).iload(counter).iload(end).if_icmplt(top);
  }

  /// The lesser of a + most and b, into a new variable.
  int end(int a, int most, int b) {
    int end = integer();
    code.iload(a).loadConstant(most).iadd().iload(b);
    code.invokestatic(MATH, "min", MethodTypeDesc.of(CD_int, CD_int, CD_int)).istore(end);
    return end;
  }

  void either(Runnable ifWide, Runnable ifNarrow) {
    (wide ? ifWide : ifNarrow).run();
  }

  void zero() {
    either(code::dconst_0, code::fconst_0);
  }

  void binary(Expr.BinaryOp op) {
    switch (op) {
      case PLUS -> either(code::dadd, code::fadd);
      case MINUS -> either(code::dsub, code::fsub);
      case TIMES -> either(code::dmul, code::fmul);
      case OVER -> either(code::ddiv, code::fdiv);
      case MAX -> code.invokestatic(MATH, "max", MethodTypeDesc.of(real, real, real));
      case MIN -> code.invokestatic(MATH, "min", MethodTypeDesc.of(real, real, real));
    }
  }
}
