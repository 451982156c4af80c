/// Optimizers: one record each.
@NullMarked
package nnrun.optim;

import org.jspecify.annotations.NullMarked;
