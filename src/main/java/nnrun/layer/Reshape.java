package nnrun.layer;

import java.util.List;
import nnrun.spec.Component;
import nnrun.spec.Doc;
import nnrun.spec.Example;
import nnrun.spec.Invalid;
import nnrun.spec.Range;
import nnrun.spec.Rule;

/// A sample is one row in memory whatever its shape; this gives it another, and costs nothing.
@Component(
    formula = "(a·b·c) to (a, b, c), in the order of memory",
    doc = "Reads a row of numbers as an image (height, width) or (channels, height, width). flatten is the way back.",
    use = "Before layers that look at the shape of an image.",
    avoid = "Before dense, which reads any shape as a row.",
    source = "Common knowledge")
@Rule(needs = "shape", at = "shape", says = "no numbers; name at least one, such as [1, 28, 28]")
public record Reshape(
    @Doc("The new shape of a sample; as many numbers as before") @Example("[1, 28, 28]") @Range("[1,1000000]")
        List<Integer> shape)
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
  public Live build(Signal in, Build build) {
    Shape to = new Shape(shape);
    long size = 1;
    for (int dim : shape) {
      size = Math.multiplyExact(size, (long) dim);
    }
    if (size != in.size()) {
      throw new Invalid("shape", to + " are " + size + " numbers, and a sample that comes in has " + in.size());
    }
    return Flatten.renamed(in, to);
  }
}
