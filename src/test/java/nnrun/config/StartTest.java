package nnrun.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StartTest {

  @Test
  void readingAConfigLoadsNoWriter() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process jvm =
        new ProcessBuilder(
                java,
                "-Xshare:auto",
                "-verbose:class",
                "-cp",
                System.getProperty("java.class.path"),
                Read.class.getName())
            .redirectErrorStream(true)
            .start();
    String loaded = new String(jvm.getInputStream().readAllBytes(), UTF_8);
    assertThat(jvm.waitFor()).isZero();
    assertThat(loaded).contains("nnrun.config.Binder").doesNotContain("tools.jackson");
  }

  static final class Read {
    private Read() {}

    public static void main(String[] arguments) throws ConfigException {
      Config.parse(Kitchen.class, "courses: [soup: 2, {type: roast, name: a}]", "c.yaml");
    }
  }
}
