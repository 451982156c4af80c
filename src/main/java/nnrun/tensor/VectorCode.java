package nnrun.tensor;

import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.util.IdentityHashMap;
import java.util.Map;

/// The code of the values of a vector of elements, from the operations of [Vectors32] or [Vectors64].
final class VectorCode extends ElementCode {
  private static final Bodies FLOAT32 = new Bodies(Vectors32.class);
  private static final Bodies FLOAT64 = new Bodies(Vectors64.class);

  /// Numbers a block of scratch holds for one leaf, one row or one chain.
  static final int BLOCK = Draws.MOST;

  /// From one block to the next: a vector may reach over the end.
  static final int STEP = BLOCK + Kernel.WIDEST;

  private final Bodies operations;

  VectorCode(LoopCode loop) {
    this(loop, new IdentityHashMap<>());
  }

  VectorCode(LoopCode loop, Map<Expr, Integer> known) {
    super(loop, known);
    operations = operations(loop.precision);
  }

  static Bodies operations(Precision precision) {
    return precision == Precision.FLOAT32 ? FLOAT32 : FLOAT64;
  }

  static int lanes(Precision precision) {
    return precision == Precision.FLOAT32 ? Vectors32.lanes() : Vectors64.lanes();
  }

  /// Those of the operations on half a vector that no mask takes part in.
  static Bodies halfOperations(Precision precision) {
    return operations(precision)
        .with(field ->
            switch (field) {
              case "SPECIES" -> "HALF";
              case "MERGING" -> "HALF_MERGING";
              default -> field;
            });
  }

  /// Lanes of half a vector, or of a whole one where there are no shorter ones.
  static int halfLanes(Precision precision) {
    return precision == Precision.FLOAT32 ? Vectors32.HALF.length() : Vectors64.HALF.length();
  }

  /// Whether an operation has a vector form.
  static boolean has(Expr.UnaryOp op, Precision precision) {
    return operations(precision).names().contains(camel(op));
  }

  @Override
  int slot(Expr e) {
    Integer known = slots.get(e);
    if (known != null) {
      return known;
    }
    parts(e).forEach(this::slot);
    parts(e).forEach(part -> code.aload(slot(part)));
    switch (e) {
      case Expr.Constant _, Expr.Number _, Expr.PerRow _ -> {
        compute(e);
        call("all");
      }
      case Expr.Each(Matrix m) -> load(loop.array(m), loop.index);
      case Expr.PerFeature(Matrix m) -> load(loop.array(m), loop.column);
      case Expr.Uniform u -> {
        code.aload(loop.scratch).iload(loop.index).iload(loop.block).isub();
        code.loadConstant(loop.leaves.uniform(u) * STEP).iadd();
        call("load");
      }
      case Expr.Unary u -> call(camel(u.op()));
      case Expr.Binary b -> call(camel(b.op()));
      case Expr.Fma _ -> call("fma");
      case Expr.Choose c -> call(camel(c.condition().op()));
    }
    int slot = vector();
    slots.put(e, slot);
    return slot;
  }

  /// An operation on what is on the stack.
  void call(String operation) {
    operations.copy(code, operation);
  }

  /// A new variable for the vector on the stack.
  int vector() {
    int slot = code.allocateLocal(TypeKind.REFERENCE);
    code.astore(slot);
    return slot;
  }

  private void load(int array, int at) {
    code.aload(array).iload(at);
    call("load");
  }

  /// array(at) = value, for as many lanes as lie between `counter` and `end`.
  void store(int value, int array, int at, int counter, int end) {
    Label part = code.newLabel();
    Label done = code.newLabel();
    code.iload(counter).loadConstant(lanes(loop.precision)).iadd().iload(end).if_icmpgt(part);
    code.aload(value).aload(array).iload(at);
    call("store");
    code.goto_(done).labelBinding(part);
    code.aload(value).aload(array).iload(at).iload(end).iload(counter).isub();
    call("storeFirst");
    code.labelBinding(done);
  }
}
