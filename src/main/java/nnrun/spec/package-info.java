/// What a component says about its parameters: default, range, meaning. Depends on nothing.
@NullMarked
package nnrun.spec;

import org.jspecify.annotations.NullMarked;
