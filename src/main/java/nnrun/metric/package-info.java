/// Metrics: one record each.
@NullMarked
package nnrun.metric;

import org.jspecify.annotations.NullMarked;
