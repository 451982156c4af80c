package nnrun.penalty;

import java.util.List;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Invalid;
import nnrun.spec.LayerNames;

/// What a penalty acts on.
public record Where(
    @Doc("weights, or the outputs of the named layers") @Default("weights") On on,
    @Doc("Names of layers; none means all (for weights)") @Default("[]") @LayerNames List<String> layers,
    @Doc("Biases too") @Default("false") boolean biases) {
  /// Weights or outputs.
  public enum On {
    WEIGHTS,
    OUTPUTS
  }

  public Where {
    if (on == On.OUTPUTS && layers.isEmpty()) {
      throw new Invalid("layers", "a penalty on outputs names its layers: layers: [dense_1]");
    }
    if (on == On.OUTPUTS && biases) {
      throw new Invalid("biases", "biases are weights; a penalty on outputs has none");
    }
  }
}
