package nnrun.layer;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;

@Component(
    formula = "y = γ(x - μ)/√(σ² + eps) + β, μ and σ² of the image's channel",
    doc = "Takes brightness and contrast out of every channel of every image by itself.",
    use = "For images whose style does not matter.",
    avoid = "On a row of features, where every channel is one number: layer_norm.",
    source = "Ulyanov et al. 2016")
public record InstanceNorm(
    @Doc("Added to the variance") @Default("1e-5") @Range("(0,inf)") double eps,
    @Doc("Whether γ and β are there, one each a channel") @Default("true") boolean affine)
    implements Layer {
  @Override
  public boolean passesThrough() {
    return true;
  }

  @Override
  public boolean takesEveryShape() {
    return false;
  }

  @Override
  public Reads backwardReads() {
    return Reads.NEITHER;
  }

  @Override
  public Live build(Signal in, Build build) {
    return new LiveGroupNorm(in, build, LiveGroupNorm.channels(in.shape()), "", eps, affine);
  }
}
