package nnrun.rules;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What must not appear in the program's classes.
///
/// @param name how a violation is reported
/// @param forbidden held against [Use#text()] as a whole
/// @param allowedIn classes that may, held against their whole name
/// @param why what would go wrong
/// @param instead what to write
record Rule(String name, Pattern forbidden, Pattern allowedIn, String why, String instead) {
  /// A row of the table. Blanks and line ends in the patterns are for the reader only.
  static Rule of(String name, String forbidden, String allowedIn, String why, String instead) {
    return new Rule(
        name, Pattern.compile(forbidden, Pattern.COMMENTS), Pattern.compile(allowedIn, Pattern.COMMENTS), why, instead);
  }

  Optional<Violation> check(Use use) {
    return forbidden.matcher(use.text()).matches() && !allowedIn.matcher(use.inClass()).matches()
        ? Optional.of(new Violation(name, use, why + "; " + instead))
        : Optional.empty();
  }

  /// Every breach of the table and of the package arrows in one class file, each once.
  static List<Violation> violations(byte[] classFile) {
    return ClassScan.uses(classFile).stream()
        .flatMap(use ->
            Stream.concat(
                BuildRules.TABLE.stream().flatMap(rule -> rule.check(use).stream()), Arrows.check(use).stream()))
        .distinct()
        .toList();
  }
}
