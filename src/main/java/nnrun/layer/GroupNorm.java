package nnrun.layer;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Example;
import nnrun.spec.Invalid;
import nnrun.spec.Range;

@Component(
    formula = "y = γ(x - μ)/√(σ² + eps) + β, μ and σ² of the sample's group of channels",
    doc = "Centres and scales groups of channels (of features, where the input is a row) of every sample.",
    use = "Like layer_norm, for any batch size, with more freedom between the groups.",
    avoid = "With large batches, where batch_norm mostly does better.",
    source = "Wu and He 2018")
public record GroupNorm(
    @Doc("Groups that the channels are dealt to, neighbours together") @Example("4") @Range("[1,1000000]") int groups,
    @Doc("Added to the variance") @Default("1e-5") @Range("(0,inf)") double eps)
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
    int channels = LiveGroupNorm.channels(in.shape());
    if (channels % groups != 0) {
      String what = in.shape().dims().size() == 1 ? " features" : " channels";
      throw new Invalid("groups", channels + what + " do not make " + groups + " equal groups");
    }
    return new LiveGroupNorm(in, build, groups, "groups", eps, true);
  }
}
