package nnrun.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `nnrun fetch` as its user sees it, with a server of this machine in place of the world.
class FetchCommandTest {
  @TempDir private Path folder;
  private HttpServer server;
  private String address;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    address = "http://localhost:" + server.getAddress().getPort() + "/sets/";
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void serve(String name, byte... content) {
    server.createContext(
        "/sets/" + name,
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
          }
        });
  }

  private Cli fetch(String... more) {
    Stream<String> all = Stream.concat(Stream.of("fetch", "--data-dir", folder.toString()), Stream.of(more));
    return Cli.run(all.toArray(String[]::new));
  }

  private static byte[] iris() throws IOException {
    String data = System.getenv("NNRUN_DATA");
    assumeTrue(data != null && !data.isBlank(), "NNRUN_DATA names no folder of real data sets");
    return Files.readAllBytes(Path.of(data, "sklearn/iris.csv"));
  }

  @Test
  void aSetIsFetchedOnceAndThenFoundByItsName() throws IOException {
    serve("iris.csv", iris());
    Path file = folder.resolve("sklearn/iris.csv");
    Cli first = fetch("iris", "--from", address);
    String what = "iris: 1 file, 2,734 bytes, from " + address + " into " + file.getParent() + "\n";
    assertThat(first).isEqualTo(new Cli(0, file + "\n", what));
    assertThat(file).hasBinaryContent(iris());
    server.stop(0);
    Cli second = fetch("iris", "iris");
    String already = "iris: there already, as it was published, in " + file.getParent() + "\n";
    assertThat(second).as("nobody is asked").isEqualTo(new Cli(0, file + "\n", already));
    Path config = folder.resolve("flowers.yaml");
    Files.writeString(config, "data: {source: {named: iris}}\nmodel: [dense: 3]\nloss: cross_entropy\n");
    assertThat(Cli.run("describe", config.toString(), "--data-dir", folder.toString()).out())
        .contains("train 150, val 0");
  }

  @Test
  void onATerminalALineSaysHowFarItIs() throws IOException {
    serve("iris.csv", iris());
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal = new Terminal(InputStream.nullInputStream(), err, err, true, true, Map.of());
    int exit = new Main(terminal).execute("fetch", "iris", "--from", address, "--data-dir", folder.toString());
    assertThat(exit).isZero();
    assertThat(err.toString(UTF_8)).contains("iris.csv: 2,734 of 2,734 bytes\033[?7h\r\033[K");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "irsi | 2 | NAME is one of mnist, fashion_mnist, digits, ; did you mean iris?",
        "iris | 2 | iris: nnrun knows no address of it; name one with --from ; HERE/sklearn/iris.csv",
        "mnist iris | 2 | iris: nnrun knows no address of it",
        "iris --from gopher://a.org | 2 | gopher://a.org: wanted http:, https:, file: or a folder",
        "iris --from WEB | 2 | WEBiris.csv: the server has no such file (HTTP status 404); name another mirror",
        "wine --from WEB | 2 | WEBwine_data.csv: 4 bytes came where the published file has 11,157",
        "iris --from http://localhost:1/ | 7 | http://localhost:1/iris.csv: no connection; HERE/sklearn/iris.csv",
        "iris --from HERE | 2 | HERE/iris.csv: no such file",
      })
  void whatDoesNotComeIsSaidInOneLineAndLeavesNothing(String line, int exit, String messages) {
    serve("wine_data.csv", "1,2\n".getBytes(UTF_8));
    String whole = line.replace("HERE", folder.toString()).replace("WEB", address);
    Cli outcome = fetch(whole.split(" "));
    assertThat(outcome.exit()).as(outcome.err()).isEqualTo(exit);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err().lines().filter(text -> text.startsWith("nnrun: "))).hasSize(1);
    for (String message : messages.split(" ?; ")) {
      assertThat(outcome.err()).contains(message.replace("HERE", folder.toString()).replace("WEB", address));
    }
    assertThat(outcome.err()).doesNotContain("\tat ", "Exception");
    assertThat(folder).isEmptyDirectory();
  }
}
