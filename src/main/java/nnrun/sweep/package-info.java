/// Many trials of one config: their plan, their workers, and the tables of what came of them.
@NullMarked
package nnrun.sweep;

import org.jspecify.annotations.NullMarked;
