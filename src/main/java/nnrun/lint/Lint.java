package nnrun.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import nnrun.data.Prepared;
import nnrun.spec.Catalogue;
import org.jspecify.annotations.Nullable;

/// All rules, in the order of `permits`.
public final class Lint {
  /// What a rule says of itself.
  public record About(String code, String finds, String why) {}

  private static final List<Rule> RULES = rules();

  private Lint() {}

  private static List<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    for (Catalogue.Entry entry : Catalogue.of(Rule.class).entries()) {
      try {
        var constructor = entry.type().getDeclaredConstructor();
        constructor.setAccessible(true);
        rules.add((Rule) constructor.newInstance());
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(entry.type() + " is no rule without settings", e);
      }
    }
    return List.copyOf(rules);
  }

  public static List<About> rulesByCode() {
    return RULES.stream().map(Lint::about).sorted((a, b) -> a.code.compareTo(b.code)).toList();
  }

  /// The rule of a code, or null.
  public static @Nullable About find(String code) {
    return rulesByCode().stream().filter(about -> about.code.equals(code)).findFirst().orElse(null);
  }

  /// The code of the warning that a code to be ignored is none.
  public static String unknownCode() {
    return about(new UnknownCode()).code;
  }

  public static Set<String> codes() {
    return new TreeSet<>(rulesByCode().stream().map(About::code).toList());
  }

  private static About about(Rule rule) {
    Finds finds = rule.getClass().getAnnotation(Finds.class);
    if (finds == null) {
      throw new IllegalStateException(rule.getClass() + " has no @Finds");
    }
    return new About(finds.code(), finds.value(), finds.why());
  }

  /// Takes a finding with the code of its rule.
  public interface Listener {
    void add(String code, String message, String[] paths);
  }

  /// What can be found without data; with the plan's `size` somewhat more.
  public static void ofConfig(Plan plan, Listener listener) {
    for (Rule rule : RULES) {
      if (rule instanceof Rule.OfConfig ofConfig) {
        ofConfig.check(plan, (message, paths) -> listener.add(about(rule).code, message, paths));
      }
    }
  }

  public static void ofData(Plan plan, Prepared data, Listener listener) {
    for (Rule rule : RULES) {
      if (rule instanceof Rule.OfData ofData) {
        ofData.check(plan, data, (message, paths) -> listener.add(about(rule).code, message, paths));
      }
    }
  }
}
