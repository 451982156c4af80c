package nnrun.tensor;

import org.jspecify.annotations.Nullable;

/// y = a·b + bias in one of three forms. Shapes are read when it runs, because rows may shrink.
record ProductOp(Form form, Matrix y, Matrix a, Matrix b, @Nullable Matrix bias) {
  enum Form {
    /// y (n, m) = a (n, k) · b (k, m)
    PLAIN,
    /// y (n, m) = aᵀ · b, a (k, n), b (k, m): a sum over rows
    TRANS_A,
    /// y (n, m) = a (n, k) · bᵀ, b (m, k)
    TRANS_B
  }

  int rows() {
    return form == Form.TRANS_A ? a.columns() : a.rows();
  }

  int columns() {
    return form == Form.TRANS_B ? b.rows() : b.columns();
  }

  int depth() {
    return form == Form.TRANS_A ? a.rows() : a.columns();
  }

  /// a at (row of y, k).
  double a(int i, int k) {
    return form == Form.TRANS_A ? a.at(k * a.columns() + i) : a.at(i * a.columns() + k);
  }

  /// b at (k, column of y).
  double b(int k, int j) {
    return form == Form.TRANS_B ? b.at(j * b.columns() + k) : b.at(k * b.columns() + j);
  }
}
