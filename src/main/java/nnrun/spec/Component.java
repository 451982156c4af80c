package nnrun.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What a record of a catalogue is, for `nnrun list` and `nnrun explain`.
///
/// The name in YAML is the record's own name in snake case (`LeakyRelu` is `leaky_relu`).
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Component {
  /// One line of mathematics, in the notation of the catalogue.
  String formula();

  /// One or two sentences: what it does and when to use it.
  String doc();

  /// Paper or book, by name and year; empty for what is common knowledge.
  String source() default "";

  /// Other names of the same component.
  String[] aliases() default {};
}
