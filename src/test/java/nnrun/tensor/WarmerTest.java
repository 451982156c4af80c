package nnrun.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WarmerTest {
  /// Makes objects in every call until it was made often enough.
  private static class Stubborn implements Warmer.Code {
    private final int needed;
    private final CompletableFuture<String> end = new CompletableFuture<>();
    private int made;
    volatile Object object = "";

    Stubborn(int needed) {
      this.needed = needed;
    }

    @Override
    public void make() {
      made++;
    }

    @Override
    public void call() {
      if (made < needed) {
        object = new int[4];
      }
    }

    @Override
    public void decided(boolean compiled) {
      end.complete((compiled ? "compiled after " : "given up after ") + made);
    }

    String end() throws Exception {
      new Warmer(80).add(this);
      return end.get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void codeThatStaysSlowIsMadeAnew() throws Exception {
    assertThat(new Stubborn(1).end()).isEqualTo("compiled after 1");
    assertThat(new Stubborn(3).end()).isEqualTo("compiled after 3");
  }

  @Test
  void codeThatIsSlowHoweverOftenItIsMadeIsGivenUp() throws Exception {
    assertThat(new Stubborn(9).end()).isEqualTo("given up after 3");
  }

  @Test
  void codeThatThrowsIsGivenUpAndTheRestIsWarmed() throws Exception {
    IllegalStateException broken = new IllegalStateException("broken vectors");
    List<Throwable> said = Collections.synchronizedList(new ArrayList<>());
    Stubborn throwing =
        new Stubborn(1) {
          @Override
          public void make() {
            super.make();
            Thread.currentThread().setUncaughtExceptionHandler((_, e) -> said.add(e));
            throw broken;
          }
        };
    Stubborn beside = new Stubborn(3);
    Warmer warmer = new Warmer(80);

    warmer.add(throwing);
    warmer.add(beside);

    assertThat(throwing.end.get(30, TimeUnit.SECONDS)).isEqualTo("given up after 1");
    assertThat(beside.end.get(30, TimeUnit.SECONDS)).isEqualTo("compiled after 3");
    Stubborn later = new Stubborn(1);
    warmer.add(later);
    assertThat(later.end.get(30, TimeUnit.SECONDS)).isEqualTo("compiled after 1");
    assertThat(said).containsExactly(broken);
  }
}
