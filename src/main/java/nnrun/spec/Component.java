package nnrun.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What a record of a catalogue is, for `nnrun list`, `nnrun explain` and docs/CATALOGUE.md. A test insists on every
/// text of it, for every component.
///
/// The name in YAML is the record's own name in snake case (`LeakyRelu` is `leaky_relu`).
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Component {
  /// One line of mathematics, in the notation of the catalogue.
  String formula();

  /// y' of an activation, in the same notation; empty for everything else.
  String derivative() default "";

  /// One or two sentences: what it does.
  String doc();

  /// A sentence without a subject: when to take it.
  String use() default "";

  /// A sentence without a subject: when not, and what to take instead.
  String avoid() default "";

  /// Paper or book, by name and year; `Common knowledge` where nobody's.
  String source() default "";

  /// Other names of the same component.
  String[] aliases() default {};
}
