package nnrun.tensor;

import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/// The arithmetic of one element, written once for both precisions: `x.greater(0).then(x, x.times(alpha))`.
///
/// An expression has no loop. The engine owns the loops: a plain one that walks the expression (the oracle) and
/// compiled ones, which give the same bits, because every operation here is one correctly rounded operation or one
/// fixed function of [Functions], in the order written.
///
/// Leaves are matrices, read at the element's place: [#of] at (row, column), [#perFeature] at (0, column), [#perRow] at
/// (row, 0); numbers that hold for one run of the operation ([#number]); and constants.
public sealed interface Expr {
  record Constant(double value) implements Expr {}

  record Each(Matrix matrix) implements Expr {}

  record PerFeature(Matrix matrix) implements Expr {}

  record PerRow(Matrix matrix) implements Expr {}

  record Number(DoubleSupplier value) implements Expr {}

  /// Uniform in [0, 1), by the element's flat index.
  record Uniform(LongSupplier key) implements Expr {}

  record Unary(UnaryOp op, Expr a) implements Expr {}

  record Binary(BinaryOp op, Expr a, Expr b) implements Expr {}

  /// a·b + c, rounded once.
  record Fma(Expr a, Expr b, Expr c) implements Expr {}

  /// Takes one of two values.
  record Choose(Condition condition, Expr yes, Expr no) implements Expr {}

  /// A comparison of two elements; false where one is NaN.
  record Condition(Comparison op, Expr a, Expr b) {
    public Expr then(Expr yes, Expr no) {
      return new Choose(this, yes, no);
    }

    public Expr then(double yes, double no) {
      return then(constant(yes), constant(no));
    }

    public Expr then(Expr yes, double no) {
      return then(yes, constant(no));
    }

    public Expr then(double yes, Expr no) {
      return then(constant(yes), no);
    }
  }

  enum Comparison {
    GREATER,
    LESS,
    GREATER_OR_EQUAL,
    LESS_OR_EQUAL
  }

  enum UnaryOp {
    NEGATE,
    ABS,
    SQRT,
    FLUSH_TINY,
    EXP,
    EXPM1,
    LOG,
    LOG1P,
    TANH,
    SIGMOID,
    ERFC,
    ATAN;

    /// Whether it is one of [Functions]: many operations of the machine.
    boolean isFunction() {
      return compareTo(EXP) >= 0;
    }
  }

  enum BinaryOp {
    PLUS,
    MINUS,
    TIMES,
    OVER,
    MAX,
    MIN
  }

  static Expr constant(double value) {
    return new Constant(value);
  }

  /// The element at (row, column).
  static Expr of(Matrix matrix) {
    return new Each(matrix);
  }

  /// The element at (0, column) of a (1, columns) matrix.
  static Expr perFeature(Matrix matrix) {
    return new PerFeature(matrix);
  }

  /// The element at (row, 0) of a (rows, 1) matrix.
  static Expr perRow(Matrix matrix) {
    return new PerRow(matrix);
  }

  /// A number asked for once a run, such as the rate of this step.
  static Expr number(DoubleSupplier value) {
    return new Number(value);
  }

  /// Whether the matrix is one of its leaves.
  default boolean reads(Matrix matrix) {
    return new Leaves(Loop.Kind.SET, List.of(new Assign(matrix, this)), matrix).matrices.contains(matrix);
  }

  /// The rows that a matrix has when the operation runs.
  static Expr rowsOf(Matrix matrix) {
    return new Number(matrix::rows);
  }

  /// Uniform in [0, 1) under a key that is asked for once a run; see [Stream#keyAt].
  static Expr uniform(LongSupplier key) {
    return new Uniform(key);
  }

  /// Standard normal under a key, by the inverse of the distribution function, within 2e-7 (Wichura 1988, AS 241, the
  /// short form). From 2^24 equally likely numbers between 0 and 1, so |n| < 5.42.
  static Expr normal(LongSupplier key) {
    Expr q = uniform(key).minus(0.5).plus(0x1p-25); // p - ½, symmetric and exact in float32 too
    Expr r = constant(0.180625).minus(q.squared());
    Expr numerator = r.times(59.109374720).plus(159.29113202).times(r).plus(50.434271938).times(r).plus(3.3871327179);
    Expr denominator = r.times(67.187563600).plus(78.757757664).times(r).plus(17.895169469).times(r).plus(1);
    Expr s = constant(0.5).minus(q.abs()).log().negate().sqrt().minus(1.6);
    Expr above = s.times(0.17023821103).plus(1.3067284816).times(s).plus(2.7568153900).times(s).plus(1.4234372777);
    Expr tail = above.over(s.times(0.12021132975).plus(0.73700164250).times(s).plus(1));
    Expr signed = q.less(0).then(tail.negate(), tail);
    return q.abs().greater(0.425).then(signed, q.times(numerator).over(denominator));
  }

  default Expr plus(Expr b) {
    return new Binary(BinaryOp.PLUS, this, b);
  }

  default Expr plus(double b) {
    return plus(constant(b));
  }

  default Expr minus(Expr b) {
    return new Binary(BinaryOp.MINUS, this, b);
  }

  default Expr minus(double b) {
    return minus(constant(b));
  }

  default Expr times(Expr b) {
    return new Binary(BinaryOp.TIMES, this, b);
  }

  default Expr times(double b) {
    return times(constant(b));
  }

  default Expr over(Expr b) {
    return new Binary(BinaryOp.OVER, this, b);
  }

  default Expr over(double b) {
    return over(constant(b));
  }

  default Expr max(Expr b) {
    return new Binary(BinaryOp.MAX, this, b);
  }

  default Expr max(double b) {
    return max(constant(b));
  }

  default Expr min(Expr b) {
    return new Binary(BinaryOp.MIN, this, b);
  }

  default Expr min(double b) {
    return min(constant(b));
  }

  /// this·b + c, rounded once.
  default Expr fma(Expr b, Expr c) {
    return new Fma(this, b, c);
  }

  default Expr squared() {
    return times(this);
  }

  default Expr negate() {
    return new Unary(UnaryOp.NEGATE, this);
  }

  default Expr abs() {
    return new Unary(UnaryOp.ABS, this);
  }

  default Expr sqrt() {
    return new Unary(UnaryOp.SQRT, this);
  }

  default Expr exp() {
    return new Unary(UnaryOp.EXP, this);
  }

  /// e^this - 1, exact near 0.
  default Expr expm1() {
    return new Unary(UnaryOp.EXPM1, this);
  }

  default Expr log() {
    return new Unary(UnaryOp.LOG, this);
  }

  /// ln(1 + this), exact near 0.
  default Expr log1p() {
    return new Unary(UnaryOp.LOG1P, this);
  }

  default Expr tanh() {
    return new Unary(UnaryOp.TANH, this);
  }

  /// 1 / (1 + e^-this)
  default Expr sigmoid() {
    return new Unary(UnaryOp.SIGMOID, this);
  }

  /// 1 - erf(this); keeps its relative precision far to the right, where erf is 1.
  default Expr erfc() {
    return new Unary(UnaryOp.ERFC, this);
  }

  /// The angle in (-π/2, π/2) with this tangent.
  default Expr atan() {
    return new Unary(UnaryOp.ATAN, this);
  }

  /// 0 where |this| is below 2^-100 in float32, 2^-960 in float64: for what decays step by step, such as an optimizer's
  /// moments, because arithmetic on subnormal numbers is slow and the virtual machine cannot switch it off.
  ///
  /// The threshold lies 2^26 (2^62) above the smallest normal number, so that a rate or 1 - β times what is left is
  /// still normal; and the root of what is cleared, below 2^-50 in float32, is lost beside the 1e-8 that is added to
  /// roots.
  default Expr flushTiny() {
    return new Unary(UnaryOp.FLUSH_TINY, this);
  }

  default Condition greater(double b) {
    return greater(constant(b));
  }

  default Condition greater(Expr b) {
    return new Condition(Comparison.GREATER, this, b);
  }

  default Condition less(double b) {
    return less(constant(b));
  }

  default Condition less(Expr b) {
    return new Condition(Comparison.LESS, this, b);
  }

  default Condition atLeast(double b) {
    return new Condition(Comparison.GREATER_OR_EQUAL, this, constant(b));
  }

  default Condition atMost(double b) {
    return new Condition(Comparison.LESS_OR_EQUAL, this, constant(b));
  }
}
