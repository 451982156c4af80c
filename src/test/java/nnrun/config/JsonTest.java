package nnrun.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class JsonTest {
  record Run(String gitCommit, Path folder, @Nullable String note, float[] unused) {}

  @Test
  void writesWhatItIsGivenInOrder() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("z", 1);
    map.put("a", List.of(1.0, 1e-4, 123456789L, 0.1f, -0.0, 1e300));
    map.put("t", "a\"\\\n\u0001é<");
    map.put("n", Arrays.asList(null, true));
    map.put("bad", List.of(Double.NaN, Double.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY));
    assertThat(Json.write(map))
        .isEqualTo(
            "{\"z\":1,\"a\":[1.0,1e-4,123456789,0.1,-0.0,1e300],\"t\":\"a\\\"\\\\\\n\\u0001é<\",\"n\":[null,true],"
                + "\"bad\":[\"NaN\",\"Infinity\",\"-Infinity\"]}");
  }

  @Test
  void prettyIsIndentedByTwoAndEndsTheLine() {
    assertThat(Json.pretty(Map.of("a", List.of(1, 2)))).isEqualTo("{\n  \"a\" : [\n    1,\n    2\n  ]\n}\n");
  }

  @Test
  void filledBreaksOnlyWhatIsTooLongForALine() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("fits", Map.of("a", List.of(1, 2)));
    map.put("broken", List.of("ten letters", List.of(true), Map.of()));
    assertThat(Json.filled(map, 22)) // the line of "fits" has 22 characters with its comma
        .isEqualTo(
            "{\n  \"fits\": {\"a\":[1,2]},\n  \"broken\": [\n    \"ten letters\",\n    [true],\n    {}\n  ]\n}\n");
    assertThat(Json.parse(Json.filled(map, 22))).isEqualTo(Json.parse(Json.write(map)));
  }

  @Test
  void recordsAreMapsOfTheirYamlNames() {
    assertThat(Json.write(new Kitchen.Roast(3, 0.5, new Kitchen.Gas(1, 2))))
        .isEqualTo("{\"type\":\"roast\",\"hours\":3,\"rare\":0.5,\"in\":{\"type\":\"gas\",\"heat\":1,\"leak\":2.0}}");
    assertThat(Json.write(Problem.ofFile("a.yaml", "no such file")))
        .isEqualTo(
            "{\"file\":\"a.yaml\",\"line\":0,\"column\":0,\"path\":\"\",\"message\":\"no such"
                + " file\",\"excerpt\":\"\"}");
  }

  @Test
  void whatItCannotWriteIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Json.write(new Object()));
    assertThatIllegalArgumentException().isThrownBy(() -> Json.write(new Run("a", Path.of("b"), null, new float[1])));
  }

  @Test
  void readsBackWhatItWrote() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("whole", Long.MIN_VALUE);
    map.put("decimal", 0.1);
    map.put("text", "a\u2028b\uD83D\uDE00");
    map.put("list", Arrays.asList(true, null, List.of(), Map.of()));
    assertThat(Json.parse(Json.write(map))).isEqualTo(map);
    assertThat(Json.parse(Json.pretty(map))).isEqualTo(map);
  }

  @TestFactory
  List<DynamicTest> anythingElseThanOneStrictValueIsRefused() {
    return List.of(
            "",
            " ",
            "{",
            "[1,]",
            "{\"a\":1,\"a\":2}",
            "1 2",
            "{} {}",
            "NaN",
            "Infinity",
            "'a'",
            "{a:1}",
            "01",
            "+1",
            ".5",
            "1.",
            "0x1",
            "1e999",
            "99999999999999999999",
            "// c\n1",
            "\"\n\"",
            "\"\\q\"",
            "nul",
            "[1 2]",
            "[".repeat(100),
            "[".repeat(65) + "]".repeat(65),
            "9".repeat(500),
            "]")
        .stream()
        .map(text ->
            DynamicTest.dynamicTest(
                "'" + text.substring(0, Math.min(30, text.length())) + "'",
                () ->
                    assertThatIllegalArgumentException()
                        .isThrownBy(() -> Json.parse(text))
                        .withMessageContaining("JSON")))
        .toList();
  }
}
