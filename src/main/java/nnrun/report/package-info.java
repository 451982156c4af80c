/// Plots made from the files of a run.
@NullMarked
package nnrun.report;

import org.jspecify.annotations.NullMarked;
