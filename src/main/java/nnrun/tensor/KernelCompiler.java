package nnrun.tensor;

import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/// Writes each [Kernel] and [Packer] as a class of its own: tiles of 6 rows by 2 vectors, 1 or half a one. Each sum is
/// a local variable of its own, because the compiler keeps no array of vectors in registers; with 24 of them it gives
/// up and makes objects. Twelve are more than the fused multiply-adds in flight (two a cycle, four cycles long), and
/// with two vectors of b and one of a they fit the 16 registers of the smallest machines.
///
/// Whether the steps of the inner loop through `a` are constants decides its speed: only then are the checks of bounds
/// done before the loop. So reading along rows and down columns are two kernels. Down columns an even depth has a
/// third, two steps at a time: that is faster by a sixth, but not where a last single step may follow.
///
/// A class each, because the optimizing compiler takes 20 to 80 ms for one, and few runs need all of them.
final class KernelCompiler {
  private static final ClassDesc TILE = ClassDesc.of("nnrun.tensor.Tile");
  private static final MethodTypeDesc OF_TILE = MethodTypeDesc.of(CD_void, TILE);
  private static final MethodTypeDesc PACK =
      MethodTypeDesc.of(CD_void, CD_Object, CD_int, CD_int, CD_Object, CD_int, CD_int, CD_int, CD_int);

  private static final String SUMS = "sums";

  // Slots of parameters: of all methods, of the two that pack.
  private static final int FIRST = 1;
  private static final int AT = 2;
  private static final int STRIDE = 3;
  private static final int PACKED = 4;
  private static final int TO = 5;
  private static final int DEPTH = 7;
  private static final int TILES = 8;
  private static final int COLUMNS = 8;

  private final CodeBuilder code;
  private final Bodies operations;
  private final ClassDesc array;
  private final int lanes;
  private final int vectors;
  private final int width;

  private KernelCompiler(CodeBuilder code, Precision precision, int width) {
    this.code = code;
    this.width = width;
    boolean half = width < VectorCode.lanes(precision);
    operations = half ? VectorCode.halfOperations(precision) : VectorCode.operations(precision);
    lanes = half ? width : VectorCode.lanes(precision);
    vectors = width / lanes;
    array = (precision == Precision.FLOAT32 ? CD_float : CD_double).arrayType();
  }

  static Kernel kernel(Precision precision, Kernel.Way way, int width) {
    return (Kernel)
        define(
            Kernel.class,
            type -> {
              method(type, "compute", OF_TILE, code -> new KernelCompiler(code, precision, width).tile());
              method(type, SUMS, OF_TILE, code -> new KernelCompiler(code, precision, width).sums(way));
            });
  }

  /// @param transposed whether rows of b become columns of a tile
  static Packer packer(Precision precision, boolean transposed, int width) {
    return (Packer)
        define(
            Packer.class,
            type ->
                method(
                    type,
                    "pack",
                    PACK,
                    code -> {
                      KernelCompiler compiler = new KernelCompiler(code, precision, width);
                      if (transposed) {
                        compiler.columns();
                      } else {
                        compiler.rows();
                      }
                    }));
  }

  private static void method(ClassBuilder type, String name, MethodTypeDesc parameters, Consumer<CodeBuilder> body) {
    type.withMethodBody(
        name,
        parameters,
        ACC_FINAL,
        code -> {
          body.accept(code);
          code.return_();
        });
  }

  private static ClassDesc compiled(Class<?> type) {
    return ClassDesc.of("nnrun.tensor.Compiled" + type.getSimpleName());
  }

  private static Object define(Class<?> type, Consumer<ClassBuilder> methods) {
    ClassDesc superclass = type.describeConstable().orElseThrow();
    byte[] bytes =
        ClassFile.of()
            .build(
                compiled(type),
                made -> {
                  made.withFlags(ACC_FINAL).withSuperclass(superclass);
                  made.withMethodBody(
                      ConstantDescs.INIT_NAME,
                      ConstantDescs.MTD_void,
                      0,
                      code ->
                          code.aload(0)
                              .invokespecial(superclass, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                              .return_());
                  methods.accept(made);
                });
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup().defineHiddenClass(bytes, true);
      return lookup.findConstructor(lookup.lookupClass(), MethodType.methodType(void.class)).invoke();
    } catch (Throwable e) {
      throw new IllegalStateException("cannot define a " + type.getSimpleName(), e);
    }
  }

  private int integer() {
    int slot = code.allocateLocal(TypeKind.INT);
    code.istore(slot);
    return slot;
  }

  private int reference() {
    int slot = code.allocateLocal(TypeKind.REFERENCE);
    code.astore(slot);
    return slot;
  }

  /// An array of the tile.
  private int array(String name) {
    code.aload(FIRST).getfield(TILE, name, CD_Object).checkcast(array);
    return reference();
  }

  private int number(String name) {
    code.aload(FIRST).getfield(TILE, name, CD_int);
    return integer();
  }

  /// On the stack: from + min(row, last) · step.
  private void place(int row, int from, int last, int step) {
    code.iload(from);
    if (row > 0) {
      code.loadConstant(row).iload(last);
      code.invokestatic(LoopCode.MATH, "min", MethodTypeDesc.of(CD_int, CD_int, CD_int));
      code.iload(step).imul().iadd();
    }
  }

  private void loop(int counter, int end, int step, Runnable body) {
    LoopCode.loop(code, counter, end, step, body);
  }

  private int zero() {
    code.iconst_0();
    return integer();
  }

  /// Adds the number of the lanes before a vector to the index on the stack, and loads.
  private int load(int vector) {
    code.loadConstant(vector * lanes).iadd();
    operations.copy(code, "load");
    return reference();
  }

  /// The sums are a method of their own, which is too long to be copied into this one: together the compiler makes
  /// something slower of their inner loop.
  private void tile() {
    code.aload(FIRST).invokevirtual(TILE, "follow", ConstantDescs.MTD_void);
    code.aload(0).aload(FIRST).invokevirtual(compiled(Kernel.class), SUMS, OF_TILE);
    code.aload(FIRST).getfield(TILE, "whole", CD_boolean);
    code.ifThen(
        Opcode.IFEQ,
        c -> {
          c.aload(FIRST).aload(FIRST).getfield(TILE, "edge", CD_Object).checkcast(array);
          c.aload(FIRST).getfield(TILE, "c", CD_Object).checkcast(array);
          c.invokevirtual(TILE, "trim", MethodTypeDesc.of(CD_void, array, array));
        });
  }

  private void sums(Kernel.Way way) {
    boolean along = way == Kernel.Way.ALONG;
    int steps = way == Kernel.Way.PAIRS ? 2 : 1;
    int a = array("a");
    int b = array("b");
    int bFrom = number("bFrom");
    int depth = number("depth");
    int last = number("last");
    int start = array("start");
    int startFrom = number("startFrom");
    int startStep = number("startStep");
    int[][] sums = new int[Kernel.ROWS][vectors];
    for (int row = 0; row < Kernel.ROWS; row++) {
      for (int v = 0; v < vectors; v++) {
        code.aload(start);
        place(row, startFrom, last, startStep);
        sums[row][v] = load(v);
      }
    }
    int aFrom = number("aFrom");
    int k = zero();
    if (along) {
      int step = number("aRowStep");
      int[] rows = new int[Kernel.ROWS];
      for (int row = 0; row < Kernel.ROWS; row++) {
        place(row, aFrom, last, step);
        rows[row] = integer();
      }
      loop(k, depth, 1, () -> multiply(sums, a, row -> code.iload(rows[row]).iload(k).iadd(), b, bFrom, k));
    } else {
      int step = number("aDepthStep");
      loop(
          k,
          depth,
          0,
          () -> {
            for (int i = 0; i < steps; i++) {
              multiply(sums, a, row -> code.iload(aFrom).loadConstant(row).iadd(), b, bFrom, k);
              code.iload(aFrom).iload(step).iadd().istore(aFrom).iinc(k, 1);
            }
          });
    }
    int bias = array("bias");
    int biasFrom = number("biasFrom");
    int[] added = new int[vectors];
    for (int v = 0; v < vectors; v++) {
      code.aload(bias).iload(biasFrom);
      added[v] = load(v);
    }
    int c = array("target");
    int to = number("targetFrom");
    int toStep = number("targetStep");
    for (int row = 0; row < Kernel.ROWS; row++) {
      for (int v = 0; v < vectors; v++) {
        code.aload(sums[row][v]).aload(added[v]);
        operations.copy(code, "plus");
        code.aload(c);
        if (along) {
          place(row, to, last, toStep);
        } else {
          code.iload(to).loadConstant(row).iload(toStep).imul().iadd();
        }
        code.loadConstant(v * lanes).iadd();
        operations.copy(code, "store");
      }
    }
  }

  /// sums(row, ·) += a(row, k)·b(k, ·)
  private void multiply(int[][] sums, int a, IntConsumer at, int b, int bFrom, int k) {
    int[] factors = new int[vectors];
    for (int v = 0; v < vectors; v++) {
      code.aload(b).iload(bFrom).iload(k).loadConstant(width).imul().iadd();
      factors[v] = load(v);
    }
    for (int row = 0; row < Kernel.ROWS; row++) {
      code.aload(a);
      at.accept(row);
      code.arrayLoad(TypeKind.from(array.componentType()));
      operations.copy(code, "all");
      int x = reference();
      for (int v = 0; v < vectors; v++) {
        code.aload(x).aload(factors[v]).aload(sums[row][v]);
        operations.copy(code, "fma");
        code.astore(sums[row][v]);
      }
    }
  }

  /// A parameter that is an array.
  private int parameter(int slot) {
    code.aload(slot).checkcast(array);
    return reference();
  }

  private void rows() {
    int b = parameter(FIRST);
    int packed = parameter(PACKED);
    int k = zero();
    loop(
        k,
        DEPTH,
        1,
        () -> {
          code.iload(AT).iload(k).iload(STRIDE).imul().iadd();
          int from = integer();
          code.iload(TO).iload(k).loadConstant(width).imul().iadd();
          int to = integer();
          int tile = zero();
          loop(
              tile,
              TILES,
              1,
              () -> {
                for (int v = 0; v < vectors; v++) {
                  code.aload(b).iload(from);
                  code.aload(load(v)).aload(packed).iload(to).loadConstant(v * lanes).iadd();
                  operations.copy(code, "store");
                }
                code.iinc(from, width).iload(to).iload(DEPTH).loadConstant(width).imul().iadd().istore(to);
              });
        });
  }

  /// Blocks of as many rows of b as there are lanes, and as many of their numbers: merging row i with row i + lanes /
  /// 2, one number of each in turn, moves the highest bit of a number's row to the lowest of its column, and the
  /// highest of its column to the lowest of its row. As many rounds as there are bits change the two.
  ///
  /// A block reaches over the ends of the rows, and over the last row of the panel: what is written there is written
  /// again by the next tile, or lies behind the last. Rows that do not exist repeat the last one.
  private void columns() {
    int b = parameter(FIRST);
    int packed = parameter(PACKED);
    int[] halves = {merging(0), merging(lanes)};
    code.iload(COLUMNS).iconst_1().isub();
    int last = integer();
    int j = zero();
    loop(
        j,
        COLUMNS,
        lanes,
        () -> {
          int[] rows = new int[lanes];
          for (int row = 0; row < lanes; row++) {
            code.iload(AT).iload(j).loadConstant(row).iadd().iload(last);
            code.invokestatic(LoopCode.MATH, "min", MethodTypeDesc.of(CD_int, CD_int, CD_int));
            code.iload(STRIDE).imul().iadd();
            rows[row] = integer();
          }
          int k = zero();
          loop(k, DEPTH, lanes, () -> block(b, rows, k, packed, j, halves));
        });
  }

  private int merging(int half) {
    code.loadConstant(half);
    operations.copy(code, "merging");
    return reference();
  }

  private void block(int b, int[] rows, int k, int packed, int j, int[] halves) {
    int[] from = new int[lanes];
    for (int row = 0; row < lanes; row++) {
      code.aload(b).iload(rows[row]).iload(k).iadd();
      from[row] = load(0);
    }
    for (int bit = 1; bit < lanes; bit *= 2) {
      int[] merged = new int[lanes];
      for (int row = 0; row < lanes; row++) {
        code.aload(halves[row % 2]).aload(from[row / 2]).aload(from[(row + lanes) / 2]);
        operations.copy(code, "merge");
        merged[row] = reference();
      }
      from = merged;
    }
    code.iload(TO).iload(k).loadConstant(width).imul().iadd().iload(j).iadd();
    int target = integer();
    for (int row = 0; row < lanes; row++) {
      code.aload(from[row]).aload(packed).iload(target).loadConstant(row * width).iadd();
      operations.copy(code, "store");
    }
  }
}
