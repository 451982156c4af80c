package nnrun.init;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Example;
import nnrun.spec.Name;
import nnrun.spec.Rule;
import nnrun.tensor.Matrix;
import nnrun.tensor.Stream;
import org.jspecify.annotations.Nullable;

/// The numbers themselves are brought in by `run`, which knows the folders: for every layer that begins so, its
/// weights, and whatever else of it has the same name and shape there (biases, the memory of norms).
@Component(
    formula = "w = the weights of the same name in another run",
    doc =
        "Goes on from a trained net. As the model's init it serves every layer, norms included; a layer with an init of"
            + " its own begins anew.",
    use = "For fine-tuning, and for nets whose first layers were trained before.",
    avoid = "For layers whose shape or task has changed: give those an init of their own.",
    source = "Yosinski et al. 2014")
@Rule(
    excludes = "otherwise: from_run",
    says = "one run is asked for weights, not a second one; give a rule such as xavier_uniform")
public record FromRun(
    @Doc("Folder of the run") @Example("runs/latest") String run,
    @Doc("Take the weights of its best epoch, not those it ended with") @Default("false") boolean best,
    @Doc("Name of the layer there; without it the name here") @Nullable Name layer,
    @Doc("How weights begin that the run does not have in this shape; without it that is an error")
        @Nullable Initializer otherwise)
    implements Initializer {
  @Override
  public void fill(Matrix w, Fan fan, Stream stream) {
    if (otherwise == null) {
      w.fill(0);
    } else {
      otherwise.fill(w, fan, stream);
    }
  }
}
