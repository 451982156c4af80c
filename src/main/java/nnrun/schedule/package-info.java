/// Learning-rate schedules: one record each.
@NullMarked
package nnrun.schedule;

import org.jspecify.annotations.NullMarked;
