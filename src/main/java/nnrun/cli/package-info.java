/// The commands; the only place that prints or exits.
@NullMarked
package nnrun.cli;

import org.jspecify.annotations.NullMarked;
