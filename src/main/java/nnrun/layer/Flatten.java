package nnrun.layer;

import nnrun.spec.Component;

/// A sample is one row in memory already; this names it so, and costs nothing.
@Component(
    formula = "(a, b, c) to (a·b·c)",
    doc = "Reads an image as one row of numbers.",
    use = "To say aloud where images end; dense does the same by itself.",
    avoid = "Before a layer that looks at neighbouring pixels.",
    source = "Common knowledge")
public record Flatten() implements Layer {
  @Override
  public boolean passesThrough() {
    return true;
  }

  @Override
  public Live build(Signal in, Build build) {
    return renamed(in, Shape.of(in.size()));
  }

  /// The same numbers under another shape.
  static Live renamed(Signal in, Shape shape) {
    Signal out = new Signal(in.value(), in.gradient(), shape, in.lasting());
    return new Live() {
      @Override
      public Signal output() {
        return out;
      }

      @Override
      public void forward(Pass pass) {}

      @Override
      public void backward(Pass pass) {}

      @Override
      public long flops() {
        return 0;
      }
    };
  }
}
