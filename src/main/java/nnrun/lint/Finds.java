package nnrun.lint;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What a rule is, for `nnrun list lint`, `nnrun explain CODE` and docs/LINT.md.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface Finds {
  /// `L001`. It never changes and is never given to another rule.
  String code();

  /// What it finds, in a few words.
  String value();

  /// One or two sentences: what is wrong with that, and what to do.
  String why();
}
