package nnrun.run;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import nnrun.data.DataException;
import nnrun.data.DataName.Published;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A published file comes whole from a server of this machine, or the folder stays as it was.
class FetchTest {
  private static final byte[] CONTENT = "0,1\n".repeat(100_000).getBytes(US_ASCII);
  private static final Published FILE = new Published("small/points.csv", CONTENT.length, Sha256.of(CONTENT));

  @TempDir private Path folder;
  private HttpServer server;
  private ExecutorService workers;
  private final CountDownLatch released = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();
  private final ScriptedDisk disk = new ScriptedDisk();

  /// What a server does with a request.
  @FunctionalInterface
  private interface Answer {
    void to(HttpExchange exchange) throws IOException, InterruptedException;
  }

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    workers = Executors.newCachedThreadPool();
    server.setExecutor(workers);
    answer("/good/", e -> send(e, 200, CONTENT.length, CONTENT));
    server.start();
    Files.writeString(folder.resolve("kept.txt"), "as before");
  }

  @AfterEach
  void stop() {
    released.countDown();
    server.stop(0);
    workers.shutdownNow();
  }

  private void answer(String path, Answer answer) {
    server.createContext(
        path,
        exchange -> {
          asked.incrementAndGet();
          try (exchange) {
            answer.to(exchange);
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private static void send(HttpExchange exchange, int status, long announced, byte... body) throws IOException {
    exchange.sendResponseHeaders(status, announced);
    exchange.getResponseBody().write(body);
    exchange.getResponseBody().flush();
  }

  private String address(String path) {
    return "http://localhost:" + server.getAddress().getPort() + path;
  }

  private Mirror mirror(String path) {
    return mirror(path, Duration.ofSeconds(20));
  }

  private Mirror mirror(String path, Duration idle) {
    return new Mirror.Web(URI.create(address(path)), Duration.ofSeconds(20), idle);
  }

  private Fetch fetch() {
    return new Fetch(disk, folder);
  }

  /// What is in the folder, by name; folders too.
  private SortedMap<String, String> content() throws IOException {
    SortedMap<String, String> content = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.toList()) {
        String name = folder.relativize(each).toString();
        content.put(name, Files.isRegularFile(each) ? Sha256.of(Files.readAllBytes(each)) : "");
      }
    }
    return content;
  }

  /// Fetches what cannot come.
  private Throwable failure(Mirror mirror) throws IOException {
    SortedMap<String, String> before = content();
    Throwable failure = catchThrowable(() -> fetch().bring(mirror, FILE, _ -> {}));
    assertThat(content()).isEqualTo(before);
    String target = folder.resolve("small/points.csv").toString();
    assertThat(failure).hasMessageStartingWith(mirror.address("points.csv") + ": ").hasMessageContaining(target);
    return failure;
  }

  @Test
  void aFileComesWholeUnderItsOwnNameAlone() throws IOException {
    answer(
        "/named/",
        e -> {
          e.getResponseHeaders().add("Content-Disposition", "attachment; filename=../../other.csv");
          send(e, 200, 0, CONTENT); // without a length: in chunks
        });
    for (String path : List.of("/good", "/good/", "/named/")) {
      AtomicInteger last = new AtomicInteger();
      fetch().bring(mirror(path), FILE, bytes -> last.set((int) bytes));
      assertThat(last.get()).isEqualTo(CONTENT.length);
      assertThat(content()).containsOnlyKeys("", "kept.txt", "small", "small/points.csv");
      assertThat(folder.resolve("small/points.csv")).hasBinaryContent(CONTENT);
      Files.delete(folder.resolve("small/points.csv"));
    }
  }

  @Test
  void aFileThatIsThereIsNotMissingAndNobodyIsAsked() {
    fetch().bring(mirror("/good"), FILE, _ -> {});
    assertThat(asked.get()).isEqualTo(1);
    assertThat(fetch().missing(List.of(FILE))).isEmpty();
    fetch().bring(mirror("/good"), FILE, _ -> {}); // another process was faster
    assertThat(folder.resolve("small/points.csv")).hasBinaryContent(CONTENT);
  }

  @Test
  void anotherFileOfThatNameIsNeverOverwritten() throws IOException {
    Path target = folder.resolve("small/points.csv");
    Files.createDirectory(folder.resolve("small"));
    Files.writeString(target, "mine");
    assertThatThrownBy(() -> fetch().missing(List.of(FILE)))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(target + ": another file of that name is there")
        .hasMessageContainingAll(Sha256.of("mine".getBytes(US_ASCII)), FILE.sha256(), "--data-dir");
    assertThatThrownBy(() -> fetch().bring(mirror("/good"), FILE, _ -> {})).isInstanceOf(DataException.class);
    assertThat(target).hasContent("mine");
    assertThat(folder.resolve("small")).isDirectoryContaining("glob:**points.csv");
    Files.delete(target);
    Files.createSymbolicLink(target, Path.of("nowhere"));
    assertThatThrownBy(() -> fetch().missing(List.of(FILE))).hasMessageContaining("is there and no file");
    assertThat(content()).containsOnlyKeys("", "kept.txt", "small", "small/points.csv");
  }

  @Test
  void whatIsNotThePublishedFileIsRefused() throws IOException {
    byte[] other = CONTENT.clone();
    other[other.length - 1] = ' ';
    answer("/other/", e -> send(e, 200, other.length, other));
    assertThat(failure(mirror("/other")))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(Sha256.of(other), FILE.sha256(), "--from");
    answer("/page/", e -> send(e, 200, 9, "not found".getBytes(US_ASCII)));
    assertThat(failure(mirror("/page")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("9 bytes came where the published file has 400,000");
  }

  @Test
  void aServerThatNeverEndsIsLeftAfterTheLengthOfTheFile() throws IOException {
    AtomicInteger sent = new AtomicInteger();
    answer(
        "/endless/",
        e -> {
          e.sendResponseHeaders(200, 0);
          while (sent.incrementAndGet() < 10_000) { // 4 GB
            e.getResponseBody().write(CONTENT);
          }
        });
    assertThat(failure(mirror("/endless")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("more than the 400,000 bytes of the published file came");
    assertThat(sent.get()).as("parts of 400,000 bytes that the buffers took").isLessThan(100);
  }

  @Test
  void aConnectionThatBreaksOrFallsSilentLeavesNothing() throws IOException {
    answer("/cut/", e -> send(e, 200, CONTENT.length, "0,1\n".getBytes(US_ASCII)));
    assertThat(failure(mirror("/cut")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("broke off after 4 of 400,000 bytes");
    answer(
        "/silent/",
        e -> {
          send(e, 200, CONTENT.length, "0,1\n".getBytes(US_ASCII));
          released.await();
        });
    assertThat(failure(mirror("/silent", Duration.ofMillis(600))))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("broke off after 4 of 400,000 bytes")
        .hasMessageContaining("nothing came for 0.6 s");
    answer("/mute/", _ -> released.await());
    assertThat(failure(mirror("/mute", Duration.ofMillis(300))))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("no answer within 0.3 s");
  }

  @ParameterizedTest
  @CsvSource({
    "404, DataException, the server has no such file (HTTP status 404)",
    "204, DataException, the server has no such file (HTTP status 204)",
    "401, DataException, the server has no such file (HTTP status 401)",
    "304, DataException, the server has no such file (HTTP status 304)",
    "503, UncheckedIOException, the server cannot answer now (HTTP status 503)",
    "429, UncheckedIOException, the server cannot answer now (HTTP status 429)"
  })
  void aServerThatHasItNot(int status, String kind, String message) throws IOException {
    answer("/no/", e -> e.sendResponseHeaders(status, -1));
    Throwable failure = failure(mirror("/no"));
    assertThat(failure).hasMessageContaining(message);
    assertThat(failure.getClass().getSimpleName()).isEqualTo(kind);
  }

  @Test
  void redirectionsAreFollowedWithinTheWebAndNotForEver() throws IOException {
    answer("/moved/", e -> redirect(e, "/good/points.csv"));
    fetch().bring(mirror("/moved"), FILE, _ -> {});
    assertThat(folder.resolve("small/points.csv")).hasBinaryContent(CONTENT);
    Files.delete(folder.resolve("small/points.csv"));
    answer("/round/", e -> redirect(e, "/round/"));
    assertThat(failure(mirror("/round")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("redirected more than 5 times");
    answer("/file/", e -> redirect(e, folder.resolve("kept.txt").toUri().toString()));
    assertThat(failure(mirror("/file")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("redirected to file:///")
        .hasMessageContaining("only http: and https: is followed from here");
  }

  private static void redirect(HttpExchange exchange, String location) throws IOException {
    exchange.getResponseHeaders().add("Location", location);
    exchange.sendResponseHeaders(302, -1);
  }

  @ParameterizedTest
  @CsvSource({
    "http://a.org/x/f, /y/f, http://a.org/y/f",
    "http://a.org/x/f, https://b.org/f, https://b.org/f",
    "https://a.org/x/f, g, https://a.org/x/g",
    "HTTPS://a.org/x/f, //b.org/g, HTTPS://b.org/g"
  })
  void anotherAddressAsSafeAsTheFirst(String asked, String location, String followed) {
    assertThat(Download.redirected(URI.create(asked), location)).hasToString(followed);
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.org/f, http://a.org/f",
    "https://a.org/f, HTTP://a.org/f",
    "http://a.org/f, file:///etc/passwd",
    "http://a.org/f, ftp://a.org/f",
    "http://a.org/f, jar:file:///f!/g",
    "http://a.org/f, http:///f",
    "http://a.org/f, http://me:secret@a.org/f",
    "http://a.org/f, http://a b/"
  })
  void noOtherAddressIsFollowed(String asked, String location) {
    assertThatThrownBy(() -> Download.redirected(URI.create(asked), location))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("redirected to " + location + ", and only http");
  }

  @Test
  void aHostThatCannotBeReachedIsNamed() throws IOException {
    Mirror nowhere = new Mirror.Web(URI.create("http://nnrun.invalid/"), Duration.ofSeconds(2), Duration.ofSeconds(2));
    assertThat(failure(nowhere)).isInstanceOf(UncheckedIOException.class).hasMessageContaining("no such host");
    Mirror closed = mirror("/good");
    server.stop(0);
    assertThat(failure(closed)).isInstanceOf(UncheckedIOException.class).hasMessageContaining("no connection");
  }

  @Test
  void whicheverFileOperationFailsNothingIsLeft() throws IOException {
    SortedMap<String, String> before = content();
    disk.failAt(Integer.MAX_VALUE, ScriptedDisk.Fault.ONCE);
    fetch().bring(mirror("/good"), FILE, _ -> {});
    List<String> operations = List.copyOf(disk.operations());
    assertThat(operations).contains("rename .points.csv." + ProcessHandle.current().pid() + ".tmp points.csv");
    for (ScriptedDisk.Fault fault : List.of(ScriptedDisk.Fault.ONCE, ScriptedDisk.Fault.NO_SPACE)) {
      for (int k = 1; k < operations.size(); k++) { // the last forces the name of a file that has come
        boolean needsRoom = operations.get(k - 1).matches("(createFolder|write|append) .*");
        if (fault == ScriptedDisk.Fault.NO_SPACE && !needsRoom) {
          continue;
        }
        Files.delete(folder.resolve("small/points.csv"));
        Files.delete(folder.resolve("small"));
        disk.failAt(k, fault);
        Throwable failure = catchThrowable(() -> fetch().bring(mirror("/good"), FILE, _ -> {}));
        assertThat(failure).as(operations.get(k - 1) + ", " + fault).isInstanceOf(DiskException.class);
        assertThat(content()).isEqualTo(before);
        disk.failAt(Integer.MAX_VALUE, fault);
        fetch().bring(mirror("/good"), FILE, _ -> {});
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsStoppedLeavesNothing(boolean whileItWaits) throws Exception {
    SortedMap<String, String> before = content();
    Fetch fetch = fetch();
    answer(
        "/half/",
        e -> {
          send(e, 200, CONTENT.length, "0,1\n".getBytes(US_ASCII));
          released.await();
        });
    Mirror slow = mirror("/half");
    CountDownLatch begun = new CountDownLatch(1);
    Thread signal =
        new Thread(() -> {
          try {
            begun.await();
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
          assertThat(fetch.stop()).isTrue();
        });
    signal.start();
    assertThatThrownBy(() ->
            fetch.bring(
                slow,
                FILE,
                _ -> {
                  begun.countDown();
                  if (!whileItWaits) {
                    try {
                      signal.join();
                    } catch (InterruptedException _) {
                      Thread.currentThread().interrupt();
                    }
                  }
                }))
        .isInstanceOf(CancellationException.class);
    signal.join();
    assertThat(content()).isEqualTo(before);
    assertThatThrownBy(() -> fetch.bring(mirror("/good"), FILE, _ -> {})).isInstanceOf(CancellationException.class);
    assertThat(content()).as("nothing is begun any more").isEqualTo(before);
    assertThat(fetch.stop()).as("there is nothing to clean up").isFalse();
  }

  @Test
  void aFolderIsAMirrorAsWell(@TempDir Path stick) throws IOException {
    Path file = stick.resolve("points.csv");
    assertThat(failure(Mirror.of(stick.toString())))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("points.csv: no such file");
    Files.createDirectory(file);
    assertThat(failure(Mirror.of(stick.toString())))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("points.csv: is no file");
    Files.delete(file);
    Files.writeString(file, "0,1\n");
    assertThat(failure(Mirror.of(stick.toUri().toString())))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("4 bytes came where");
    Files.write(file, CONTENT);
    fetch().bring(Mirror.of(stick.toUri().toString()), FILE, _ -> {});
    assertThat(folder.resolve("small/points.csv")).hasBinaryContent(CONTENT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ftp://a.org/x | ftp://a.org/x: wanted http:, https:, file: or a folder",
        "localhost:8000/x | localhost:8000/x: wanted http:, https:, file: or a folder",
        "http:/a.org/x | http:/a.org/x: wanted http://HOST/FOLDER/",
        "http://a.org/x?k=1 | http://a.org/x?k=1: wanted http://HOST/FOLDER/",
        "http://a.org/#x | http://a.org/#x: wanted http://HOST/FOLDER/",
        "http://me:secret@a.org/ | an address with a user or password in it",
        "http://a b/ | http://a b/: cannot be an address: ",
        "file://host/x | file://host/x: cannot be an address: ",
      })
  void whatIsNoAddress(String address, String message) {
    assertThatThrownBy(() -> Mirror.of(address))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(message)
        .message()
        .doesNotContain("secret");
  }
}
