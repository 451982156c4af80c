/// The network, one training step, the loop, and its checkpoint.
@NullMarked
package nnrun.train;

import org.jspecify.annotations.NullMarked;
