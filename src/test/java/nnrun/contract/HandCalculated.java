package nnrun.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A test whose expected numbers were calculated by hand, with the calculation in a comment. [CoverageTest] finds these
/// in the classes whose names end in `HandCalculatedTest`.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface HandCalculated {
  /// The components that the numbers are about.
  Class<? extends Record>[] value();
}
