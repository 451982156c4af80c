package nnrun.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nnrun.config.Json;
import nnrun.expect.Verdict;
import org.jspecify.annotations.Nullable;

/// A run held against what its config expects.
///
/// @param name of the experiment
/// @param seconds of all epochs
/// @param diverged why training stopped at a number that is not finite; null where it did not
/// @param verdicts in the order of `expect`
public record Checked(Path folder, String name, double seconds, @Nullable String diverged, List<Verdict> verdicts) {
  /// Judges by the files of a run and writes checks.json beside them, where anything is expected.
  static Checked of(Disk disk, Path folder, Experiment experiment) {
    return of(disk, Results.of(disk, folder), experiment);
  }

  static Checked of(Disk disk, Results results, Experiment experiment) {
    Path folder = results.path();
    List<Verdict> verdicts = experiment.expect().stream().map(e -> e.judge(results)).toList();
    String diverged = results.summary().get(Ending.DIVERGED) instanceof String why ? why : null;
    Checked checked = new Checked(folder, String.valueOf(experiment.name()), results.seconds(), diverged, verdicts);
    if (!verdicts.isEmpty()) {
      disk.replace(folder.resolve(TrainingRun.CHECKS), checked.json().getBytes(UTF_8));
    }
    return checked;
  }

  /// Whether all was met.
  public boolean met() {
    return verdicts.stream().allMatch(Verdict::met);
  }

  /// `checks.json`.
  private String json() {
    List<Map<String, @Nullable Object>> checks = new ArrayList<>();
    for (Verdict verdict : verdicts) {
      Map<String, @Nullable Object> check = new LinkedHashMap<>();
      check.put("expect", verdict.expectation());
      check.put("came", verdict.came());
      check.put("met", verdict.met());
      checks.add(check);
    }
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("met", met());
    all.put("checks", checks);
    return Json.pretty(all);
  }

  /// A report as CI servers read it: a test suite with a case for the training itself and one for each expectation.
  public String junit() {
    StringBuilder cases = new StringBuilder();
    junit(cases, "training ends without NaN or infinity", diverged);
    for (Verdict verdict : verdicts) {
      junit(cases, verdict.expectation(), verdict.met() ? null : "came " + verdict.came());
    }
    long failures = verdicts.stream().filter(v -> !v.met()).count() + (diverged == null ? 0 : 1);
    String counts = " tests=\"" + (verdicts.size() + 1) + "\" failures=\"" + failures + "\" time=\"" + seconds + "\"";
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites"
        + counts
        + ">\n  <testsuite name=\""
        + xml(name)
        + "\""
        + counts
        + ">\n"
        + cases
        + "    <system-out>"
        + xml(folder.toString())
        + "</system-out>\n  </testsuite>\n</testsuites>\n";
  }

  private void junit(StringBuilder cases, String what, @Nullable String failure) {
    cases.append("    <testcase classname=\"nnrun.").append(xml(name)).append("\" name=\"").append(xml(what));
    if (failure == null) {
      cases.append("\"/>\n");
    } else {
      cases.append("\">\n      <failure message=\"").append(xml(failure)).append("\"/>\n    </testcase>\n");
    }
  }

  /// As XML 1.0 takes it in texts and attributes: most control characters have no place in it at all.
  private static String xml(String text) {
    StringBuilder xml = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> xml.append("&amp;");
            case '<' -> xml.append("&lt;");
            case '>' -> xml.append("&gt;");
            case '"' -> xml.append("&quot;");
            case '\t', '\n', '\r' -> xml.append("&#").append(c).append(';');
            default -> {
              boolean allowed = c >= 0x20 && !(c >= 0xD800 && c < 0xE000) && c != 0xFFFE && c != 0xFFFF;
              xml.appendCodePoint(allowed ? c : 0xFFFD);
            }
          }
        });
    return xml.toString();
  }
}
