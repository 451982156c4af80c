package nnrun.layer;

import java.util.List;
import nnrun.init.Initializer;
import nnrun.init.Zeros;
import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Example;
import nnrun.spec.Invalid;
import nnrun.state.Parameter;
import nnrun.surface.Surface;
import nnrun.tensor.Matrix;

/// p (1, n) is the trained point, y (batch, 1): y = f(p) in every row, dp = ∇f(p)·Σ_rows dy, dx = 0. In training step t
/// f is what the surface shows at t. Computed in float64, rounded to the precision of the run.
@Component(
    formula = "y = f(p), p the trained point; no input is read",
    doc = "A surface in place of a net: training moves a point downhill, and needs neither data nor loss.",
    use = "To look at optimizers, rates and schedules where everything can be drawn and calculated.",
    avoid = "Beside other layers: it reads no input.",
    source = "Common knowledge")
public record Function(
    @Doc("What is made small") @Example("rosenbrock") Surface surface,
    @Doc("Where the point begins; without it where the surface says") @Default("[]") List<Double> start)
    implements Layer {
  public Function {
    start = List.copyOf(start);
    if (!start.isEmpty() && !surface.takes(start.size())) {
      throw new Invalid("start", "this surface takes a point of " + surface.wanted() + ", got " + start.size());
    }
  }

  @Override
  public Layer resolved(Initializer init) {
    return start.isEmpty() ? new Function(surface, surface.start()) : this;
  }

  @Override
  public boolean readsInput() {
    return false;
  }

  @Override
  public List<String> measures() {
    return surface.minima(start.size()).isEmpty() ? List.of("value") : List.of("value", "distance");
  }

  @Override
  public Live build(Signal in, Build build) {
    return new LiveFunction(this, in, build);
  }

  private static final class LiveFunction implements Live {
    private final Surface surface;
    private final Signal x;
    private final Signal y;
    private final Parameter point;
    private final double[] p;
    private final double[] g;

    LiveFunction(Function settings, Signal x, Build build) {
      this.x = x;
      surface = settings.surface;
      List<Double> start = settings.start;
      point = build.parameter("x", Parameter.Kind.WEIGHT, 1, start.size(), new Zeros(), 1, start.size());
      for (int i = 0; i < start.size() && !build.engine().isPlanning(); i++) {
        point.value().put(i, start.get(i));
      }
      p = new double[start.size()];
      g = new double[start.size()];
      y = build.trainedOutput(Shape.of(1));
    }

    @Override
    public Signal output() {
      return y;
    }

    private void read() {
      for (int i = 0; i < p.length; i++) {
        p[i] = point.value().at(i);
      }
    }

    @Override
    public void forward(Pass pass) {
      read();
      y.value().fill(pass.training ? surface.value(p, pass.step) : surface.value(p));
    }

    @Override
    public void backward(Pass pass) {
      Matrix dy = y.gradient();
      if (dy == null) {
        return;
      }
      double sum = 0;
      for (int r = 0; r < dy.rows(); r++) {
        sum += dy.at(r);
      }
      surface.gradient(p, pass.step, g);
      for (int i = 0; i < g.length; i++) {
        point.gradient().put(i, sum * g[i]);
      }
      if (x.gradient() != null) {
        x.gradient().fill(0);
      }
    }

    @Override
    public double measure(int index) {
      read();
      return index == 0 ? surface.value(p) : surface.distance(p);
    }
  }
}
