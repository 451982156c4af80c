/// Sources, splits, scaling, batches.
@NullMarked
package nnrun.data;

import org.jspecify.annotations.NullMarked;
