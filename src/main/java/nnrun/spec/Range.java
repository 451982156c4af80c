package nnrun.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The interval a number must lie in, as mathematics writes it: `[0,1)`, `(0,inf)`, `[1,65536]`. On a list it holds for
/// every element.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Range {
  String value();
}
