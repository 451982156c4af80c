/// Losses: one record each.
@NullMarked
package nnrun.loss;

import org.jspecify.annotations.NullMarked;
