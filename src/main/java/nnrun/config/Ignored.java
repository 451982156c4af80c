package nnrun.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nnrun.spec.Nearest;

/// Comments that silence warnings: `# lint: ignore L003, L006`. Behind a setting it holds for its line, on a line of
/// its own for the whole config, and so does one in a file that the config extends. After the codes may stand a reason.
final class Ignored {
  private static final Pattern COMMENT = Pattern.compile("(?m)(^|\\s)#\\s*lint:\\s*ignore((?:[ ,]+L\\w+)+)");
  private static final Pattern CODE = Pattern.compile("L\\w+");

  private record One(String code, Mark mark, boolean everywhere) {}

  private final List<One> all = new ArrayList<>();

  Ignored(List<Source> sources) {
    for (Source source : sources) {
      Matcher comment = COMMENT.matcher(source.text);
      while (comment.find()) {
        int line = source.text.lastIndexOf('\n', comment.start(2)) + 1;
        boolean alone = source.text.substring(line, comment.start(2)).stripLeading().startsWith("#");
        Matcher code = CODE.matcher(comment.group(2));
        while (code.find()) {
          int at = source.text.codePointCount(0, comment.start(2) + code.start());
          all.add(new One(code.group(), new Mark(source, at), alone));
        }
      }
    }
  }

  boolean silences(String code, Problem problem) {
    return all.stream().anyMatch(one -> one.code.equals(code) && (one.everywhere || isAt(one.mark, problem)));
  }

  private static boolean isAt(Mark mark, Problem problem) {
    return mark.source().name.equals(problem.file()) && mark.source().line(mark.index()) == problem.line();
  }

  /// A problem for each code that is not one of `known`.
  List<Problem> unknown(Iterable<String> known, String message) {
    List<String> codes = new ArrayList<>();
    known.forEach(codes::add);
    return all.stream()
        .filter(one -> !codes.contains(one.code))
        .map(one -> Problem.at(one.mark, "", one.code + message, Nearest.of(one.code, codes)))
        .toList();
  }
}
