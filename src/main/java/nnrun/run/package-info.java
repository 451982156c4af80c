/// The composition root, the run folder and the file layer.
@NullMarked
package nnrun.run;

import org.jspecify.annotations.NullMarked;
