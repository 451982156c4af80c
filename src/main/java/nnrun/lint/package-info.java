/// Lint: rules that find what is allowed and hardly meant. One record a rule.
@NullMarked
package nnrun.lint;

import org.jspecify.annotations.NullMarked;
