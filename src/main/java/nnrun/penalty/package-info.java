/// Penalties on weights and outputs: one record each.
@NullMarked
package nnrun.penalty;

import org.jspecify.annotations.NullMarked;
