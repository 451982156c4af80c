package nnrun.tensor;

import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.classfile.ClassFile.ACC_PUBLIC;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Turns expressions into a hidden class with one loop nest. The class for a structure is made once in a virtual
/// machine: a memo of a pure function, so that twenty equal layers warm one loop.
final class LoopCompiler {
  private static final Map<String, Loop> MEMO = new ConcurrentHashMap<>();
  private static final ClassDesc LOOP = ClassDesc.of("nnrun.tensor.Loop");
  private static final ClassDesc FUNCTIONS = ClassDesc.of("nnrun.tensor.Functions");
  private static final ClassDesc STREAM = ClassDesc.of("nnrun.tensor.Stream");
  private static final ClassDesc MATH = ClassDesc.of("java.lang.Math");
  private static final MethodTypeDesc RUN =
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
  private static final int ROW_FROM = 4;
  private static final int ROW_TO = 5;
  private static final int COLUMN_FROM = 6;
  private static final int COLUMN_TO = 7;
  private static final int COLUMNS = 8;
  private static final int BASE = 9;

  private final Loop.Kind loop;
  private final List<Assign> assigns;
  private final Leaves leaves;
  private final boolean wide;
  private final TypeKind type;
  private final ClassDesc real;
  private final CodeBuilder code;

  private final int[] arraySlots;
  private final int[] numberSlots;
  private final int[] keySlots;
  private final int row;
  private final int column;
  private final int rowStart;
  private final int index;

  private LoopCompiler(CodeBuilder code, Loop.Kind loop, List<Assign> assigns, Leaves leaves, Precision precision) {
    this.code = code;
    this.loop = loop;
    this.assigns = assigns;
    this.leaves = leaves;
    wide = precision == Precision.FLOAT64;
    type = wide ? TypeKind.DOUBLE : TypeKind.FLOAT;
    real = wide ? CD_double : CD_float;
    arraySlots = new int[leaves.matrices.size() + assigns.size()];
    numberSlots = new int[leaves.numbers.size()];
    keySlots = new int[leaves.uniforms.size()];
    row = code.allocateLocal(TypeKind.INT);
    column = code.allocateLocal(TypeKind.INT);
    rowStart = code.allocateLocal(TypeKind.INT);
    index = code.allocateLocal(TypeKind.INT);
  }

  /// The loop for these expressions; `leaves` must have been filled from them in order.
  static Loop compile(Loop.Kind loop, List<Assign> assigns, Leaves leaves, Precision precision) {
    return MEMO.computeIfAbsent(
        loop + " " + precision + " " + leaves.structure(), _ -> define(loop, assigns, leaves, precision));
  }

  private static Loop define(Loop.Kind loop, List<Assign> assigns, Leaves leaves, Precision precision) {
    byte[] bytes =
        ClassFile.of()
            .build(
                ClassDesc.of("nnrun.tensor.CompiledLoop"),
                builder ->
                    builder
                        .withFlags(ACC_FINAL)
                        .withSuperclass(LOOP)
                        .withMethodBody(
                            ConstantDescs.INIT_NAME,
                            ConstantDescs.MTD_void,
                            0,
                            code ->
                                code.aload(0)
                                    .invokespecial(LOOP, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                                    .return_())
                        .withMethodBody(
                            "run",
                            RUN,
                            ACC_PUBLIC,
                            code -> new LoopCompiler(code, loop, assigns, leaves, precision).body()));
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup().defineHiddenClass(bytes, true);
      return (Loop)
          lookup.findConstructor(lookup.lookupClass(), java.lang.invoke.MethodType.methodType(void.class)).invoke();
    } catch (Throwable e) {
      throw new IllegalStateException("cannot define the loop " + leaves.structure(), e);
    }
  }

  private void body() {
    for (int i = 0; i < arraySlots.length; i++) {
      arraySlots[i] = code.allocateLocal(TypeKind.REFERENCE);
      code.aload(ARRAYS).loadConstant(i).aaload().checkcast(real.arrayType()).astore(arraySlots[i]);
    }
    for (int i = 0; i < numberSlots.length; i++) {
      numberSlots[i] = code.allocateLocal(type);
      code.aload(NUMBERS).loadConstant(i).daload();
      if (!wide) {
        code.d2f();
      }
      code.storeLocal(type, numberSlots[i]);
    }
    for (int i = 0; i < keySlots.length; i++) {
      keySlots[i] = code.allocateLocal(TypeKind.LONG);
      code.aload(KEYS).loadConstant(i).laload().lstore(keySlots[i]);
    }
    if (loop == Loop.Kind.SET && !leaves.placed) {
      code.iload(ROW_FROM).iload(COLUMNS).imul().istore(index);
      int end = code.allocateLocal(TypeKind.INT);
      code.iload(ROW_TO).iload(COLUMNS).imul().istore(end);
      loop(index, end, this::setAtIndex);
    } else {
      if (loop == Loop.Kind.SUM_ROWS) {
        clearSums();
      }
      code.iload(ROW_FROM).istore(row);
      loop(row, ROW_TO, this::row);
    }
    code.return_();
  }

  private void loop(int counter, int end, Runnable body) {
    Label test = code.newLabel();
    Label top = code.newLabel();
    code.goto_(test).labelBinding(top);
    body.run();
    code.iinc(counter, 1).labelBinding(test).iload(counter).iload(end).if_icmplt(top);
  }

  private int target(int i) {
    return arraySlots[leaves.matrices.size() + i];
  }

  private void setAtIndex() {
    Elements elements = new Elements(new IdentityHashMap<>());
    List<Integer> values = values(elements);
    for (int i = 0; i < values.size(); i++) {
      code.aload(target(i)).iload(index).loadLocal(type, values.get(i)).arrayStore(type);
    }
  }

  private List<Integer> values(Elements elements) {
    List<Integer> values = new ArrayList<>();
    for (Assign assign : assigns) {
      values.add(elements.slot(assign.value()));
    }
    return values;
  }

  private void clearSums() {
    for (int i = 0; i < assigns.size(); i++) {
      int out = i;
      code.iload(COLUMN_FROM).istore(column);
      loop(
          column,
          COLUMN_TO,
          () -> {
            code.aload(target(out)).iload(BASE).iload(column).iadd();
            zero();
            code.arrayStore(type);
          });
    }
  }

  private void zero() {
    if (wide) {
      code.dconst_0();
    } else {
      code.fconst_0();
    }
  }

  /// One row: the columns, and before them what depends on the row alone.
  private void row() {
    code.iload(row).iload(COLUMNS).imul().istore(rowStart);
    Map<Expr, Integer> hoisted = new IdentityHashMap<>();
    Elements perRow = new Elements(hoisted);
    for (Assign assign : assigns) {
      perRow.hoist(assign.value());
    }
    int[] sums = new int[assigns.size()];
    boolean reduces = loop == Loop.Kind.SUM_FEATURES || loop == Loop.Kind.MAX_FEATURES;
    if (reduces) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] = code.allocateLocal(type);
        if (loop == Loop.Kind.SUM_FEATURES) {
          zero();
        } else if (wide) {
          code.loadConstant(Double.NEGATIVE_INFINITY);
        } else {
          code.loadConstant(Float.NEGATIVE_INFINITY);
        }
        code.storeLocal(type, sums[i]);
      }
    }
    code.iload(COLUMN_FROM).istore(column);
    loop(
        column,
        COLUMN_TO,
        () -> {
          code.iload(rowStart).iload(column).iadd().istore(index);
          List<Integer> values = values(new Elements(new IdentityHashMap<>(hoisted)));
          for (int i = 0; i < values.size(); i++) {
            int value = values.get(i);
            switch (loop) {
              case SET -> code.aload(target(i)).iload(index).loadLocal(type, value).arrayStore(type);
              case SUM_ROWS -> {
                code.aload(target(i)).iload(BASE).iload(column).iadd().dup2().arrayLoad(type).loadLocal(type, value);
                binary(Expr.BinaryOp.PLUS);
                code.arrayStore(type);
              }
              case SUM_FEATURES -> {
                code.loadLocal(type, sums[i]).loadLocal(type, value);
                binary(Expr.BinaryOp.PLUS);
                code.storeLocal(type, sums[i]);
              }
              case MAX_FEATURES -> {
                code.loadLocal(type, sums[i]).loadLocal(type, value);
                binary(Expr.BinaryOp.MAX);
                code.storeLocal(type, sums[i]);
              }
            }
          }
        });
    if (reduces) {
      for (int i = 0; i < sums.length; i++) {
        code.aload(target(i)).iload(row).loadLocal(type, sums[i]).arrayStore(type);
      }
    }
  }

  private void binary(Expr.BinaryOp op) {
    switch (op) {
      case PLUS -> either(code::dadd, code::fadd);
      case MINUS -> either(code::dsub, code::fsub);
      case TIMES -> either(code::dmul, code::fmul);
      case OVER -> either(code::ddiv, code::fdiv);
      case MAX -> code.invokestatic(MATH, "max", MethodTypeDesc.of(real, real, real));
      case MIN -> code.invokestatic(MATH, "min", MethodTypeDesc.of(real, real, real));
    }
  }

  private void either(Runnable ifWide, Runnable ifNarrow) {
    (wide ? ifWide : ifNarrow).run();
  }

  /// The values at one place: each node of the expressions is computed once, into a local variable.
  private final class Elements {
    private final Map<Expr, Integer> slots;

    Elements(Map<Expr, Integer> slots) {
      this.slots = slots;
    }

    /// Computes the leaves that depend on the row alone.
    void hoist(Expr e) {
      switch (e) {
        case Expr.PerRow _ -> slot(e);
        case Expr.Unary u -> hoist(u.a());
        case Expr.Binary b -> {
          hoist(b.a());
          hoist(b.b());
        }
        case Expr.Fma f -> {
          hoist(f.a());
          hoist(f.b());
          hoist(f.c());
        }
        case Expr.Choose c -> {
          hoist(c.condition().a());
          hoist(c.condition().b());
          hoist(c.yes());
          hoist(c.no());
        }
        case Expr.Constant _, Expr.Each _, Expr.PerFeature _, Expr.Number _, Expr.Uniform _ -> {}
      }
    }

    int slot(Expr e) {
      Integer known = slots.get(e);
      if (known != null) {
        return known;
      }
      int slot;
      if (e instanceof Expr.Number n) {
        slot = numberSlots[leaves.number(n)];
      } else {
        compute(e);
        slot = code.allocateLocal(type);
        code.storeLocal(type, slot);
      }
      slots.put(e, slot);
      return slot;
    }

    private void push(Expr e) {
      if (e instanceof Expr.Constant) {
        compute(e);
      } else {
        code.loadLocal(type, slot(e));
      }
    }

    /// Makes sure that a node is in its slot, so that pushing it later emits a load alone.
    private void prepare(Expr e) {
      if (!(e instanceof Expr.Constant)) {
        slot(e);
      }
    }

    private void compute(Expr e) {
      switch (e) {
        case Expr.Constant(double value) ->
            either(() -> code.loadConstant(value), () -> code.loadConstant((float) value));
        case Expr.Each(Matrix m) -> code.aload(arraySlots[leaves.matrix(m)]).iload(index).arrayLoad(type);
        case Expr.PerFeature(Matrix m) -> code.aload(arraySlots[leaves.matrix(m)]).iload(column).arrayLoad(type);
        case Expr.PerRow(Matrix m) -> code.aload(arraySlots[leaves.matrix(m)]).iload(row).arrayLoad(type);
        case Expr.Number n -> code.loadLocal(type, numberSlots[leaves.number(n)]);
        case Expr.Uniform u -> {
          code.lload(keySlots[leaves.uniform(u)]).iload(index);
          code.invokestatic(STREAM, "uniform24", MethodTypeDesc.of(CD_float, CD_long, CD_int));
          if (wide) {
            code.f2d();
          }
        }
        case Expr.Unary(Expr.UnaryOp op, Expr a) -> {
          push(a);
          unary(op);
        }
        case Expr.Binary(Expr.BinaryOp op, Expr a, Expr b) -> {
          prepare(a);
          prepare(b);
          push(a);
          push(b);
          binary(op);
        }
        case Expr.Fma(Expr a, Expr b, Expr c) -> {
          prepare(a);
          prepare(b);
          prepare(c);
          push(a);
          push(b);
          push(c);
          code.invokestatic(MATH, "fma", MethodTypeDesc.of(real, real, real, real));
        }
        case Expr.Choose(Expr.Condition(Expr.Comparison op, Expr a, Expr b), Expr yes, Expr no) -> {
          prepare(a);
          prepare(b);
          prepare(yes);
          prepare(no);
          push(a);
          push(b);
          // The comparison that makes the test fail where a number is NaN.
          boolean less = op == Expr.Comparison.LESS || op == Expr.Comparison.LESS_OR_EQUAL;
          either(less ? code::dcmpg : code::dcmpl, less ? code::fcmpg : code::fcmpl);
          Label otherwise = code.newLabel();
          Label end = code.newLabel();
          switch (op) {
            case GREATER -> code.ifle(otherwise);
            case GREATER_OR_EQUAL -> code.iflt(otherwise);
            case LESS -> code.ifge(otherwise);
            case LESS_OR_EQUAL -> code.ifgt(otherwise);
          }
          push(yes);
          code.goto_(end).labelBinding(otherwise);
          push(no);
          code.labelBinding(end);
        }
      }
    }

    private void unary(Expr.UnaryOp op) {
      switch (op) {
        case NEGATE -> either(code::dneg, code::fneg);
        case ABS -> code.invokestatic(MATH, "abs", MethodTypeDesc.of(real, real));
        case SQRT -> {
          if (!wide) {
            code.f2d();
          }
          code.invokestatic(MATH, "sqrt", MethodTypeDesc.of(CD_double, CD_double));
          if (!wide) {
            code.d2f();
          }
        }
        case EXP -> function("exp");
        case EXPM1 -> function("expm1");
        case LOG -> function("log");
        case LOG1P -> function("log1p");
        case TANH -> function("tanh");
        case SIGMOID -> function("sigmoid");
        case ERFC -> function("erfc");
        case FLUSH_TINY -> function("flushTiny");
      }
    }

    private void function(String name) {
      code.invokestatic(FUNCTIONS, name, MethodTypeDesc.of(real, real));
    }
  }
}
