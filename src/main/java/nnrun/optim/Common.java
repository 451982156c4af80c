package nnrun.optim;

import java.util.ArrayList;
import java.util.List;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Invalid;
import nnrun.spec.Range;
import org.jspecify.annotations.Nullable;

/// What every optimizer can take.
public record Common(
    @Doc("Coupled decay: adds this times p to the gradient") @Default("0") @Range("[0,inf)") double weightDecay,
    @Doc("Decoupled decay: p is multiplied by 1 minus this before each update") @Default("0") @Range("[0,1)")
        double decoupledDecay,
    @Doc("Limits the gradient before the update: {norm: 1} or {value: 0.5}") @Nullable Clip clip,
    @Doc("Layers with another rate or without decay: [{layers: [dense_1], lr_factor: 0.1, decay: false}]")
        @Default("[]")
        List<Group> groups) {
  private static final Group REST = new Group(List.of(), 1, true);

  public Common {
    List<String> seen = new ArrayList<>();
    for (Group group : groups) {
      for (String layer : group.layers()) {
        if (seen.contains(layer)) {
          throw new Invalid("groups", "the layer " + layer + " stands twice in the groups");
        }
        seen.add(layer);
      }
    }
  }

  /// The group of a layer's parameters.
  Group group(String layer) {
    return groups.stream().filter(group -> group.layers().contains(layer)).findFirst().orElse(REST);
  }
}
