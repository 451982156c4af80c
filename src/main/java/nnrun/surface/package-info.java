/// Analytic functions of a point, to look at optimizers without a net and without data: one record each.
@NullMarked
package nnrun.surface;

import org.jspecify.annotations.NullMarked;
