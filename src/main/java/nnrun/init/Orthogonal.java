package nnrun.init;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.tensor.Matrix;
import nnrun.tensor.Stream;

/// The rows (or the columns, if there are fewer of them) of a matrix of normal numbers, each made orthogonal to those
/// before it and scaled to the length gain. Gram and Schmidt's steps are done twice, which leaves no error but rounding
/// (Giraud et al. 2005). With lengths > 0 the matrix is uniform among the orthogonal ones (Mezzadri 2007).
@Component(
    formula = "W·Wᵀ = gain²·I if n_in <= n_out, else Wᵀ·W = gain²·I",
    doc = "Keeps the length of a signal exactly, in a square linear layer also backwards.",
    use = "For very deep nets.",
    avoid = "In layers of thousands of units, where it takes time as their width cubed: xavier_normal.",
    source = "Saxe et al. 2014")
public record Orthogonal(
    @Doc("Length of the rows or columns: auto for the gain of the following activation, or a number") @Default("1")
        Gain gain)
    implements Initializer {
  @Override
  public void fill(Matrix w, Fan fan, Stream stream) {
    boolean byRow = w.rows() <= w.columns();
    double[][] vectors = new double[byRow ? w.rows() : w.columns()][byRow ? w.columns() : w.rows()];
    for (int v = 0; v < vectors.length; v++) {
      for (int k = 0; k < vectors[v].length; k++) {
        vectors[v][k] = stream.normal(byRow ? index(w, v, k) : index(w, k, v));
      }
      orthogonalize(vectors, v);
      orthogonalize(vectors, v);
    }
    double length = gain.of(fan);
    for (int v = 0; v < vectors.length; v++) {
      for (int k = 0; k < vectors[v].length; k++) {
        w.put(byRow ? index(w, v, k) : index(w, k, v), length * vectors[v][k]);
      }
    }
  }

  private static int index(Matrix w, int row, int column) {
    return row * w.columns() + column;
  }

  /// Takes from vector `v` what the ones before it have of it, and makes its length 1.
  private static void orthogonalize(double[][] vectors, int v) {
    double[] own = vectors[v];
    for (int u = 0; u < v; u++) {
      double share = dot(own, vectors[u]);
      for (int k = 0; k < own.length; k++) {
        own[k] -= share * vectors[u][k];
      }
    }
    double length = Math.sqrt(dot(own, own));
    for (int k = 0; k < own.length; k++) {
      own[k] /= length;
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }
}
