package nnrun.optim;

import java.util.List;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Example;
import nnrun.spec.LayerNames;
import nnrun.spec.Range;
import nnrun.spec.Rule;

/// Layers whose parameters an optimizer treats in another way.
@Rule(needs = "layers", at = "layers", says = "no layers; name at least one, such as [dense_1]")
public record Group(
    @Doc("Names of the layers") @Example("[dense_1]") @LayerNames List<String> layers,
    @Doc("The learning rate is multiplied by this; 0 holds the layers still") @Default("1.0") @Range("[0,1e6]")
        double lrFactor,
    @Doc("Whether the optimizer's decays act on them") @Default("true") boolean decay) {}
