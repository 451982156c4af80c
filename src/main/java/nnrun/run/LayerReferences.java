package nnrun.run;

import java.util.ArrayList;
import java.util.List;
import nnrun.spec.LayerNames;
import nnrun.spec.Parameter;
import org.jspecify.annotations.Nullable;

/// Finds the words of an experiment that name layers, by their mark [LayerNames].
final class LayerReferences {
  /// @param path in the config
  record Reference(String path, String layer) {}

  private final List<Reference> found = new ArrayList<>();

  private LayerReferences() {}

  static List<Reference> of(Experiment experiment) {
    LayerReferences all = new LayerReferences();
    all.visit("", experiment, false);
    return all.found;
  }

  private void visit(String path, @Nullable Object value, boolean names) {
    switch (value) {
      case String layer when names -> found.add(new Reference(path, layer));
      case List<?> list -> {
        for (int i = 0; i < list.size(); i++) {
          visit(path + "." + i, list.get(i), names);
        }
      }
      case Record record -> {
        for (Parameter p : Parameter.declared(record.getClass())) {
          String below = p.inline() ? path : path.isEmpty() ? p.name() : path + "." + p.name();
          boolean marked = p.component().isAnnotationPresent(LayerNames.class);
          visit(below, Parameter.value(p.component(), record), marked);
        }
      }
      case null, default -> {}
    }
  }
}
