package nnrun.train;

import nnrun.layer.Layer;
import nnrun.spec.Doc;
import nnrun.spec.Inline;
import nnrun.spec.Name;
import org.jspecify.annotations.Nullable;

/// An entry of `model:`, a layer that may have a name of its own.
public record ModelLayer(
    @Inline Layer layer, @Doc("Name of the layer; without it dense_1, dense_2 and so on") @Nullable Name name) {}
