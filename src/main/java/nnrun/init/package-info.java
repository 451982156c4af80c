/// Weight initializers: one record each.
@NullMarked
package nnrun.init;

import org.jspecify.annotations.NullMarked;
