/// Matrices of both precisions, the loops that fill them, the thread team and random numbers.
@NullMarked
package nnrun.tensor;

import org.jspecify.annotations.NullMarked;
