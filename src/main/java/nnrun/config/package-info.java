/// From YAML to records and back, with every problem at its place. Knows no component by name.
@NullMarked
package nnrun.config;

import org.jspecify.annotations.NullMarked;
