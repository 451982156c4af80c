package nnrun.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// On a record: what its parameters have to do with one another. Where `when` holds (or is left out), one of `needs`
/// must hold and none of `excludes` may. Reading a config and the schema both go by it.
///
/// Each is a statement about one parameter, by its path from here: `split.test` says that it is given and not its
/// default, `loss?` that the config itself has it, `on: outputs` that it is that word, number or component, `batch_size
/// != 1` that it is given and is not, `run: val.*` that it begins so, and `augment: movesPixels()` that this method of
/// the component there says so. Of a list, `model: function` says that one element is, `model.1` that there are two.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Repeatable(Rule.All.class)
public @interface Rule {
  String when() default "";

  /// One of these must hold.
  String[] needs() default {};

  /// None of these may hold.
  String[] excludes() default {};

  /// The sentence for the user where the rule is broken: what was wanted, a way out.
  String says();

  /// The parameter to point at, where it is not the one excluded, or that of `when`.
  String at() default "";

  /// The rules of one record.
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE)
  @interface All {
    Rule[] value();
  }
}
