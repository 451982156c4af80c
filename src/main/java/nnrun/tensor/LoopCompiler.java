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
import java.util.Locale;
import java.util.Map;

/// Turns expressions into a hidden class with one loop nest: one element at a time, or a vector of elements and one at
/// a time for what is left of a row. Both give the same bits.
final class LoopCompiler {
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

  /// Whether a vector of elements is computed at a time, and what a vector is then.
  private final boolean vectors;

  private final ClassDesc vector;
  private final ClassDesc operations;
  private final int lanes;

  private final int[] arraySlots;
  private final int[] numberSlots;
  private final int[] keySlots;
  private final int row;
  private final int column;
  private final int rowStart;
  private final int index;

  private LoopCompiler(
      CodeBuilder code, Loop.Kind loop, List<Assign> assigns, Leaves leaves, Precision precision, boolean vectors) {
    this.code = code;
    this.vectors = vectors;
    this.loop = loop;
    this.assigns = assigns;
    this.leaves = leaves;
    wide = precision == Precision.FLOAT64;
    type = wide ? TypeKind.DOUBLE : TypeKind.FLOAT;
    real = wide ? CD_double : CD_float;
    vector = ClassDesc.of(wide ? "jdk.incubator.vector.DoubleVector" : "jdk.incubator.vector.FloatVector");
    operations = ClassDesc.of(wide ? "nnrun.tensor.Vectors64" : "nnrun.tensor.Vectors32");
    lanes = !vectors ? 1 : wide ? Vectors64.lanes() : Vectors32.lanes();
    arraySlots = new int[leaves.matrices.size() + assigns.size()];
    numberSlots = new int[leaves.numbers.size()];
    keySlots = new int[leaves.uniforms.size()];
    row = code.allocateLocal(TypeKind.INT);
    column = code.allocateLocal(TypeKind.INT);
    rowStart = code.allocateLocal(TypeKind.INT);
    index = code.allocateLocal(TypeKind.INT);
  }

  /// Whether these expressions have a vector form: no chain along a row, no function, no random number.
  static boolean vectorizes(Loop.Kind loop, Leaves leaves) {
    boolean acrossRows = loop == Loop.Kind.SET || loop == Loop.Kind.SUM_ROWS;
    return acrossRows && leaves.uniforms.isEmpty();
  }

  /// The loop for these expressions; `leaves` must have been filled from them in order.
  static Loop compile(Loop.Kind loop, List<Assign> assigns, Leaves leaves, Precision precision, boolean vectors) {
    byte[] bytes =
        ClassFile.of()
            .build(
                ClassDesc.of(vectors ? "nnrun.tensor.CompiledVectorLoop" : "nnrun.tensor.CompiledLoop"),
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
                            code -> new LoopCompiler(code, loop, assigns, leaves, precision, vectors).body()));
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
    Map<Expr, Integer> everywhere = new IdentityHashMap<>();
    if (vectors) {
      for (Assign assign : assigns) {
        new VectorElements(everywhere).hoist(assign.value(), false);
      }
    }
    if (loop == Loop.Kind.SET && !leaves.placed) {
      code.iload(ROW_FROM).iload(COLUMNS).imul().istore(index);
      int end = code.allocateLocal(TypeKind.INT);
      code.iload(ROW_TO).iload(COLUMNS).imul().istore(end);
      if (vectors) {
        vectorLoop(index, end, () -> set(new VectorElements(new IdentityHashMap<>(everywhere))));
      }
      loop(index, end, () -> set(new Elements(new IdentityHashMap<>())));
    } else if (loop == Loop.Kind.SUM_ROWS) {
      if (vectors) {
        code.iload(COLUMN_FROM).istore(column);
        vectorLoop(column, COLUMN_TO, () -> sumDown(everywhere));
        code.iload(column).istore(COLUMN_FROM);
      }
      clearSums();
      code.iload(ROW_FROM).istore(row);
      loop(row, ROW_TO, () -> row(everywhere));
    } else {
      code.iload(ROW_FROM).istore(row);
      loop(row, ROW_TO, () -> row(everywhere));
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

  /// As long as a whole vector is left.
  private void vectorLoop(int counter, int end, Runnable body) {
    Label test = code.newLabel();
    Label top = code.newLabel();
    int last = code.allocateLocal(TypeKind.INT);
    code.iload(end).loadConstant(lanes).isub().istore(last);
    code.goto_(test).labelBinding(top);
    body.run();
    code.iinc(counter, lanes).labelBinding(test).iload(counter).iload(last).if_icmple(top);
  }

  private int target(int i) {
    return arraySlots[leaves.matrices.size() + i];
  }

  /// target(index) = value
  private void set(Elements elements) {
    List<Integer> values = values(elements);
    for (int i = 0; i < values.size(); i++) {
      elements.store(target(i), index, values.get(i));
    }
  }

  /// A vector of columns down all rows, its sums in registers.
  private void sumDown(Map<Expr, Integer> everywhere) {
    Map<Expr, Integer> hoisted = new IdentityHashMap<>(everywhere);
    VectorElements perColumn = new VectorElements(hoisted);
    for (Assign assign : assigns) {
      perColumn.hoistFeatures(assign.value());
    }
    int[] sums = new int[assigns.size()];
    for (int i = 0; i < sums.length; i++) {
      zero();
      call("all", vector, real);
      sums[i] = code.allocateLocal(TypeKind.REFERENCE);
      code.astore(sums[i]);
    }
    code.iload(ROW_FROM).istore(row);
    loop(
        row,
        ROW_TO,
        () -> {
          code.iload(row).iload(COLUMNS).imul().iload(column).iadd().istore(index);
          List<Integer> values = values(new VectorElements(new IdentityHashMap<>(hoisted)));
          for (int i = 0; i < sums.length; i++) {
            code.aload(sums[i]).aload(values.get(i));
            call("plus", vector, vector, vector);
            code.astore(sums[i]);
          }
        });
    code.iload(BASE).iload(column).iadd().istore(index);
    for (int i = 0; i < sums.length; i++) {
      perColumn.store(target(i), index, sums[i]);
    }
  }

  private void call(String operation, ClassDesc result, ClassDesc... parameters) {
    code.invokestatic(operations, operation, MethodTypeDesc.of(result, parameters));
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
  private void row(Map<Expr, Integer> everywhere) {
    code.iload(row).iload(COLUMNS).imul().istore(rowStart);
    Map<Expr, Integer> hoisted = new IdentityHashMap<>();
    Elements perRow = new Elements(hoisted);
    for (Assign assign : assigns) {
      perRow.hoist(assign.value(), true);
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
    if (vectors && loop == Loop.Kind.SET) {
      Map<Expr, Integer> vectorsOfRow = new IdentityHashMap<>(everywhere);
      for (Assign assign : assigns) {
        new VectorElements(vectorsOfRow).hoist(assign.value(), true);
      }
      vectorLoop(
          column,
          COLUMN_TO,
          () -> {
            code.iload(rowStart).iload(column).iadd().istore(index);
            set(new VectorElements(new IdentityHashMap<>(vectorsOfRow)));
          });
    }
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
  private class Elements {
    final Map<Expr, Integer> slots;

    Elements(Map<Expr, Integer> slots) {
      this.slots = slots;
    }

    /// Computes the leaves that do not change along a row: those of the row alone, or where there is no row yet numbers
    /// and constants.
    final void hoist(Expr e, boolean ofRow) {
      switch (e) {
        case Expr.PerRow _ -> {
          if (ofRow) {
            slot(e);
          }
        }
        case Expr.Constant _, Expr.Number _ -> {
          if (!ofRow) {
            slot(e);
          }
        }
        case Expr.Each _, Expr.PerFeature _, Expr.Uniform _ -> {}
        default -> parts(e).forEach(part -> hoist(part, ofRow));
      }
    }

    /// Computes the leaves of the column alone.
    final void hoistFeatures(Expr e) {
      if (e instanceof Expr.PerFeature) {
        slot(e);
      } else {
        parts(e).forEach(this::hoistFeatures);
      }
    }

    void store(int array, int at, int value) {
      code.aload(array).iload(at).loadLocal(type, value).arrayStore(type);
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

    void push(Expr e) {
      if (e instanceof Expr.Constant) {
        compute(e);
      } else {
        code.loadLocal(type, slot(e));
      }
    }

    /// Makes sure that a node is in its slot, so that pushing it later emits a load alone.
    final void prepare(Expr e) {
      if (!(e instanceof Expr.Constant)) {
        slot(e);
      }
    }

    void compute(Expr e) {
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
        case ATAN -> function("atan");
        case FLUSH_TINY -> function("flushTiny");
      }
    }

    private void function(String name) {
      code.invokestatic(FUNCTIONS, name, MethodTypeDesc.of(real, real));
    }
  }

  /// The same for a vector of elements, from the operations of [Vectors32] or [Vectors64].
  private final class VectorElements extends Elements {
    VectorElements(Map<Expr, Integer> slots) {
      super(slots);
    }

    @Override
    int slot(Expr e) {
      Integer known = slots.get(e);
      if (known != null) {
        return known;
      }
      compute(e);
      int slot = code.allocateLocal(TypeKind.REFERENCE);
      code.astore(slot);
      slots.put(e, slot);
      return slot;
    }

    @Override
    void push(Expr e) {
      code.aload(slot(e));
    }

    @Override
    void store(int array, int at, int value) {
      code.aload(value).aload(array).iload(at);
      call("store", CD_void, vector, real.arrayType(), CD_int);
    }

    @Override
    void compute(Expr e) {
      parts(e).forEach(this::slot);
      parts(e).forEach(this::push);
      switch (e) {
        case Expr.Constant _, Expr.Number _, Expr.PerRow _ -> {
          new Elements(new IdentityHashMap<>()).compute(e);
          call("all", vector, real);
        }
        case Expr.Each(Matrix m) -> load(m, index);
        case Expr.PerFeature(Matrix m) -> load(m, column);
        case Expr.Uniform _ -> throw new IllegalStateException("random numbers have no vector form");
        case Expr.Unary u -> call(camel(u.op()), vector, vector);
        case Expr.Binary b -> call(camel(b.op()), vector, vector, vector);
        case Expr.Fma _ -> call("fma", vector, vector, vector, vector);
        case Expr.Choose c -> call(camel(c.condition().op()), vector, vector, vector, vector, vector);
      }
    }

    private void load(Matrix m, int at) {
      code.aload(arraySlots[leaves.matrix(m)]).iload(at);
      call("load", vector, real.arrayType(), CD_int);
    }
  }

  /// What an expression is computed from, in the order of its operation's parameters.
  private static List<Expr> parts(Expr e) {
    return switch (e) {
      case Expr.Unary u -> List.of(u.a());
      case Expr.Binary b -> List.of(b.a(), b.b());
      case Expr.Fma f -> List.of(f.a(), f.b(), f.c());
      case Expr.Choose(Expr.Condition(_, Expr a, Expr b), Expr yes, Expr no) -> List.of(a, b, yes, no);
      case Expr.Constant _, Expr.Each _, Expr.PerFeature _, Expr.PerRow _, Expr.Number _, Expr.Uniform _ -> List.of();
    };
  }

  /// `GREATER_OR_EQUAL` is `greaterOrEqual`.
  private static String camel(Enum<?> constant) {
    StringBuilder name = new StringBuilder();
    for (String word : constant.name().split("_", -1)) {
      String lower = word.toLowerCase(Locale.ROOT);
      name.append(name.isEmpty() ? lower : Character.toUpperCase(lower.charAt(0)) + lower.substring(1));
    }
    return name.toString();
  }
}
