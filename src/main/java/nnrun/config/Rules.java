package nnrun.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import nnrun.spec.Parameter;
import nnrun.spec.Rule;
import nnrun.spec.Shape;

/// The [Rule]s that a record declares, held against one.
public final class Rules {
  private Rules() {}

  /// @param path from the record; empty where the record itself is meant
  record Broken(String path, String says) {}

  /// Those of a record type alone, not of what it inlines.
  static List<Rule> of(Class<? extends Record> type) {
    return List.of(type.getAnnotationsByType(Rule.class));
  }

  /// Those of a record type and of the records it inlines, whose parameters stand among its own.
  public static List<Rule> around(Class<? extends Record> type) {
    List<Rule> rules = new ArrayList<>(of(type));
    for (Parameter p : Parameter.declared(type)) {
      if (p.inline() && p.shape() instanceof Shape.Fields(var inlined)) {
        rules.addAll(around(inlined));
      }
    }
    return rules;
  }

  /// @param written whether the config itself has a path, from the record
  static List<Broken> broken(Record record, Predicate<String> written) {
    List<Broken> broken = new ArrayList<>();
    for (Rule rule : of(record.getClass())) {
      List<String> where = rule.when().isEmpty() ? List.of("") : Term.parse(rule.when()).places(record, written);
      if (where.isEmpty()) {
        continue;
      }
      boolean met = rule.needs().length == 0;
      for (String need : rule.needs()) {
        met |= !Term.parse(need).places(record, written).isEmpty();
      }
      for (String place : met ? List.<String>of() : where) {
        broken.add(new Broken(rule.at().isEmpty() ? place : rule.at(), rule.says()));
      }
      for (String excluded : rule.excludes()) {
        for (String place : Term.parse(excluded).places(record, written)) {
          broken.add(new Broken(rule.at().isEmpty() ? place : rule.at(), rule.says()));
        }
      }
    }
    return broken;
  }
}
