package nnrun.tensor;

/// Prints one hash over many products and loops, and what the products ran on. See [LanesTest].
final class LanesMain {
  private LanesMain() {}

  public static void main(String[] args) throws InterruptedException {
    long hash = 0;
    for (Precision precision : Precision.values()) {
      hash = all(precision, hash); // cold
      Kernels.of(precision).settle();
      hash = all(precision, hash); // and with the kernel that stays
    }
    try (Engine engine = Engine.of(Precision.FLOAT32, 1)) {
      System.out.println(Long.toHexString(hash) + " on " + engine.products());
    }
  }

  private static long all(Precision precision, long start) {
    long hash = start;
    for (int[] s : new int[][] {{5, 3, 7}, {17, 33, 10}, {64, 256, 65}, {31, 513, 100}, {129, 784, 40}}) {
      try (Engine engine = Engine.of(precision, 2)) {
        Matrix a = random(engine.matrix(s[0], s[1]));
        Matrix b = random(engine.matrix(s[1], s[2]));
        Matrix y = engine.matrix(s[0], s[2]);
        Matrix da = engine.matrix(s[0], s[1]);
        Matrix db = engine.matrix(s[1], s[2]);
        Matrix bias = random(engine.matrix(1, s[2]));
        Matrix sums = engine.matrix(1, s[2]);
        Matrix rows = engine.matrix(s[0], 1);
        Expr x = Expr.of(y);
        Op[] ops = {
          engine.product(y, a, b, bias),
          engine.productTransB(da, y, b),
          engine.productTransA(db, a, y),
          engine.sumRows(y, new Assign(sums, x.squared())),
          engine.sumFeatures(y, new Assign(rows, x.minus(Expr.perFeature(bias)).tanh())),
          engine.set(y, x.sigmoid().plus(x.erfc()).times(Expr.perRow(rows)).fma(x.max(0), Expr.uniform(() -> 9)))
        };
        for (Op op : ops) {
          op.run();
        }
        for (Matrix m : new Matrix[] {y, da, db, sums, rows}) {
          for (int i = 0; i < m.size(); i++) {
            hash = Stream.bits(hash, Double.doubleToLongBits(m.at(i)));
          }
        }
      }
    }
    return hash;
  }

  private static Matrix random(Matrix m) {
    for (int i = 0; i < m.size(); i++) {
      m.put(i, Stream.of(11).uniform(i) - 0.5);
    }
    return m;
  }
}
