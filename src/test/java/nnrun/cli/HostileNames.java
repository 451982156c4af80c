package nnrun.cli;

import java.util.List;
import java.util.stream.Stream;

/// What somebody may call a run, a layer, a column or a class: to hurt, or because it is Tuesday.
final class HostileNames {
  /// Plain enough for the name of a folder, however odd.
  static final List<String> PLAIN =
      List.of(
          "a",
          "_",
          "0",
          "1e3",
          "true",
          "null",
          "CON",
          "nul.txt",
          "COM1",
          "a..b",
          "trailing.",
          "trailing-",
          "latest",
          "run.json",
          "__proto__",
          "a--help",
          "checkpoints",
          "x".repeat(64));

  /// No name of a file, for one reason or another.
  static final List<String> REFUSED =
      List.of(
          // separators, and the way out of a folder
          "/",
          "a/b",
          "/etc/passwd",
          "../../outside",
          "..",
          ".",
          ".hidden",
          ".lock",
          "a\\b",
          "..\\..\\outside",
          "C:",
          "C:\\Windows",
          "\\\\host\\share",
          "file:///etc/passwd",
          "~",
          "~root",
          // options and shells
          "-",
          "-rf",
          "--debug",
          "$(touch outside)",
          "`touch outside`",
          "${HOME}",
          "$HOME",
          "%PATH%",
          "a;touch outside",
          "a&touch outside",
          "a|touch outside",
          "a>outside",
          "a<b",
          "*",
          "a?",
          "[a-z]",
          "{a,b}",
          "!!",
          "a'b",
          "a\"b",
          "'; DROP TABLE runs; --",
          "%s%n%x",
          "{0}",
          "${jndi:ldap://localhost/a}",
          // controls
          "a\nb",
          "a\rb",
          "a\tb",
          "\u001b[31mred\u001b[0m",
          "\u001b]0;title\u0007",
          "\u001b[2J",
          "\u009b31m",
          "\u007f",
          "a\u0085b",
          "\b\b\b",
          // nothing and too much
          "",
          " ",
          " a",
          "a ",
          "a b",
          "x".repeat(65),
          "x".repeat(5_000),
          // markup
          "<script>alert(1)</script>",
          "<img src=x onerror=alert(1)>",
          "</text></svg><script>alert(1)</script>",
          "]]><!--",
          "&lt;b&gt;",
          "\" onload=\"alert(1)",
          "javascript:alert(1)",
          "<?xml version='1.0'?>",
          "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>",
          // formulas
          "=1+1",
          "=HYPERLINK(\"http://localhost\")",
          "@SUM(A1)",
          "+cmd|' /C calc'!A0",
          "-1+1",
          "\t=1+1",
          "\n=1+1",
          "\uff1d1+1",
          // Unicode
          "gr\u00f6\u00dfe",
          "\u202ecsv.exe",
          "\u2066a\u2069",
          "a\u200bb",
          "\ufeffa",
          "a\u2028b",
          "\u0430dmin",
          "e\u0301",
          "\ud83d\udca5",
          "\ufdd0",
          "\u0661\u0662",
          "\u0130",
          "Z\u0351\u036b\u0343\u036a\u0302");

  private HostileNames() {}

  static List<String> all() {
    return Stream.concat(PLAIN.stream(), REFUSED.stream()).toList();
  }
}
