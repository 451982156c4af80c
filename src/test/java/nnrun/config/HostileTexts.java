package nnrun.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Configs made to hurt whoever reads them, by what they are; keys are those of [Kitchen].
public final class HostileTexts {
  private HostileTexts() {}

  public static Map<String, String> all() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("20,000 open brackets", "courses: " + "[".repeat(20_000));
    texts.put("20,000 closed brackets", "courses: " + "[".repeat(20_000) + "]".repeat(20_000));
    texts.put("20,000 braces", "stock: " + "{a: ".repeat(20_000));
    texts.put("nested dashes", "- ".repeat(500_000));
    texts.put("nested question marks", "? ".repeat(500_000));
    texts.put("nested maps", nestedMaps(700));
    texts.put("65 levels", "stock: " + "[".repeat(64) + "]".repeat(64));
    texts.put("a billion laughs", laughs());
    texts.put("100,000 aliases", "a: &a 1\nb: [" + "*a, ".repeat(100_000) + "*a]");
    texts.put("tags", "courses: !!javax.script.ScriptEngineManager [!!java.net.URL [\"http://localhost/\"]]");
    texts.put("merge", "base: &b {a: 1}\nservice: {<<: *b}");
    texts.put("half a million elements", "extras: [" + "bread,".repeat(150_000) + "bread]");
    texts.put("a million commas", "extras: [" + "1,".repeat(500_000) + "1]");
    texts.put("90,000 unknown keys", keys("", 90_000));
    texts.put("9,999 unknown keys", keys("", 9_999));
    texts.put("9,999 unknown keys of a component", "oven:\n  type: gas\n" + keys("  ", 9_999));
    texts.put("10,001 keys", "stock:\n" + keys("  ", 10_001));
    texts.put("one key 45,000 times", "seed: 1\n".repeat(45_000));
    texts.put("one key of 1 MB", "k".repeat(1_000_000) + ": 1");
    texts.put("a number of 1 MB", "seed: " + "9".repeat(1_000_000));
    texts.put("a decimal of 1 MB", "oven: {type: gas, leak: 0." + "x9".repeat(500_000) + "}");
    texts.put("a line of 1 MB", "name: '" + "é".repeat(500_000) + "'");
    texts.put("a huge exponent", "seed: 1e999999999");
    texts.put("unclosed quote", "name: \"" + "a b ".repeat(250_000));
    texts.put("no end of comments", "#\n".repeat(500_000));
    texts.put("blank", " \n".repeat(500_000));
    texts.put("colons", ":".repeat(1_000_000));
    texts.put("anchors", "&a ".repeat(300_000));
    texts.put("directives", "%X y\n".repeat(200_000));
    texts.put("documents", "---\n".repeat(250_000));
    texts.put("a NUL", "name: a\0b");
    texts.put("an escape code", "name: \u001b[31mred");
    texts.put("a lone surrogate escape", "service: {greeting: \"\\uD800\"}");
    texts.put("right to left", "\u202ename: a");
    texts.put("units beyond any memory", "oven: {type: gas, heat: 99999999999999999999999}");
    texts.put("a negative huge number", "seed: -1e999999999");
    texts.put("a hexadecimal bomb", "seed: 0x" + "f".repeat(500_000));
    texts.put("a sexagesimal number", "seed: " + "59:".repeat(300_000) + "59");
    texts.put("tabs", "\t".repeat(500_000));
    texts.put("a flow map of pairs", "stock: {" + "a: 1, ".repeat(9_000) + "b: 1}");
    texts.put("commas and brackets", "courses: " + "[,".repeat(10_000));
    texts.put("literal blocks", "name: |\n" + "  x\n".repeat(200_000));
    texts.put("folded blocks", "name: >\n" + "  x\n\n".repeat(150_000));
    texts.put("block indentation of 9", "name: |9\n x");
    texts.put("escapes", "name: \"" + "\\x41".repeat(200_000) + "\"");
    texts.put("an escape beyond Unicode", "name: \"\\UFFFFFFFF\"");
    texts.put("a tag of 1 MB", "name: !" + "t".repeat(1_000_000) + " x");
    texts.put("an anchor of itself", "courses: &a [*a]");
    texts.put("a binary", "name: !!binary " + "A".repeat(400_000));
    texts.put("a set", "stock: !!set {a, b}");
    texts.put("a YAML version", "%YAML 9.9\n---\nseed: 1");
    texts.put("a tag directive", "%TAG ! tag:localhost,2000:\n---\nseed: !x 1");
    texts.put("a key that is a list", "? [a, b]\n: 1");
    texts.put("a key that is a map of maps", "? {a: {b: {c: 1}}}\n: 1");
    texts.put("extends without a file", "extends: base.yaml\nseed: 1");
    texts.put("extends of a list", "extends: [a.yaml, b.yaml]");
    texts.put("extends of a device", "extends: /dev/zero");
    texts.put("extends of nothing", "extends:\nseed: 1");
    texts.put("a lone minus", "-");
    texts.put("half a document", "---\n...\n---\nseed: 1");
    return texts;
  }

  private static String keys(String indent, int count) {
    return IntStream.range(0, count).mapToObj(i -> indent + "k" + i + ": x").collect(Collectors.joining("\n"));
  }

  private static String nestedMaps(int depth) {
    return IntStream.range(0, depth).mapToObj(i -> " ".repeat(i) + "a:\n").collect(Collectors.joining());
  }

  private static String laughs() {
    return IntStream.range(1, 60)
        .mapToObj(i -> "a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ",").repeat(9) + "1]\n")
        .collect(Collectors.joining("", "a0: &a0 [1]\n", ""));
  }
}
