package nnrun.layer;

import java.util.ArrayList;
import java.util.List;
import nnrun.init.Constant;
import nnrun.spec.Invalid;
import nnrun.state.Parameter;
import nnrun.tensor.Assign;
import nnrun.tensor.Engine;
import nnrun.tensor.Expr;
import nnrun.tensor.Matrix;
import nnrun.tensor.Op;

/// x̂ = (x - μ)/√(σ² + eps) with the mean and biased variance of a sample's group of channels; y = γx̂ + β, γ and β of
/// the channel. dx = (h - mean(h) - x̂·mean(h·x̂))/√(σ² + eps), h = γ·dy, means over the group.
///
/// A (batch, features) matrix read as (batch·groups, features of a group) has a group a row.
final class LiveGroupNorm implements Layer.Live {
  private final Signal y;
  private final Op[] forward;
  private final Op[] backward;

  /// @param parameter that decides the groups, for the message when they are too small
  LiveGroupNorm(Signal x, Build build, int groups, String parameter, double eps, boolean affine) {
    int width = x.size();
    int size = width / groups;
    if (size == 1) {
      String wayOut =
          parameter.isEmpty() ? "; reshape the input to an image, or take layer_norm" : "; take fewer groups";
      throw new Invalid(parameter, "one number has no spread to take out, and every group has one" + wayOut);
    }
    int channels = channels(x.shape());
    Engine engine = build.engine();
    Affine scale = affine ? new Affine(build, channels, width) : null;
    y = affine ? build.trainedOutput(x.shape()) : build.output(x, x.shape());
    Matrix mean = build.perRow(groups).folded(groups);
    Matrix inverse = build.perRow(groups).folded(groups); // 1/√(σ² + eps)
    Matrix normal = build.perRow(width); // x̂
    Matrix grouped = x.value().folded(groups);
    Expr in = Expr.of(grouped);
    Expr centred = in.minus(Expr.perRow(mean));
    List<Op> ops = new ArrayList<>();
    ops.add(engine.sumFeatures(grouped, new Assign(mean, in)));
    ops.add(engine.set(mean, Expr.of(mean).over(size)));
    ops.add(engine.sumFeatures(grouped, new Assign(inverse, centred.squared())));
    ops.add(engine.set(inverse, Expr.constant(1).over(Expr.of(inverse).over(size).plus(eps).sqrt())));
    ops.add(engine.set(normal.folded(groups), centred.times(Expr.perRow(inverse))));
    if (scale != null) {
      ops.addAll(scale.spread);
    }
    Expr xHat = Expr.of(normal);
    ops.add(engine.set(y.value(), scale == null ? xHat : scale.gamma().times(xHat).plus(scale.beta())));
    forward = ops.toArray(new Op[0]);

    List<Op> back = new ArrayList<>();
    if (y.gradient() != null) {
      Expr dy = Expr.of(y.gradient());
      if (scale != null) {
        back.addAll(scale.gradients(x.value(), dy, xHat));
      }
      if (x.gradient() != null) {
        Matrix h = build.perRow(width);
        Matrix meanH = build.perRow(groups).folded(groups);
        Matrix meanHHat = build.perRow(groups).folded(groups);
        Expr hInGroup = Expr.of(h.folded(groups));
        Expr xHatInGroup = Expr.of(normal.folded(groups));
        Expr inner =
            hInGroup.minus(Expr.perRow(meanH).over(size)).minus(xHatInGroup.times(Expr.perRow(meanHHat).over(size)));
        back.add(engine.set(h, scale == null ? dy : scale.gamma().times(dy)));
        back.add(
            engine.sumFeatures(
                h.folded(groups), new Assign(meanH, hInGroup), new Assign(meanHHat, hInGroup.times(xHatInGroup))));
        back.add(engine.set(x.gradient().folded(groups), inner.times(Expr.perRow(inverse))));
      }
    }
    backward = back.toArray(new Op[0]);
  }

  /// An image (height, width) has one channel, (channels, height, width) its first number, and of a row of features
  /// each is one.
  static int channels(Shape shape) {
    return shape.dims().size() == 2 ? 1 : shape.dims().getFirst();
  }

  /// γ and β of the channels, and the same for every number of a sample.
  private static final class Affine {
    final Engine engine;
    final int channels;
    final Parameter gamma;
    final Parameter beta;
    final Matrix allGamma; // (1, features)
    final Matrix allBeta;
    final List<Op> spread;

    Affine(Build build, int channels, int width) {
      engine = build.engine();
      this.channels = channels;
      gamma = build.parameter("gamma", Parameter.Kind.OTHER, 1, channels, new Constant(1), channels, channels);
      beta = build.parameter("beta", Parameter.Kind.OTHER, 1, channels, new Constant(0), channels, channels);
      allGamma = engine.matrix(1, width);
      allBeta = engine.matrix(1, width);
      spread =
          List.of(
              engine.set(
                  new Assign(allGamma.folded(channels), Expr.perRow(gamma.value().folded(channels))),
                  new Assign(allBeta.folded(channels), Expr.perRow(beta.value().folded(channels)))));
    }

    Expr gamma() {
      return Expr.perFeature(allGamma);
    }

    Expr beta() {
      return Expr.perFeature(allBeta);
    }

    List<Op> gradients(Matrix over, Expr dy, Expr xHat) {
      Matrix dGamma = engine.matrixLike(allGamma);
      Matrix dBeta = engine.matrixLike(allBeta);
      Matrix ofChannel = dGamma.folded(channels);
      return List.of(
          engine.sumRows(over, new Assign(dBeta, dy), new Assign(dGamma, dy.times(xHat))),
          engine.sumFeatures(
              ofChannel,
              new Assign(beta.gradient().folded(channels), Expr.of(dBeta.folded(channels))),
              new Assign(gamma.gradient().folded(channels), Expr.of(ofChannel))));
    }
  }

  @Override
  public Signal output() {
    return y;
  }

  @Override
  public void forward(Pass pass) {
    for (Op op : forward) {
      op.run();
    }
  }

  @Override
  public void backward(Pass pass) {
    for (Op op : backward) {
      op.run();
    }
  }

  @Override
  public long flops() {
    return 8L * y.size();
  }
}
