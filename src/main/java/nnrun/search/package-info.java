/// What a sweep asks for, and how points are proposed. Knows no files and trains nothing.
@NullMarked
package nnrun.search;

import org.jspecify.annotations.NullMarked;
