/// What a config expects of its run, and whether that came.
@NullMarked
package nnrun.expect;

import org.jspecify.annotations.NullMarked;
