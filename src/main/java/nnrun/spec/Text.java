package nnrun.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A type that a config writes as one scalar (`batch_size: full`). It has `public static T parse(String)`, which throws
/// `IllegalArgumentException` ([Misplaced] to point into the text) with a sentence for the user, and a `toString()`
/// that `parse` reads back to an equal value.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Text {
  /// What is accepted, for messages and the schema: `full, or a whole number >= 1`.
  String value();

  /// The same as a JSON Schema of the YAML value, in JSON; without it any word, number or truth value.
  String schema() default "";

  /// Whether a number among them counts for what it is, so that one in quotes is a mistake: `batch_size: "32"`.
  boolean numbers() default false;

  /// Keys of a map that says the same word by word, the first key's name left out: with `metric, within, of`, `{metric:
  /// val.loss, within: 2%, of: runs/a}` is `val.loss within 2% of runs/a`. None where there is no such map.
  String[] keys() default {};
}
