package nnrun.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import nnrun.data.DataException;
import org.jspecify.annotations.Nullable;

/// A file as it comes from a web server, and the only class of the program that opens a connection. Neither names nor
/// lengths that the server tells are believed or used. Messages begin with the address that was asked for.
///
/// Reading throws [IOException] where nothing comes for as long as `idle`, and where the connection breaks.
final class Download extends InputStream implements HttpResponse.BodySubscriber<Download> {
  private static final int MOST_REDIRECTIONS = 5;
  private static final int LONGEST_QUOTE = 200;

  private final HttpClient client;
  private final Duration idle;
  private final BlockingQueue<List<ByteBuffer>> parts = new LinkedBlockingQueue<>();
  private List<ByteBuffer> part = List.of();
  private volatile Flow.@Nullable Subscription subscription;
  private volatile @Nullable Throwable failure;
  private volatile boolean complete;
  private boolean ended;

  private Download(HttpClient client, Duration idle) {
    this.client = client;
    this.idle = idle;
  }

  /// @param address http or https
  /// @param connect longest time until there is a connection
  /// @param idle longest time until there is an answer, and without any byte of it
  /// @throws DataException if the server has no such file, or sends elsewhere than it may
  /// @throws IOException if it cannot be reached, does not answer in time, or cannot do its work
  static InputStream open(URI address, Duration connect, Duration idle) throws IOException {
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(connect)
            .build();
    boolean opened = false;
    try {
      URI at = address;
      for (int hops = 0; hops <= MOST_REDIRECTIONS; hops++) {
        HttpResponse<Download> response = send(client, at, connect, idle);
        if (response.statusCode() == 200) {
          opened = true;
          return response.body();
        }
        response.body().cancel();
        at = next(at, response);
      }
      throw new DataException("redirected more than " + MOST_REDIRECTIONS + " times");
    } catch (DataException e) {
      throw new DataException(address + ": " + e.getMessage());
    } catch (IOException e) {
      throw new IOException(address + ": " + reason(e, connect, idle), e);
    } finally {
      if (!opened) {
        client.shutdownNow();
      }
    }
  }

  private static HttpResponse<Download> send(HttpClient client, URI to, Duration connect, Duration idle)
      throws IOException {
    HttpRequest request = HttpRequest.newBuilder(to).timeout(idle).build();
    CompletableFuture<HttpResponse<Download>> answer = client.sendAsync(request, _ -> new Download(client, idle));
    try {
      // Asking for the server's number has no timeout of its own.
      return answer.get(connect.plus(idle).toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("the name server did not answer", e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /// Where to look instead.
  ///
  /// @throws DataException if the answer says that there is no such file
  /// @throws IOException if the server cannot answer now
  private static URI next(URI asked, HttpResponse<?> response) throws IOException {
    int status = response.statusCode();
    if (status >= 500 || status == 408 || status == 429) {
      throw new IOException("the server cannot answer now (HTTP status " + status + ")");
    }
    String location = response.headers().firstValue("Location").orElse(null);
    if (location == null || status < 300 || status >= 400) {
      throw new DataException("the server has no such file (HTTP status " + status + ")");
    }
    return redirected(asked, location);
  }

  /// Another address as a server names it.
  ///
  /// @throws DataException if it is none, none of the web, or less safe than the one that was asked for
  static URI redirected(URI asked, String location) {
    boolean safe = asked.getScheme().equalsIgnoreCase("https");
    try {
      URI to = asked.resolve(location);
      String scheme = String.valueOf(to.getScheme()).toLowerCase(Locale.ROOT);
      boolean follows = scheme.equals("https") || (scheme.equals("http") && !safe);
      if (follows && to.getHost() != null && to.getRawUserInfo() == null) {
        return to;
      }
    } catch (IllegalArgumentException _) {
      // No address at all.
    }
    throw new DataException(
        "redirected to "
            + location.substring(0, Math.min(LONGEST_QUOTE, location.length()))
            + ", and only "
            + (safe ? "https:" : "http: and https:")
            + " is followed from here");
  }

  /// The client hides most reasons in its causes, some without a message.
  private static String reason(IOException e, Duration connect, Duration idle) {
    String told = null;
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case UnresolvedAddressException _ -> {
          return "there is no such host, or no network";
        }
        case HttpConnectTimeoutException _ -> {
          return "no connection within " + seconds(connect);
        }
        case HttpTimeoutException _ -> {
          return "no answer within " + seconds(idle);
        }
        default -> told = Objects.requireNonNullElse(cause.getMessage(), told == null ? "" : told);
      }
    }
    return told == null || told.isEmpty() ? "no connection" : told;
  }

  private static String seconds(Duration time) {
    return time.toMillis() / 1000.0 + " s";
  }

  private static InterruptedIOException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    InterruptedIOException io = new InterruptedIOException("interrupted");
    io.initCause(e);
    return io;
  }

  @Override
  public CompletionStage<Download> getBody() {
    return CompletableFuture.completedStage(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    this.subscription = subscription;
    subscription.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> next) {
    parts.add(List.copyOf(next));
  }

  @Override
  public void onError(Throwable problem) {
    failure = problem;
    parts.add(List.of());
  }

  @Override
  public void onComplete() {
    complete = true;
    parts.add(List.of());
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int from, int most) throws IOException {
    Objects.checkFromIndexSize(from, most, into.length);
    while (!ended) {
      for (ByteBuffer piece : part) {
        if (piece.hasRemaining()) {
          int n = Math.min(most, piece.remaining());
          piece.get(into, from, n);
          return n;
        }
      }
      more();
    }
    return -1;
  }

  private void more() throws IOException {
    try {
      List<ByteBuffer> next = parts.poll(idle.toMillis(), TimeUnit.MILLISECONDS);
      if (next == null) {
        throw new IOException("nothing came for " + seconds(idle));
      }
      part = next;
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    Throwable problem = failure;
    if (problem != null) {
      throw new IOException(Objects.requireNonNullElse(problem.getMessage(), "the connection broke"), problem);
    }
    ended = complete && part.isEmpty();
    Flow.Subscription flow = subscription;
    if (!ended && flow != null) {
      flow.request(1);
    }
  }

  private void cancel() {
    Flow.Subscription flow = subscription;
    if (flow != null) {
      flow.cancel();
    }
  }

  /// From any thread; who reads meanwhile is told that it is closed.
  @Override
  public void close() {
    onError(new IOException("closed"));
    cancel();
    client.shutdownNow();
  }
}
