package nnrun.penalty;

import java.util.List;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.LayerNames;
import nnrun.spec.Rule;

/// What a penalty acts on.
@Rule(when = "on: outputs", needs = "layers", says = "a penalty on outputs names its layers: layers: [dense_1]")
@Rule(when = "on: outputs", excludes = "biases", says = "biases are weights; a penalty on outputs has none")
public record Where(
    @Doc("weights, or the outputs of the named layers") @Default("weights") On on,
    @Doc("Names of layers; none means all (for weights)") @Default("[]") @LayerNames List<String> layers,
    @Doc("Biases too") @Default("false") boolean biases) {
  /// Weights or outputs.
  public enum On {
    WEIGHTS,
    OUTPUTS
  }
}
