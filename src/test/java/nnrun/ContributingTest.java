package nnrun;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// CONTRIBUTING.md says that a component is one new file and one word in `permits`. Here its examples are that.
class ContributingTest {
  private static final Path SOURCES = Path.of("src/main/java");

  /// A new component of CONTRIBUTING.md.
  ///
  /// @param file from the project's root
  /// @param catalogue the sealed interface, by its name in Java
  private record Example(Path file, String catalogue, String code) {
    private static final Pattern IN_TEXT =
        Pattern.compile(
            "New file\\s+`([^`]+)`, one word in the `permits` of\\s+`([^`]+)`:\\n```java\\n(.*?)```", Pattern.DOTALL);

    static List<Example> all(String text) {
      return IN_TEXT
          .matcher(text)
          .results()
          .map(m -> new Example(Path.of(m.group(1)), m.group(2), m.group(3)))
          .toList();
    }

    String record() {
      return file.getFileName().toString().replace(".java", "");
    }

    /// The file that declares the catalogue: `nnrun.layer.Activation.Elementwise` is in nnrun/layer/Activation.java.
    Path catalogueFile() {
      Matcher outermost = Pattern.compile("[a-z.]+[A-Z]\\w*").matcher(catalogue);
      assertThat(outermost.lookingAt()).as("%s is a name of Java", catalogue).isTrue();
      return Path.of(outermost.group().replace('.', '/') + ".java");
    }

    /// Writes the file and the word.
    void addTo(Path sources) throws IOException {
      Path target = sources.resolve(SOURCES.relativize(file));
      assertThat(file).as("the example is no component of nnrun yet").doesNotExist();
      Path declared = sources.resolve(catalogueFile());
      Files.createDirectories(declared.getParent());
      Files.createDirectories(target.getParent());
      Files.writeString(target, code);
      if (Files.notExists(declared)) {
        Files.copy(SOURCES.resolve(catalogueFile()), declared);
      }
      String simple = catalogue.substring(catalogue.lastIndexOf('.') + 1);
      Matcher permits =
          Pattern.compile("sealed interface " + simple + "\\b[^{]*?\\bpermits\\b[^{]*(?= \\{)")
              .matcher(Files.readString(declared));
      String changed = permits.replaceFirst(found -> Matcher.quoteReplacement(found.group() + ", " + record()));
      assertThat(changed).as("permits of %s", catalogue).contains(", " + record() + " {");
      Files.writeString(declared, changed);
    }
  }

  @Test
  void aComponentIsOneNewFileAndOneWord(@TempDir Path folder) throws Exception {
    String text = Files.readString(Path.of("CONTRIBUTING.md"));
    List<Example> examples = Example.all(text);
    assertThat(examples).extracting(Example::record).containsExactly("Softshrink", "Signum", "LayerScale");

    Path sources = folder.resolve("java");
    for (Example example : examples) {
      example.addTo(sources);
    }
    Path classes = Files.createDirectory(folder.resolve("classes"));
    compile(sources, classes);

    assertThat(names(classes, "nnrun.layer.Layer")).contains("softshrink", "layer_scale", "relu");
    assertThat(names(classes, "nnrun.optim.Optimizer")).contains("signum", "adam");

    Path run = train(classes, yaml(text), folder);
    List<String> rows = Files.readAllLines(run.resolve("metrics.csv"));
    assertThat(rows).hasSize(4);
    int loss = List.of(rows.getFirst().split(",")).indexOf("train.loss");
    assertThat(number(rows.getLast(), loss)).isLessThan(number(rows.get(1), loss));
    assertThat(Files.readString(run.resolve("config.resolved.yaml"))).contains("softshrink", "layer_scale", "signum");
  }

  private static String yaml(String text) {
    Matcher block = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL).matcher(text);
    assertThat(block.find()).as("CONTRIBUTING.md has a config").isTrue();
    return block.group(1);
  }

  private static double number(String row, int column) {
    return Double.parseDouble(row.split(",")[column]);
  }

  /// nnrun as it is, and what it is compiled against. Its classes that are compiled here come before.
  private static List<String> libraries() {
    return List.of(System.getProperty("java.class.path").split(File.pathSeparator));
  }

  private static void compile(Path sources, Path classes) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "javac").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-J-XX:+UseSerialGC",
                "-proc:none",
                "-nowarn",
                "-parameters",
                "--add-modules=jdk.incubator.vector",
                "--class-path=" + String.join(File.pathSeparator, libraries()),
                "-d",
                classes.toString()));
    try (Stream<Path> all = Files.walk(sources)) {
      all.map(Path::toString).filter(path -> path.endsWith(".java")).sorted().forEach(command::add);
    }
    Path log = classes.resolveSibling("javac.log");
    Process javac = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(javac.waitFor()).as(Files.readString(log)).isZero();
  }

  /// What `Catalogue` lists in the program that was compiled here.
  private static List<Object> names(Path classes, String sealed) throws Exception {
    List<URL> urls = new ArrayList<>(List.of(classes.toUri().toURL()));
    for (String library : libraries()) {
      urls.add(Path.of(library).toUri().toURL());
    }
    try (URLClassLoader program = new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
      Class<?> catalogue = program.loadClass("nnrun.spec.Catalogue");
      Object found = catalogue.getMethod("of", Class.class).invoke(null, program.loadClass(sealed));
      return List.copyOf((List<?>) catalogue.getMethod("names").invoke(found));
    }
  }

  /// Trains in a JVM of its own, as a user would.
  private static Path train(Path classes, String yaml, Path folder) throws Exception {
    Path config = Files.writeString(folder.resolve("contributed.yaml"), yaml);
    Path run = folder.resolve("run");
    Path log = folder.resolve("log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--add-modules=jdk.incubator.vector");
    command.add("--class-path=" + classes + File.pathSeparator + String.join(File.pathSeparator, libraries()));
    command.addAll(List.of("nnrun.cli.Main", "train", config.toString(), "--run-dir", run.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    return run;
  }
}
