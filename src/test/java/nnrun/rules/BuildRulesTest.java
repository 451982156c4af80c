package nnrun.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BuildRulesTest {
  /// Where each rule is tripped, and lines that must trip it, one at a time.
  private static final Map<String, List<String>> TRIPS =
      Map.ofEntries(
          Map.entry(
              "math functions",
              List.of(
                  "double y = Math.exp(1.0);",
                  "double y = Math.pow(2.0, 3.0);",
                  "java.util.function.DoubleUnaryOperator f = Math::tanh;",
                  "java.util.stream.DoubleStream.of(1.0).map(x -> Math.log(x)).sum();")),
          Map.entry(
              "lane reductions",
              List.of(
                  "float s = jdk.incubator.vector.FloatVector.zero(jdk.incubator.vector.FloatVector.SPECIES_128)"
                      + ".reduceLanes(jdk.incubator.vector.VectorOperators.ADD);")),
          Map.entry(
              "vector math library",
              List.of(
                  "Object o = jdk.incubator.vector.VectorOperators.EXP;",
                  "Object o = jdk.incubator.vector.VectorOperators.TANH;",
                  "Object o = jdk.incubator.vector.DoubleVector.zero(jdk.incubator.vector.DoubleVector.SPECIES_128)"
                      + ".pow(2.0);")),
          Map.entry(
              "parallel streams",
              List.of(
                  "new java.util.ArrayList<String>().parallelStream();",
                  "java.util.stream.IntStream.range(0, 9).parallel();",
                  "java.util.Arrays.parallelSort(new int[9]);",
                  "java.util.stream.StreamSupport.stream(java.util.List.of().spliterator(), true);")),
          Map.entry(
              "common pool",
              List.of(
                  "Object o = java.util.concurrent.ForkJoinPool.commonPool();",
                  "java.util.concurrent.CompletableFuture.runAsync(() -> {});",
                  "new java.util.concurrent.CompletableFuture<String>().thenApplyAsync(s -> s);",
                  "Object o = java.util.concurrent.Executors.newWorkStealingPool();")),
          Map.entry(
              "hash order",
              List.of(
                  "Object o = new java.util.HashMap<String, String>();",
                  "Object o = new java.util.HashSet<String>(9);",
                  "Object o = java.util.HashMap.newHashMap(9);",
                  "java.util.function.Supplier<Object> s = java.util.HashSet::new;")),
          Map.entry(
              "identity and concurrent maps",
              List.of(
                  "Object o = new java.util.IdentityHashMap<String, String>();",
                  "Object o = java.util.concurrent.ConcurrentHashMap.newKeySet();")),
          Map.entry(
              "unordered collectors",
              List.of(
                  "Object o = java.util.stream.Stream.of(1).collect(java.util.stream.Collectors.toSet());",
                  "Object o = java.util.stream.Stream.of(1).collect(java.util.stream.Collectors.toMap(x -> x, x ->"
                      + " x));",
                  "Object o = java.util.stream.Stream.of(1).collect(java.util.stream.Collectors.groupingBy(x -> x));")),
          Map.entry(
              "salted collections",
              List.of(
                  "Object o = java.util.Map.of(1, 2);",
                  "Object o = java.util.Set.of();",
                  "Object o = java.util.Set.copyOf(java.util.List.of());",
                  "Object o = java.util.Map.ofEntries(java.util.Map.entry(1, 2));")),
          Map.entry(
              "directory order",
              List.of(
                  "Object o = java.nio.file.Files.list(java.nio.file.Path.of(\".\"));",
                  "Object o = java.nio.file.Files.walk(java.nio.file.Path.of(\".\"));",
                  "Object o = java.nio.file.Files.newDirectoryStream(java.nio.file.Path.of(\".\"));",
                  "Object o = new java.io.File(\".\").listFiles();")),
          Map.entry(
              "network",
              List.of(
                  "Object o = java.net.URI.create(\"http://localhost\").toURL();",
                  "Object o = new java.net.Socket();",
                  "Object o = new java.net.ServerSocket(0);",
                  "Object o = java.net.InetAddress.getLoopbackAddress();",
                  "Object o = new java.net.URLClassLoader(new java.net.URL[0]);",
                  "Object o = String.class.getResource(\"a\").openStream();",
                  "Object o = java.nio.channels.SocketChannel.open();",
                  "Object o = java.nio.channels.AsynchronousServerSocketChannel.open();",
                  "Object o = javax.net.ssl.SSLContext.getDefault();")),
          Map.entry("web", List.of("Object o = java.net.http.HttpClient.newHttpClient();")),
          Map.entry(
              "processes",
              List.of("Object o = new ProcessBuilder(\"ls\");", "Object o = Runtime.getRuntime().exec(\"ls\");")),
          Map.entry(
              "foreign code",
              List.of(
                  "Object o = Class.forName(\"A\");",
                  "Object o = ClassLoader.getSystemClassLoader().loadClass(\"A\");",
                  "System.load(\"/a.so\");",
                  "Object o = new java.io.ObjectInputStream(java.io.InputStream.nullInputStream());",
                  "Object o = new javax.script.ScriptEngineManager();")),
          Map.entry("reflection order", List.of("Object o = String.class.getDeclaredMethods();")),
          Map.entry(
              "identity hash", List.of("int i = System.identityHashCode(\"\");", "int i = new Object().hashCode();")),
          Map.entry(
              "default locale",
              List.of(
                  "String s = String.format(\"%d\", 1);",
                  "String s = \"%d\".formatted(1);",
                  "String s = \"I\".toLowerCase();",
                  "String s = \"i\".toUpperCase();",
                  "Object o = new java.text.DecimalFormat(\"0.0\");",
                  "Object o = java.text.NumberFormat.getInstance();",
                  "Object o = java.text.NumberFormat.getPercentInstance();",
                  "Object o = new java.util.Formatter(new StringBuilder());",
                  "new java.io.PrintWriter(new java.io.StringWriter()).printf(\"%d\", 1);",
                  "Object o = java.text.MessageFormat.format(\"{0}\", 1);",
                  "Object o = java.time.format.DateTimeFormatter.ofPattern(\"MMM\");",
                  "Object o = java.util.Locale.getDefault();")),
          Map.entry(
              "default charset",
              List.of(
                  "Object o = \"\".getBytes();",
                  "Object o = new String(new byte[0]);",
                  "Object o = new String(new byte[0], 0, 0);",
                  "Object o = new java.io.FileReader(\"f\");",
                  "Object o = new java.io.FileWriter(\"f\", true);",
                  "Object o = new java.io.InputStreamReader(java.io.InputStream.nullInputStream());",
                  "Object o = new java.io.OutputStreamWriter(java.io.OutputStream.nullOutputStream());",
                  "Object o = new java.io.PrintStream(java.io.OutputStream.nullOutputStream(), true);",
                  "Object o = new java.io.PrintWriter(\"f\");",
                  "Object o = new java.io.ByteArrayOutputStream().toString();",
                  "Object o = new java.util.Scanner(java.io.InputStream.nullInputStream());",
                  "Object o = java.nio.charset.Charset.defaultCharset();")),
          Map.entry(
              "clock",
              List.of(
                  "long t = System.nanoTime();",
                  "long t = System.currentTimeMillis();",
                  "Object o = java.time.Instant.now();",
                  "Object o = java.time.LocalDateTime.now(java.time.ZoneId.of(\"Z\"));",
                  "Object o = java.time.Clock.systemUTC();",
                  "Object o = new java.util.Date();")),
          Map.entry(
              "time zone",
              List.of(
                  "Object o = java.util.TimeZone.getDefault();",
                  "Object o = java.time.ZoneId.systemDefault();",
                  "Object o = new java.util.Date(0).toString();")),
          Map.entry(
              "surroundings",
              List.of(
                  "Object o = System.getenv(\"HOME\");",
                  "Object o = System.getenv();",
                  "Object o = System.getProperty(\"user.name\");",
                  "Object o = System.lineSeparator();",
                  "boolean b = Boolean.getBoolean(\"x\");",
                  "Object o = Integer.getInteger(\"x\", 1);",
                  "Object o = Long.getLong(\"x\");")),
          Map.entry(
              "names of threads and objects",
              List.of(
                  "long i = Thread.currentThread().threadId();",
                  "Object o = Thread.currentThread().getName();",
                  "long i = ProcessHandle.current().pid();",
                  "Object o = java.util.Objects.toIdentityString(1);",
                  "int i = java.util.Objects.hash(new Object());")),
          Map.entry(
              "any element",
              List.of(
                  "Object o = java.util.stream.Stream.of(1, 2).findAny();",
                  "Object o = java.util.stream.IntStream.of(1, 2).unordered();")),
          Map.entry(
              "memory that is collected",
              List.of(
                  "Object o = new java.lang.ref.WeakReference<>(1);", "Object o = java.lang.ref.Cleaner.create();")),
          Map.entry(
              "random numbers",
              List.of(
                  "Object o = new java.util.Random(1);",
                  "double d = Math.random();",
                  "Object o = new java.util.SplittableRandom(1);",
                  "Object o = java.util.random.RandomGenerator.getDefault();",
                  "java.util.Collections.shuffle(new java.util.ArrayList<>());")),
          Map.entry(
              "unpredictable ids",
              List.of(
                  "int i = java.util.concurrent.ThreadLocalRandom.current().nextInt();",
                  "Object o = java.util.UUID.randomUUID();",
                  "Object o = new java.security.SecureRandom();")),
          Map.entry(
              "terminal",
              List.of(
                  "System.out.println();",
                  "System.err.println();",
                  "int i = System.in.read();",
                  "IO.println(1);",
                  "new RuntimeException().printStackTrace();")),
          Map.entry("exit", List.of("System.exit(0);", "Runtime.getRuntime().halt(0);")),
          Map.entry(
              "Jackson",
              List.of(
                  "Object o = new tools.jackson.databind.ObjectMapper();",
                  "Object o = org.snakeyaml.engine.v2.api.LoadSettings.builder();")),
          Map.entry("EJML", List.of("Object o = new org.ejml.data.FMatrixRMaj(1, 1);")),
          Map.entry("picocli", List.of("Object o = new picocli.CommandLine(\"\");")),
          Map.entry("Vector API", List.of("Object o = jdk.incubator.vector.FloatVector.SPECIES_128;")));

  static Stream<Arguments> trips() {
    return TRIPS.entrySet().stream()
        .flatMap(entry -> entry.getValue().stream().map(line -> Arguments.of(entry.getKey(), line)));
  }

  @Test
  void theProgramBreaksNoRule() throws IOException {
    List<Violation> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("target", "classes"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).sorted().toList()) {
        found.addAll(Rule.violations(Files.readAllBytes(file)));
      }
    }
    if (!found.isEmpty()) {
      fail(String.join("\n", found.stream().map(Violation::toString).toList()));
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("trips")
  void aRuleNamesClassMethodAndLineOfWhatBreaksIt(String rule, String line) {
    assertThat(violations("nnrun.loss", line))
        .anySatisfy(violation -> {
          assertThat(violation.rule()).isEqualTo(rule);
          assertThat(violation.use().inClass()).isEqualTo("nnrun.loss.Fixture");
          assertThat(violation.use().line()).isEqualTo(5);
          assertThat(violation.toString()).contains("nnrun.loss.Fixture.", ":5: ", "[" + rule + "]");
        });
  }

  @Test
  void everyRuleIsTripped() {
    assertThat(BuildRules.TABLE)
        .extracting(Rule::name)
        .filteredOn(name -> !name.equals("Vector API in a signature"))
        .containsExactlyInAnyOrderElementsOf(TRIPS.keySet());
  }

  /// What the rules recommend instead, and what they allow in one place, must pass there.
  @ParameterizedTest
  @MethodSource
  void whatARuleRecommendsOrAllowsPasses(String inPackage, String line) {
    assertThat(violations(inPackage, line)).isEmpty();
  }

  static Stream<Arguments> whatARuleRecommendsOrAllowsPasses() {
    return Stream.of(
        Arguments.of("nnrun.loss", "double y = StrictMath.exp(1.0) + Math.fma(1.0, 2.0, 3.0) + Math.sqrt(2.0);"),
        Arguments.of("nnrun.loss", "Object o = new java.util.LinkedHashMap<>(new java.util.TreeMap<>());"),
        Arguments.of("nnrun.loss", "String s = String.format(java.util.Locale.ROOT, \"%d\", 1);"),
        Arguments.of("nnrun.loss", "String s = \"I\".toLowerCase(java.util.Locale.ROOT) + 1.5;"),
        Arguments.of("nnrun.loss", "Object o = \"\".getBytes(java.nio.charset.StandardCharsets.UTF_8);"),
        Arguments.of("nnrun.loss", "Object o = java.nio.file.Files.readString(java.nio.file.Path.of(\"f\"));"),
        Arguments.of(
            "nnrun.loss",
            "Object o = java.util.stream.Stream.of(1).collect(java.util.stream.Collectors.toMap("
                + "x -> x, x -> x, (a, b) -> a, java.util.LinkedHashMap::new));"),
        Arguments.of("nnrun.loss", "Object o = java.util.List.of(1, 2);"),
        Arguments.of("nnrun.tensor", "Object o = new java.util.IdentityHashMap<String, String>();"),
        Arguments.of("nnrun.tensor", "Object o = new org.ejml.data.FMatrixRMaj(1, 1);"),
        Arguments.of("nnrun.config", "Object o = new tools.jackson.databind.ObjectMapper();"),
        Arguments.of("nnrun.cli", "Object o = System.getenv(\"HOME\") + System.getProperty(\"user.dir\");"),
        Arguments.of("nnrun.loss", "Object o = java.util.stream.Stream.of(1, 2).findFirst();"),
        Arguments.of("nnrun.run", "long t = System.nanoTime() + java.util.UUID.randomUUID().version();"),
        Arguments.of("nnrun.cli", "System.out.println(new picocli.CommandLine(\"\")); System.exit(0);"));
  }

  @Test
  void aVectorInTheSignatureOfARecordOrPublicClassIsReportedAndInAPrivateOneIsNot() {
    String signature = "static jdk.incubator.vector.FloatVector f(Object o) { return null; }";
    assertThat(rules("package nnrun.tensor; record Fixture(int size) { " + signature + " }"))
        .contains("Vector API in a signature");
    assertThat(rules("package nnrun.tensor; public class Source { " + signature + " }"))
        .contains("Vector API in a signature");
    assertThat(
            rules(
                "package nnrun.tensor; record Fixture(int size) { private static class Lanes { " + signature + " } }"))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource
  void anArrowThatPointsUpOrSidewaysIsReported(String from, String to) {
    assertThat(rules("package nnrun." + from + "; class Fixture { nnrun." + to + " field; }"))
        .containsExactly(Arrows.RULE);
    assertThat(
            rules(
                "package nnrun." + from + "; class Fixture { Object f(Object o) { return (nnrun." + to + "[]) o; } }"))
        .containsExactly(Arrows.RULE);
  }

  static Stream<Arguments> anArrowThatPointsUpOrSidewaysIsReported() {
    return Stream.of(
        Arguments.of("tensor", "cli.Main"),
        Arguments.of("spec", "tensor.VectorModule"),
        Arguments.of("config", "tensor.VectorModule"),
        Arguments.of("report", "cli.Main"),
        Arguments.of("elsewhere", "spec.Invalid"));
  }

  @Test
  void noArrowOfTheTableIsPartOfACircle() {
    assertThat(Arrows.table().keySet()).allSatisfy(name -> assertThat(Arrows.reachableFrom(name)).doesNotContain(name));
  }

  @Test
  void aCallAcrossAnArrowThatIsAllowedPasses() {
    assertThat(rules("package nnrun.train; class Fixture { boolean f() { return nnrun.tensor.VectorModule.load(); } }"))
        .isEmpty();
  }

  private static List<Violation> violations(String inPackage, String line) {
    return check(
        "package "
            + inPackage
            + ";\n\nclass Fixture {\n  static void trip() throws Exception {\n    "
            + line
            + "\n  }\n}\n");
  }

  private static List<String> rules(String source) {
    return check(source).stream().map(Violation::rule).distinct().toList();
  }

  private static List<Violation> check(String source) {
    return InMemoryCompiler.compile(source).stream().flatMap(file -> Rule.violations(file).stream()).toList();
  }
}
