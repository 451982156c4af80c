package nnrun.tensor;

import static java.lang.constant.ConstantDescs.CD_Double;
import static java.lang.constant.ConstantDescs.CD_Float;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The code of the values at one place: each node of the expressions is computed once, into a local variable.
class ElementCode {
  private static final ClassDesc FUNCTIONS = ClassDesc.of("nnrun.tensor.Functions");
  private static final ClassDesc STREAM = ClassDesc.of("nnrun.tensor.Stream");

  final LoopCode loop;
  final CodeBuilder code;

  /// The nodes that are computed already, and their variables.
  final Map<Expr, Integer> slots;

  ElementCode(LoopCode loop) {
    this(loop, new IdentityHashMap<>());
  }

  /// @param known nodes that are computed already
  ElementCode(LoopCode loop, Map<Expr, Integer> known) {
    this.loop = loop;
    code = loop.code;
    slots = new IdentityHashMap<>(known);
  }

  /// Computes the leaves of a kind in all expressions.
  final void hoist(Class<? extends Expr> leaf) {
    loop.assigns.forEach(assign -> hoist(leaf, assign.value()));
  }

  private void hoist(Class<? extends Expr> leaf, Expr e) {
    if (leaf.isInstance(e)) {
      slot(e);
    }
    parts(e).forEach(part -> hoist(leaf, part));
  }

  /// Computes all expressions.
  final List<Integer> values() {
    return loop.assigns.stream().map(assign -> slot(assign.value())).toList();
  }

  /// The variable of a node, computed if it is not yet.
  int slot(Expr e) {
    Integer known = slots.get(e);
    if (known != null) {
      return known;
    }
    int slot;
    if (e instanceof Expr.Number n) {
      slot = loop.number(n);
    } else {
      compute(e);
      slot = code.allocateLocal(loop.type);
      code.storeLocal(loop.type, slot);
    }
    slots.put(e, slot);
    return slot;
  }

  private void push(Expr e) {
    if (e instanceof Expr.Constant) {
      compute(e);
    } else {
      code.loadLocal(loop.type, slot(e));
    }
  }

  /// Makes sure that a node is in its slot, so that pushing it later emits a load alone.
  private void prepare(Expr e) {
    if (!(e instanceof Expr.Constant)) {
      slot(e);
    }
  }

  final void compute(Expr e) {
    parts(e).forEach(this::prepare);
    switch (e) {
      case Expr.Constant(double value) ->
          loop.either(() -> code.loadConstant(value), () -> code.loadConstant((float) value));
      case Expr.Each(Matrix m) -> code.aload(loop.array(m)).iload(loop.index).arrayLoad(loop.type);
      case Expr.PerFeature(Matrix m) -> code.aload(loop.array(m)).iload(loop.column).arrayLoad(loop.type);
      case Expr.PerRow(Matrix m) -> code.aload(loop.array(m)).iload(loop.row).arrayLoad(loop.type);
      case Expr.Number n -> code.loadLocal(loop.type, loop.number(n));
      case Expr.Uniform u -> {
        code.lload(loop.key(loop.leaves.uniform(u))).iload(loop.index);
        code.invokestatic(STREAM, "uniform24", MethodTypeDesc.of(CD_float, CD_long, CD_int));
        if (loop.wide) {
          code.f2d();
        }
      }
      case Expr.Unary(Expr.UnaryOp op, Expr a) -> {
        push(a);
        unary(op);
      }
      case Expr.Binary(Expr.BinaryOp op, Expr a, Expr b) -> {
        push(a);
        push(b);
        loop.binary(op);
      }
      case Expr.Fma(Expr a, Expr b, Expr c) -> {
        push(a);
        push(b);
        push(c);
        code.invokestatic(LoopCode.MATH, "fma", MethodTypeDesc.of(loop.real, loop.real, loop.real, loop.real));
      }
      case Expr.Choose(Expr.Condition(Expr.Comparison op, Expr a, Expr b), Expr yes, Expr no) -> {
        push(a);
        push(b);
        choose(op, yes, no);
      }
    }
  }

  /// Chooses between bits as whole numbers: for those the compiler has an instruction, and a branch by numbers that
  /// training makes is foretold wrongly every second time.
  private void choose(Expr.Comparison op, Expr yes, Expr no) {
    // The comparison that makes the test fail where a number is NaN.
    boolean less = op == Expr.Comparison.LESS || op == Expr.Comparison.LESS_OR_EQUAL;
    loop.either(less ? code::dcmpg : code::dcmpl, less ? code::fcmpg : code::fcmpl);
    Label otherwise = code.newLabel();
    Label end = code.newLabel();
    switch (op) {
      case GREATER -> code.ifle(otherwise);
      case GREATER_OR_EQUAL -> code.iflt(otherwise);
      case LESS -> code.ifge(otherwise);
      case LESS_OR_EQUAL -> code.ifgt(otherwise);
    }
    pushBits(yes);
    code.goto_(end).labelBinding(otherwise);
    pushBits(no);
    code.labelBinding(end);
    loop.either(
        () -> code.invokestatic(CD_Double, "longBitsToDouble", MethodTypeDesc.of(CD_double, CD_long)),
        () -> code.invokestatic(CD_Float, "intBitsToFloat", MethodTypeDesc.of(CD_float, CD_int)));
  }

  private void pushBits(Expr e) {
    push(e);
    loop.either(
        () -> code.invokestatic(CD_Double, "doubleToRawLongBits", MethodTypeDesc.of(CD_long, CD_double)),
        () -> code.invokestatic(CD_Float, "floatToRawIntBits", MethodTypeDesc.of(CD_int, CD_float)));
  }

  private void unary(Expr.UnaryOp op) {
    switch (op) {
      case NEGATE -> loop.either(code::dneg, code::fneg);
      case ABS -> code.invokestatic(LoopCode.MATH, "abs", MethodTypeDesc.of(loop.real, loop.real));
      case SQRT -> {
        if (!loop.wide) {
          code.f2d();
        }
        code.invokestatic(LoopCode.MATH, "sqrt", MethodTypeDesc.of(CD_double, CD_double));
        if (!loop.wide) {
          code.d2f();
        }
      }
      default -> code.invokestatic(FUNCTIONS, camel(op), MethodTypeDesc.of(loop.real, loop.real));
    }
  }

  /// What an expression is computed from, in the order of its operation's parameters.
  static List<Expr> parts(Expr e) {
    return switch (e) {
      case Expr.Unary u -> List.of(u.a());
      case Expr.Binary b -> List.of(b.a(), b.b());
      case Expr.Fma f -> List.of(f.a(), f.b(), f.c());
      case Expr.Choose(Expr.Condition(_, Expr a, Expr b), Expr yes, Expr no) -> List.of(a, b, yes, no);
      case Expr.Constant _, Expr.Each _, Expr.PerFeature _, Expr.PerRow _, Expr.Number _, Expr.Uniform _ -> List.of();
    };
  }

  /// `GREATER_OR_EQUAL` is `greaterOrEqual`.
  static String camel(Enum<?> constant) {
    StringBuilder name = new StringBuilder();
    for (String word : constant.name().split("_", -1)) {
      String lower = word.toLowerCase(Locale.ROOT);
      name.append(name.isEmpty() ? lower : Character.toUpperCase(lower.charAt(0)) + lower.substring(1));
    }
    return name.toString();
  }
}
