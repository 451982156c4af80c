/// Trained values and how anything with memory shows it.
@NullMarked
package nnrun.state;

import org.jspecify.annotations.NullMarked;
