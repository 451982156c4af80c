/// Layers and activations: one record each.
@NullMarked
package nnrun.layer;

import org.jspecify.annotations.NullMarked;
