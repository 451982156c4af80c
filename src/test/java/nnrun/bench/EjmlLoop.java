package nnrun.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.ejml.dense.row.CommonOps_FDRM.mult;
import static org.ejml.dense.row.CommonOps_FDRM.multTransA;
import static org.ejml.dense.row.CommonOps_FDRM.multTransB;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import nnrun.data.Dataset;
import nnrun.tensor.Matrix;
import org.ejml.data.FMatrixRMaj;

/// What a Java programmer would write with EJML for one workload, float32, one thread: its products, plain loops for
/// the rest, all memory allocated before. `EjmlLoop W3 1 float32`, or `EjmlLoop W3 1 float32 check`, as
/// [WorkloadBench].
public final class EjmlLoop {
  private static final PrintStream OUT = new PrintStream(System.out, true, UTF_8);

  private final Workload w;
  private final SplittableRandom random = new SplittableRandom(1);
  private final FMatrixRMaj inputs;
  private final FMatrixRMaj targets;
  private final FMatrixRMaj x; // the batch
  private final FMatrixRMaj t;
  private final List<Block> blocks = new ArrayList<>();
  private final List<Parameter> parameters = new ArrayList<>();
  private final float rate;
  private int batch;
  private int step;

  public static void main(String[] args) {
    Workload w = Workload.named(args[0]);
    int threads = Integer.parseInt(args[1]);
    if (args.length > 3 && args[3].equals("check")) {
      EjmlLoop loop = new EjmlLoop(w, 1e-3);
      int steps = w.rows / w.batch;
      for (int epoch = 1; epoch <= 3; epoch++) {
        double sum = 0;
        for (int i = 0; i < steps; i++) {
          sum += loop.step();
        }
        OUT.printf(Locale.ROOT, "LOSS,ejml,%d,%.4f%n", epoch, sum / steps);
      }
      return;
    }
    EjmlLoop loop = new EjmlLoop(w, w.rate);
    Repetitions repetitions = new Repetitions("ejml", w, threads, "float32", () -> true);
    int steps = Math.clamp(50_000_000 / (w.flopsPerSample() * w.batch), 1, w.rows / w.batch);
    do {
      for (int i = 0; i < steps; i++) {
        loop.step();
      }
    } while (repetitions.more(steps * w.batch));
    OUT.println(repetitions.summary());
  }

  EjmlLoop(Workload w, double rate) {
    this.w = w;
    this.rate = (float) rate;
    int in = w.widths[0];
    int last = w.widths.length - 1;
    inputs = new FMatrixRMaj(w.rows, in);
    for (int i = 0; i < inputs.data.length; i++) {
      inputs.data[i] = (float) (w.autoencoder() ? random.nextDouble() : random.nextGaussian());
    }
    targets = w.autoencoder() ? inputs : new FMatrixRMaj(w.rows, 1);
    for (int i = 0; i < w.rows && targets != inputs; i++) {
      targets.data[i] = w.classes() ? random.nextInt(w.widths[last]) : (float) random.nextDouble(-1, 1);
    }
    x = new FMatrixRMaj(w.batch, in);
    t = new FMatrixRMaj(w.batch, targets.numCols);
    for (int i = 1; i <= last; i++) {
      blocks.add(new Block(w.widths[i - 1], w.widths[i], i == last));
    }
  }

  /// Takes over data and weights; biases begin at 0 and scales at 1 everywhere.
  void begin(Dataset rows, List<nnrun.state.Parameter> from) {
    copy(rows.inputs(), inputs);
    copy(rows.targets(), targets);
    List<nnrun.state.Parameter> weights =
        from.stream().filter(p -> p.kind() == nnrun.state.Parameter.Kind.WEIGHT).toList();
    for (int i = 0; i < blocks.size(); i++) {
      copy(weights.get(i).value(), blocks.get(i).weight.value);
    }
  }

  private static void copy(nnrun.data.Rows from, FMatrixRMaj to) {
    for (int i = 0; i < from.rows() * from.columns(); i++) {
      to.data[i] = (float) from.get(i / from.columns(), i % from.columns());
    }
  }

  private static void copy(Matrix from, FMatrixRMaj to) {
    for (int i = 0; i < from.size(); i++) {
      to.data[i] = (float) from.at(i);
    }
  }

  /// One update; the loss before it.
  double step() {
    System.arraycopy(inputs.data, batch * x.data.length, x.data, 0, x.data.length);
    System.arraycopy(targets.data, batch * t.data.length, t.data, 0, t.data.length);
    batch = (batch + 1) % (w.rows / w.batch);
    FMatrixRMaj a = x;
    for (Block block : blocks) {
      a = block.forward(a);
    }
    Block last = blocks.getLast();
    double loss =
        switch (w.loss) {
          case "mse" -> squares(last.a.data, last.da.data);
          case "cross_entropy" -> classes(last.a, last.da);
          default -> bits(last.a.data, last.da.data);
        };
    for (int i = blocks.size() - 1; i >= 0; i--) {
      blocks.get(i).backward(i == 0 ? x : blocks.get(i - 1).a, i == 0 ? null : blocks.get(i - 1).da);
    }
    step++;
    for (Parameter parameter : parameters) {
      parameter.update();
    }
    return loss;
  }

  private double squares(float[] y, float[] dy) {
    double sum = 0;
    for (int i = 0; i < y.length; i++) {
      float difference = y[i] - t.data[i];
      sum += difference * difference;
      dy[i] = 2 * difference / y.length;
    }
    return sum / y.length;
  }

  private double classes(FMatrixRMaj z, FMatrixRMaj dz) {
    int n = z.numCols;
    double loss = 0;
    for (int row = 0; row < w.batch; row++) {
      int begin = row * n;
      float greatest = z.data[begin];
      for (int i = begin; i < begin + n; i++) {
        greatest = Math.max(greatest, z.data[i]);
      }
      float sum = 0;
      for (int i = begin; i < begin + n; i++) {
        dz.data[i] = (float) Math.exp(z.data[i] - greatest);
        sum += dz.data[i];
      }
      int right = begin + (int) t.data[row];
      loss += Math.log(sum) + greatest - z.data[right];
      float factor = 1 / (sum * w.batch);
      for (int i = begin; i < begin + n; i++) {
        dz.data[i] *= factor;
      }
      dz.data[right] -= 1f / w.batch;
    }
    return loss / w.batch;
  }

  private double bits(float[] z, float[] dz) {
    double loss = 0;
    for (int i = 0; i < z.length; i++) {
      float e = (float) Math.exp(-Math.abs(z[i]));
      loss += Math.max(z[i], 0) - z[i] * t.data[i] + Math.log1p(e);
      dz[i] = ((z[i] < 0 ? e : 1) / (1 + e) - t.data[i]) / z.length;
    }
    return loss / z.length;
  }

  /// Dense, and behind it what the workload wants: batch norm, activation, dropout.
  private final class Block {
    final FMatrixRMaj a; // what comes out, (batch, out)
    final FMatrixRMaj da;
    private final int out;
    private final boolean activated;
    private final boolean hidden;
    private final Parameter weight;
    private final Parameter bias;
    private final Parameter gamma;
    private final Parameter beta;
    private final FMatrixRMaj y; // the activation's value, before dropout
    private final float[] normal;
    private final float[] mean;
    private final float[] inverse;
    private final float[] runningMean;
    private final float[] runningVariance;
    private final float[] mask;

    Block(int in, int out, boolean last) {
      this.out = out;
      hidden = !last;
      activated = hidden || w.outputActivated();
      a = new FMatrixRMaj(w.batch, out);
      da = new FMatrixRMaj(w.batch, out);
      y = w.dropout > 0 && hidden ? new FMatrixRMaj(w.batch, out) : a;
      mask = new float[y == a ? 0 : a.data.length];
      boolean norm = w.norm && hidden;
      normal = new float[norm ? a.data.length : 0];
      mean = new float[norm ? out : 0];
      inverse = new float[mean.length];
      runningMean = new float[mean.length];
      runningVariance = new float[mean.length];
      weight = new Parameter(in, out);
      double bound = Math.sqrt(6.0 / (in + out));
      for (int i = 0; i < in * out; i++) {
        weight.value.data[i] = (float) random.nextDouble(-bound, bound);
      }
      bias = new Parameter(1, out);
      gamma = new Parameter(norm ? 1 : 0, out);
      beta = new Parameter(norm ? 1 : 0, out);
      Arrays.fill(gamma.value.data, 1);
    }

    FMatrixRMaj forward(FMatrixRMaj x) {
      mult(x, weight.value, y);
      for (int i = 0; i < y.data.length; i += out) {
        for (int j = 0; j < out; j++) {
          y.data[i + j] += bias.value.data[j];
        }
      }
      if (normal.length > 0) {
        normalize();
      }
      if (activated) {
        activate(y.data);
      }
      if (mask.length > 0) {
        float keep = (float) (1 / (1 - w.dropout));
        for (int i = 0; i < mask.length; i++) {
          mask[i] = random.nextInt() >>> 8 < w.dropout * (1 << 24) ? 0 : keep;
          a.data[i] = y.data[i] * mask[i];
        }
      }
      return a;
    }

    private void normalize() {
      float[] variance = inverse;
      Arrays.fill(mean, 0);
      Arrays.fill(variance, 0);
      for (int i = 0; i < y.data.length; i += out) {
        for (int j = 0; j < out; j++) {
          mean[j] += y.data[i + j] / w.batch;
        }
      }
      for (int i = 0; i < y.data.length; i += out) {
        for (int j = 0; j < out; j++) {
          float difference = y.data[i + j] - mean[j];
          variance[j] += difference * difference / w.batch;
        }
      }
      for (int j = 0; j < out; j++) {
        runningMean[j] = 0.9f * runningMean[j] + 0.1f * mean[j];
        runningVariance[j] = 0.9f * runningVariance[j] + 0.1f * variance[j];
        inverse[j] = 1 / (float) Math.sqrt(variance[j] + 1e-5f);
      }
      for (int i = 0; i < y.data.length; i += out) {
        for (int j = 0; j < out; j++) {
          normal[i + j] = (y.data[i + j] - mean[j]) * inverse[j];
          y.data[i + j] = gamma.value.data[j] * normal[i + j] + beta.value.data[j];
        }
      }
    }

    private void activate(float[] z) {
      switch (w.activation) {
        case "tanh" -> {
          for (int i = 0; i < z.length; i++) {
            z[i] = (float) Math.tanh(z[i]);
          }
        }
        case "relu" -> {
          for (int i = 0; i < z.length; i++) {
            z[i] = Math.max(z[i], 0);
          }
        }
        default -> {
          for (int i = 0; i < z.length; i++) {
            z[i] = 1 / (1 + (float) Math.exp(-z[i]));
          }
        }
      }
    }

    /// From `da` the gradients of the parameters and of what came in, if it is wanted.
    void backward(FMatrixRMaj x, FMatrixRMaj dx) {
      float[] d = da.data;
      for (int i = 0; i < mask.length; i++) {
        d[i] *= mask[i];
      }
      if (activated) {
        slopes(d, y.data);
      }
      if (normal.length > 0) {
        denormalize(d);
      }
      multTransA(x, da, weight.gradient);
      sumRows(d, bias.gradient.data);
      if (dx != null) {
        multTransB(da, weight.value, dx);
      }
    }

    private void slopes(float[] d, float[] y) {
      switch (w.activation) {
        case "tanh" -> {
          for (int i = 0; i < d.length; i++) {
            d[i] *= 1 - y[i] * y[i];
          }
        }
        case "relu" -> {
          for (int i = 0; i < d.length; i++) {
            d[i] = y[i] > 0 ? d[i] : 0;
          }
        }
        default -> {
          for (int i = 0; i < d.length; i++) {
            d[i] *= y[i] * (1 - y[i]);
          }
        }
      }
    }

    private void denormalize(float[] d) {
      float[] dGamma = gamma.gradient.data;
      float[] dBeta = beta.gradient.data;
      sumRows(d, dBeta);
      Arrays.fill(dGamma, 0);
      for (int i = 0; i < d.length; i += out) {
        for (int j = 0; j < out; j++) {
          dGamma[j] += d[i + j] * normal[i + j];
        }
      }
      for (int i = 0; i < d.length; i += out) {
        for (int j = 0; j < out; j++) {
          d[i + j] = gamma.value.data[j] * inverse[j] * (d[i + j] - (dBeta[j] + normal[i + j] * dGamma[j]) / w.batch);
        }
      }
    }

    private void sumRows(float[] d, float[] sum) {
      Arrays.fill(sum, 0);
      for (int i = 0; i < d.length; i += out) {
        for (int j = 0; j < out; j++) {
          sum[j] += d[i + j];
        }
      }
    }
  }

  private final class Parameter {
    final FMatrixRMaj value;
    final FMatrixRMaj gradient;
    private final float[] m;
    private final float[] v;

    Parameter(int rows, int columns) {
      value = new FMatrixRMaj(rows, columns);
      gradient = new FMatrixRMaj(rows, columns);
      m = new float[value.data.length];
      v = new float[value.data.length];
      parameters.add(this);
    }

    void update() {
      float[] p = value.data;
      float[] g = gradient.data;
      switch (w.optimizer) {
        case "sgd" -> {
          for (int i = 0; i < p.length; i++) {
            p[i] -= rate * g[i];
          }
        }
        case "momentum" -> {
          for (int i = 0; i < p.length; i++) {
            v[i] = 0.9f * v[i] + g[i];
            p[i] -= rate * v[i];
          }
        }
        default -> {
          float scaleM = (float) (rate / (1 - Math.pow(0.9, step)));
          float scaleV = (float) (1 / (1 - Math.pow(0.999, step)));
          for (int i = 0; i < p.length; i++) {
            m[i] = 0.9f * m[i] + 0.1f * g[i];
            v[i] = 0.999f * v[i] + 0.001f * g[i] * g[i];
            p[i] -= scaleM * m[i] / ((float) Math.sqrt(v[i] * scaleV) + 1e-8f);
          }
        }
      }
    }
  }
}
