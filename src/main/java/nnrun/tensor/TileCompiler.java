package nnrun.tensor;

import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/// Writes [TileCode] for so many vectors a row. Each sum is a local variable of its own, because the compiler keeps no
/// array of vectors in registers; with 24 of them it gives up and makes objects. Twelve are more than the fused
/// multiply-adds in flight (two a cycle, four cycles long), and with two vectors of b and one of a they fit the 16
/// registers of the smallest machines.
///
/// Whether the steps of the inner loop through `a` are constants decides its speed: only then are the checks of bounds
/// done before the loop. So reading along rows and down columns are two methods.
final class TileCompiler {
  private static final ClassDesc CODE = ClassDesc.of("nnrun.tensor.TileCode");
  private static final ClassDesc TILE = ClassDesc.of("nnrun.tensor.Tile");
  private static final MethodTypeDesc OF_TILE = MethodTypeDesc.of(CD_void, TILE);
  private static final ClassDesc SYSTEM = ClassDesc.of("java.lang.System");
  private static final MethodTypeDesc COPY = MethodTypeDesc.of(CD_void, CD_Object, CD_int, CD_Object, CD_int, CD_int);
  private static final MethodTypeDesc PACK =
      MethodTypeDesc.of(CD_void, CD_Object, CD_int, CD_int, CD_Object, CD_int, CD_int, CD_int);

  // Slots of parameters: of all methods, of the two that pack.
  private static final int FIRST = 1;
  private static final int AT = 2;
  private static final int STRIDE = 3;
  private static final int PACKED = 4;
  private static final int TO = 5;
  private static final int DEPTH = 6;
  private static final int TILES = 7;
  private static final int COLUMNS = 7;

  /// Rows of the panel that are written side by side: pieces of a cache line of b are read at once.
  private static final int PIECE = 8;

  private final CodeBuilder code;
  private final Bodies operations;
  private final ClassDesc array;
  private final int lanes;
  private final int vectors;

  /// Machines with vectors of 128 bits cannot store a part of one.
  private final boolean masks;

  private TileCompiler(CodeBuilder code, Precision precision, int vectors) {
    this.code = code;
    this.vectors = vectors;
    operations = VectorCode.operations(precision);
    lanes = VectorCode.lanes(precision);
    boolean single = precision == Precision.FLOAT32;
    array = (single ? CD_float : CD_double).arrayType();
    masks = lanes * (single ? Float.SIZE : Double.SIZE) > 128;
  }

  static TileCode compile(Precision precision, int vectors) {
    byte[] bytes =
        ClassFile.of()
            .build(
                ClassDesc.of("nnrun.tensor.CompiledTile"),
                type -> {
                  type.withFlags(ACC_FINAL).withSuperclass(CODE);
                  type.withMethodBody(
                      ConstantDescs.INIT_NAME,
                      ConstantDescs.MTD_void,
                      0,
                      code ->
                          code.aload(0).invokespecial(CODE, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void).return_());
                  method(type, "along", OF_TILE, precision, vectors, c -> c.sums(true));
                  method(type, "down", OF_TILE, precision, vectors, c -> c.sums(false));
                  method(type, "trim", OF_TILE, precision, vectors, TileCompiler::trim);
                  method(type, "pack", PACK, precision, vectors, TileCompiler::pack);
                  method(type, "transpose", PACK, precision, vectors, TileCompiler::transpose);
                });
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup().defineHiddenClass(bytes, true);
      return (TileCode) lookup.findConstructor(lookup.lookupClass(), MethodType.methodType(void.class)).invoke();
    } catch (Throwable e) {
      throw new IllegalStateException("cannot define tiles of " + vectors + " vectors", e);
    }
  }

  private static void method(
      java.lang.classfile.ClassBuilder type,
      String name,
      MethodTypeDesc parameters,
      Precision precision,
      int vectors,
      Consumer<TileCompiler> body) {
    type.withMethodBody(
        name,
        parameters,
        0,
        code -> {
          body.accept(new TileCompiler(code, precision, vectors));
          code.return_();
        });
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

  /// What a method of the tile says, of type int.
  private int asked(String name) {
    code.aload(FIRST).invokevirtual(TILE, name, MethodTypeDesc.of(CD_int));
    return integer();
  }

  private int askedArray(String name) {
    code.aload(FIRST).invokevirtual(TILE, name, MethodTypeDesc.of(CD_Object)).checkcast(array);
    return reference();
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

  /// for (; counter < end; counter += step) body
  private void loop(int counter, int end, int step, Runnable body) {
    Label test = code.newLabel();
    Label top = code.newLabel();
    code.goto_(test).labelBinding(top);
    body.run();
    code.iinc(counter, step).labelBinding(test).iload(counter).iload(end).if_icmplt(top);
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

  private void sums(boolean along) {
    int a = array("a");
    int b = array("b");
    int bFrom = number("bFrom");
    int depth = number("depth");
    int last = asked("last");
    int start = askedArray("start");
    int startFrom = asked("startFrom");
    int startStep = asked("startStep");
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
      Runnable one =
          () -> {
            multiply(sums, a, row -> code.iload(aFrom).loadConstant(row).iadd(), b, bFrom, k);
            code.iload(aFrom).iload(step).iadd().istore(aFrom).iinc(k, 1);
          };
      code.iload(depth).iconst_1().isub();
      loop(
          k,
          integer(),
          0,
          () -> {
            one.run(); // two at a time are faster by a sixth here, but not along rows
            one.run();
          });
      loop(k, depth, 0, one);
    }
    int bias = array("bias");
    int biasFrom = number("biasFrom");
    int[] added = new int[vectors];
    for (int v = 0; v < vectors; v++) {
      code.aload(bias).iload(biasFrom);
      added[v] = load(v);
    }
    int c = askedArray("target");
    int to = asked("targetFrom");
    int toStep = asked("targetStep");
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
      code.aload(b).iload(bFrom).iload(k).loadConstant(vectors * lanes).imul().iadd();
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

  /// Masked stores at the end of the sums instead would be more than the compiler inlines there.
  private void trim() {
    int edge = array("edge");
    int c = array("c");
    int rows = number("rows");
    int columns = number("columns");
    int to = number("cFrom");
    int step = number("cStep");
    int from = zero();
    int row = zero();
    loop(
        row,
        rows,
        1,
        () -> {
          if (masks) {
            trimRow(edge, from, c, to, columns);
          } else {
            code.aload(edge).iload(from).aload(c).iload(to).iload(columns);
            code.invokestatic(SYSTEM, "arraycopy", COPY);
          }
          code.iinc(from, vectors * lanes);
          code.iload(to).iload(step).iadd().istore(to);
        });
  }

  private void trimRow(int edge, int from, int c, int to, int columns) {
    for (int v = 0; v < vectors; v++) {
      code.aload(edge).iload(from);
      code.aload(load(v)).aload(c).iload(to).loadConstant(v * lanes).iadd();
      if (v + 1 < vectors) {
        operations.copy(code, "store");
      } else {
        code.iload(columns).loadConstant(v * lanes).isub();
        operations.copy(code, "storeFirst");
      }
    }
  }

  /// A parameter that is an array.
  private int parameter(int slot) {
    code.aload(slot).checkcast(array);
    return reference();
  }

  private void pack() {
    int b = parameter(FIRST);
    int packed = parameter(PACKED);
    int width = vectors * lanes;
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

  private void transpose() {
    int b = parameter(FIRST);
    int packed = parameter(PACKED);
    int k = zero();
    code.iload(DEPTH).loadConstant(PIECE - 1).isub();
    int pieces = integer();
    loop(k, pieces, PIECE, () -> transpose(b, packed, k, PIECE));
    loop(k, DEPTH, 1, () -> transpose(b, packed, k, 1));
  }

  /// So many rows of the panel.
  private void transpose(int b, int packed, int k, int rows) {
    TypeKind number = TypeKind.from(array.componentType());
    code.iload(AT).iload(k).iadd();
    int source = integer();
    code.iload(TO).iload(k).loadConstant(vectors * lanes).imul().iadd();
    int target = integer();
    int j = zero();
    loop(
        j,
        COLUMNS,
        1,
        () -> {
          for (int row = 0; row < rows; row++) {
            code.aload(packed).iload(target).iload(j).iadd().loadConstant(row * vectors * lanes).iadd();
            code.aload(b).iload(source).loadConstant(row).iadd().arrayLoad(number).arrayStore(number);
          }
          code.iload(source).iload(STRIDE).iadd().istore(source);
        });
  }
}
