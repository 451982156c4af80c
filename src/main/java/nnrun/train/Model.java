package nnrun.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nnrun.init.Gain;
import nnrun.init.Initializer;
import nnrun.init.KaimingNormal;
import nnrun.init.Mode;
import nnrun.init.XavierUniform;
import nnrun.layer.Activation;
import nnrun.layer.Layer;
import org.jspecify.annotations.Nullable;

/// What can be said of a list of layers before it is built: names, and the initializers that a config leaves out.
public final class Model {
  private Model() {}

  /// The name of each layer: its own, or its kind with a number, the k-th dense being `dense_k`.
  public static List<String> names(List<ModelLayer> layers) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    List<String> names = new ArrayList<>();
    for (ModelLayer entry : layers) {
      String kind = entry.layer().type();
      int k = counts.merge(kind, 1, Integer::sum);
      names.add(entry.name() != null ? entry.name().value() : kind + "_" + k);
    }
    return names;
  }

  /// The activation that layer `i` feeds, norms and dropout in between passed over; null where there is none.
  public static @Nullable Activation following(List<ModelLayer> layers, int i) {
    for (int next = i + 1; next < layers.size(); next++) {
      Layer layer = layers.get(next).layer();
      if (layer instanceof Activation activation) {
        return activation;
      }
      if (!layer.passesThrough()) {
        return null;
      }
    }
    return null;
  }

  static double followingGain(List<ModelLayer> layers, int i) {
    Activation activation = following(layers, i);
    return activation == null ? 1 : activation.gain();
  }

  /// The layers with nothing left open: weights begin with `init`, or where there is none with kaiming_normal before
  /// relu-like activations and xavier_uniform before all else.
  public static List<ModelLayer> resolved(List<ModelLayer> layers, @Nullable Initializer init) {
    List<ModelLayer> resolved = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      Initializer fallback = init;
      if (fallback == null) {
        Activation activation = following(layers, i);
        fallback =
            activation != null && activation.rectifies()
                ? new KaimingNormal(Gain.parse("auto"), Mode.FAN_IN)
                : new XavierUniform(new Gain(1));
      }
      ModelLayer entry = layers.get(i);
      resolved.add(new ModelLayer(entry.layer().resolved(fallback), entry.name()));
    }
    return List.copyOf(resolved);
  }
}
