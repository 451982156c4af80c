package nnrun.tensor;

import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.classfile.ClassFile.ACC_PUBLIC;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import java.util.List;

/// Turns expressions into a hidden class with one loop nest: one element at a time, or a vector of elements, of which
/// the last of a row may be short. Both give the same bits.
final class LoopCompiler {
  private static final ClassDesc LOOP = ClassDesc.of("nnrun.tensor.Loop");
  private static final ClassDesc DRAWS = ClassDesc.of("nnrun.tensor.Draws");
  private static final ClassDesc SCRATCH = ClassDesc.of("nnrun.tensor.Scratch");

  /// Rows whose chains along the features go side by side.
  private static final int CHAINS = 8;

  /// Nodes of expressions that are little work.
  private static final int LIGHT = 16;

  private final Loop.Kind kind;
  private final LoopCode loop;
  private final CodeBuilder code;
  private final int targets;

  private LoopCompiler(CodeBuilder code, Loop.Kind kind, List<Assign> assigns, Leaves leaves, Precision precision) {
    this.code = code;
    this.kind = kind;
    loop = new LoopCode(code, assigns, leaves, precision);
    targets = assigns.size();
  }

  /// Whether these expressions have a vector form: every operation is one of vectors, and random numbers are asked for
  /// by the flat index alone.
  static boolean vectorizes(Loop.Kind kind, Leaves leaves, Precision precision) {
    return leaves.operations.stream().allMatch(op -> VectorCode.has(op, precision))
        && (leaves.uniforms.isEmpty() || (kind == Loop.Kind.SET && !leaves.placed))
        && !(alongRows(kind) && isLight(leaves));
  }

  /// Whether an element is so little work that beside the scalar chain along a row vectors would gain nothing.
  private static boolean isLight(Leaves leaves) {
    return leaves.nodes() <= LIGHT && leaves.operations.stream().noneMatch(Expr.UnaryOp::isFunction);
  }

  private static boolean alongRows(Loop.Kind kind) {
    return kind == Loop.Kind.SUM_FEATURES || kind == Loop.Kind.MAX_FEATURES;
  }

  /// The loop for these expressions; `leaves` must have been filled from them in order.
  static Loop compile(Loop.Kind kind, List<Assign> assigns, Leaves leaves, Precision precision, boolean vectors) {
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
                            LoopCode.RUN,
                            ACC_PUBLIC,
                            code -> {
                              LoopCompiler nest = new LoopCompiler(code, kind, assigns, leaves, precision);
                              if (vectors) {
                                nest.vectors(VectorCode.lanes(precision));
                              } else {
                                nest.scalars();
                              }
                              code.return_();
                            }));
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup().defineHiddenClass(bytes, true);
      return (Loop)
          lookup.findConstructor(lookup.lookupClass(), java.lang.invoke.MethodType.methodType(void.class)).invoke();
    } catch (Throwable e) {
      throw new IllegalStateException("cannot define the loop " + leaves.structure(), e);
    }
  }

  /// The flat index of a row's first element, into a new variable.
  private int rowStart() {
    int start = loop.integer();
    code.iload(loop.row).iload(LoopCode.COLUMNS).imul().istore(start);
    return start;
  }

  private void index(int rowStart) {
    code.iload(rowStart).iload(loop.column).iadd().istore(loop.index);
  }

  /// For every row of the block.
  private void rows(Runnable body) {
    code.iload(LoopCode.ROW_FROM).istore(loop.row);
    otherRows(body);
  }

  /// From this row on.
  private void otherRows(Runnable body) {
    loop.loop(loop.row, LoopCode.ROW_TO, 1, body);
  }

  /// The flat index to the first row, and the flat index behind the last row into a new variable.
  private int flat() {
    code.iload(LoopCode.ROW_FROM).iload(LoopCode.COLUMNS).imul().istore(loop.index);
    int end = loop.integer();
    code.iload(LoopCode.ROW_TO).iload(LoopCode.COLUMNS).imul().istore(end);
    return end;
  }

  // One element at a time.

  private void scalars() {
    if (kind == Loop.Kind.SET && !loop.leaves.placed) {
      loop.loop(loop.index, flat(), 1, () -> set(new ElementCode(loop)));
      return;
    }
    if (kind == Loop.Kind.SUM_ROWS) {
      clearSums();
    }
    code.iload(LoopCode.ROW_FROM).istore(loop.row);
    // The greatest of random numbers is computed by jumps, which are as slow side by side.
    if (kind == Loop.Kind.SUM_FEATURES && isLight(loop.leaves)) {
      rowsSideBySide();
    }
    otherRows(this::row);
  }

  /// As long as so many rows are left: one link of each row's chain after the other, so that no chain waits for itself.
  private void rowsSideBySide() {
    int first = loop.integer();
    int last = loop.integer();
    code.iload(loop.row).istore(first).iload(LoopCode.ROW_TO).loadConstant(CHAINS - 1).isub().istore(last);
    loop.loop(
        first,
        last,
        CHAINS,
        () -> {
          int[] rowStarts = new int[CHAINS];
          ElementCode[] perRow = new ElementCode[CHAINS];
          int[][] results = new int[CHAINS][targets];
          for (int k = 0; k < CHAINS; k++) {
            code.iload(first).loadConstant(k).iadd().istore(loop.row);
            rowStarts[k] = rowStart();
            perRow[k] = new ElementCode(loop);
            perRow[k].hoist(Expr.PerRow.class);
            Arrays.setAll(results[k], _ -> start());
          }
          code.iload(LoopCode.COLUMN_FROM).istore(loop.column);
          loop.loop(
              loop.column,
              LoopCode.COLUMN_TO,
              1,
              () -> {
                for (int k = 0; k < CHAINS; k++) {
                  index(rowStarts[k]);
                  List<Integer> values = new ElementCode(loop, perRow[k].slots).values();
                  for (int i = 0; i < targets; i++) {
                    chain(results[k][i], values.get(i));
                  }
                }
              });
          for (int k = 0; k < CHAINS; k++) {
            code.iload(first).loadConstant(k).iadd().istore(loop.row);
            putResults(results[k]);
          }
          code.iinc(loop.row, 1);
        });
  }

  private void set(ElementCode element) {
    List<Integer> values = element.values();
    for (int i = 0; i < targets; i++) {
      code.aload(loop.target(i)).iload(loop.index).loadLocal(loop.type, values.get(i)).arrayStore(loop.type);
    }
  }

  private void clearSums() {
    for (int i = 0; i < targets; i++) {
      int out = i;
      code.iload(LoopCode.COLUMN_FROM).istore(loop.column);
      loop.loop(
          loop.column,
          LoopCode.COLUMN_TO,
          1,
          () -> {
            code.aload(loop.target(out)).iload(LoopCode.BASE).iload(loop.column).iadd();
            loop.zero();
            code.arrayStore(loop.type);
          });
    }
  }

  /// One row: the columns, and before them what depends on the row alone.
  private void row() {
    int rowStart = rowStart();
    ElementCode perRow = new ElementCode(loop);
    perRow.hoist(Expr.PerRow.class);
    int[] results = new int[alongRows(kind) ? targets : 0];
    Arrays.setAll(results, _ -> start());
    code.iload(LoopCode.COLUMN_FROM).istore(loop.column);
    loop.loop(
        loop.column,
        LoopCode.COLUMN_TO,
        1,
        () -> {
          index(rowStart);
          ElementCode element = new ElementCode(loop, perRow.slots);
          if (kind == Loop.Kind.SET) {
            set(element);
            return;
          }
          List<Integer> values = element.values();
          for (int i = 0; i < targets; i++) {
            if (alongRows(kind)) {
              chain(results[i], values.get(i));
            } else {
              code.aload(loop.target(i)).iload(LoopCode.BASE).iload(loop.column).iadd().dup2().arrayLoad(loop.type);
              code.loadLocal(loop.type, values.get(i));
              loop.binary(Expr.BinaryOp.PLUS);
              code.arrayStore(loop.type);
            }
          }
        });
    putResults(results);
  }

  /// target(row) = result
  private void putResults(int[] results) {
    for (int i = 0; i < results.length; i++) {
      code.aload(loop.target(i)).iload(loop.row).loadLocal(loop.type, results[i]).arrayStore(loop.type);
    }
  }

  /// What a row's sum or greatest starts with, in a new variable.
  private int start() {
    if (kind == Loop.Kind.SUM_FEATURES) {
      loop.zero();
    } else {
      loop.either(() -> code.loadConstant(Double.NEGATIVE_INFINITY), () -> code.loadConstant(Float.NEGATIVE_INFINITY));
    }
    int slot = code.allocateLocal(loop.type);
    code.storeLocal(loop.type, slot);
    return slot;
  }

  /// The next link of a row's sum or greatest.
  private void chain(int result, int value) {
    code.loadLocal(loop.type, result).loadLocal(loop.type, value);
    loop.binary(kind == Loop.Kind.SUM_FEATURES ? Expr.BinaryOp.PLUS : Expr.BinaryOp.MAX);
    code.storeLocal(loop.type, result);
  }

  // A vector at a time.

  private void vectors(int lanes) {
    VectorCode everywhere = new VectorCode(loop);
    everywhere.hoist(Expr.Constant.class);
    everywhere.hoist(Expr.Number.class);
    switch (kind) {
      case SET -> {
        if (loop.leaves.placed) {
          rows(() -> setRow(everywhere, lanes));
        } else if (loop.leaves.uniforms.isEmpty()) {
          setFlat(everywhere, flat(), lanes);
        } else {
          setBlocks(everywhere, lanes);
        }
      }
      case SUM_ROWS -> {
        code.iload(LoopCode.COLUMN_FROM).istore(loop.column);
        loop.loop(loop.column, LoopCode.COLUMN_TO, lanes, () -> sumDown(everywhere));
      }
      case SUM_FEATURES, MAX_FEATURES -> blocksOfRows(everywhere, lanes);
    }
  }

  private void setFlat(VectorCode everywhere, int end, int lanes) {
    loop.loop(loop.index, end, lanes, () -> set(new VectorCode(loop, everywhere.slots), loop.index, end));
  }

  private void set(VectorCode vector, int counter, int end) {
    List<Integer> values = vector.values();
    for (int i = 0; i < targets; i++) {
      vector.store(values.get(i), loop.target(i), loop.index, counter, end);
    }
  }

  /// Block by block, with the random numbers of a block drawn before.
  private void setBlocks(VectorCode everywhere, int lanes) {
    int draws = loop.leaves.uniforms.size();
    scratch(draws);
    int end = flat();
    code.iload(loop.index).istore(loop.block);
    loop.loop(
        loop.block,
        end,
        VectorCode.BLOCK,
        () -> {
          int blockEnd = loop.end(loop.block, VectorCode.BLOCK, end);
          for (int i = 0; i < draws; i++) {
            code.lload(loop.key(i)).iload(loop.block).aload(loop.scratch).loadConstant(i * VectorCode.STEP);
            code.iload(blockEnd).iload(loop.block).isub();
            code.invokestatic(
                DRAWS,
                "uniforms24",
                MethodTypeDesc.of(CD_void, CD_long, CD_int, loop.real.arrayType(), CD_int, CD_int));
          }
          setFlat(everywhere, blockEnd, lanes);
        });
  }

  /// So many blocks of numbers that the thread keeps.
  private void scratch(int blocks) {
    code.loadConstant(blocks * VectorCode.STEP);
    code.invokestatic(SCRATCH, loop.wide ? "float64" : "float32", MethodTypeDesc.of(loop.real.arrayType(), CD_int));
    code.astore(loop.scratch);
  }

  private void setRow(VectorCode everywhere, int lanes) {
    int rowStart = rowStart();
    VectorCode ofRow = new VectorCode(loop, everywhere.slots);
    ofRow.hoist(Expr.PerRow.class);
    code.iload(LoopCode.COLUMN_FROM).istore(loop.column);
    loop.loop(
        loop.column,
        LoopCode.COLUMN_TO,
        lanes,
        () -> {
          index(rowStart);
          set(new VectorCode(loop, ofRow.slots), loop.column, LoopCode.COLUMN_TO);
        });
  }

  /// A vector of columns down all rows, its sums in registers.
  private void sumDown(VectorCode everywhere) {
    VectorCode ofColumn = new VectorCode(loop, everywhere.slots);
    ofColumn.hoist(Expr.PerFeature.class);
    int[] sums = new int[targets];
    for (int i = 0; i < targets; i++) {
      loop.zero();
      ofColumn.call("all");
      sums[i] = ofColumn.vector();
    }
    rows(() -> {
      index(rowStart());
      VectorCode element = new VectorCode(loop, ofColumn.slots);
      List<Integer> values = element.values();
      for (int i = 0; i < targets; i++) {
        code.aload(sums[i]).aload(values.get(i));
        element.call("plus");
        code.astore(sums[i]);
      }
    });
    code.iload(LoopCode.BASE).iload(loop.column).iadd().istore(loop.index);
    for (int i = 0; i < targets; i++) {
      ofColumn.store(sums[i], loop.target(i), loop.index, loop.column, LoopCode.COLUMN_TO);
    }
  }

  /// Some rows side by side: a block of their values by vectors, into scratch, then one link of each row's chain after
  /// the other, so that no chain waits for itself.
  private void blocksOfRows(VectorCode everywhere, int lanes) {
    scratch(targets * CHAINS);
    int first = loop.integer();
    code.iload(LoopCode.ROW_FROM).istore(first);
    loop.loop(
        first,
        LoopCode.ROW_TO,
        CHAINS,
        () -> {
          int[][] results = new int[CHAINS][targets];
          for (int[] ofRow : results) {
            Arrays.setAll(ofRow, _ -> start());
          }
          int rowEnd = loop.end(first, CHAINS, LoopCode.ROW_TO);
          code.iload(LoopCode.COLUMN_FROM).istore(loop.block);
          loop.loop(
              loop.block,
              LoopCode.COLUMN_TO,
              VectorCode.BLOCK,
              () -> {
                int blockEnd = loop.end(loop.block, VectorCode.BLOCK, LoopCode.COLUMN_TO);
                code.iload(first).istore(loop.row);
                loop.loop(loop.row, rowEnd, 1, () -> blockOfRow(everywhere, first, blockEnd, lanes));
                for (int i = 0; i < targets; i++) {
                  chains(results, i, blockEnd);
                }
              });
          // Backwards and without a branch: what stands for a row behind the last one is overwritten by the last one.
          for (int k = CHAINS - 1; k >= 0; k--) {
            code.iload(first).loadConstant(k).iadd().iload(rowEnd).loadConstant(1).isub();
            code.invokestatic(LoopCode.MATH, "min", MethodTypeDesc.of(CD_int, CD_int, CD_int)).istore(loop.row);
            putResults(results[k]);
          }
        });
  }

  private void blockOfRow(VectorCode everywhere, int first, int blockEnd, int lanes) {
    int rowStart = rowStart();
    VectorCode ofRow = new VectorCode(loop, everywhere.slots);
    ofRow.hoist(Expr.PerRow.class);
    int to = loop.integer();
    code.iload(loop.row).iload(first).isub().loadConstant(VectorCode.STEP).imul().istore(to);
    code.iload(loop.block).istore(loop.column);
    loop.loop(
        loop.column,
        blockEnd,
        lanes,
        () -> {
          index(rowStart);
          VectorCode element = new VectorCode(loop, ofRow.slots);
          List<Integer> values = element.values();
          for (int i = 0; i < targets; i++) {
            code.aload(values.get(i)).aload(loop.scratch).iload(to).loadConstant(i * CHAINS * VectorCode.STEP).iadd();
            element.call("store");
          }
          code.iinc(to, lanes);
        });
  }

  /// Goes on with the chains of a target through the block in scratch.
  private void chains(int[][] results, int target, int blockEnd) {
    int at = loop.integer();
    int end = loop.integer();
    int value = code.allocateLocal(loop.type);
    code.loadConstant(target * CHAINS * VectorCode.STEP).istore(at);
    code.iload(at).iload(blockEnd).iadd().iload(loop.block).isub().istore(end);
    loop.loop(
        at,
        end,
        1,
        () -> {
          for (int k = 0; k < CHAINS; k++) {
            code.aload(loop.scratch).iload(at).loadConstant(k * VectorCode.STEP).iadd().arrayLoad(loop.type);
            code.storeLocal(loop.type, value);
            chain(results[k][target], value);
          }
        });
  }
}
