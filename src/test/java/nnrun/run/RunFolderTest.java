package nnrun.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunFolderTest {
  /// New Year in Kiribati, still the old year in UTC.
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2025-12-31T12:03:04.567Z"), ZoneId.of("Pacific/Kiritimati"));

  @TempDir private Path work;
  private final Disk disk = new LocalDisk();

  @Test
  void theNameHoldsTheTimeInUtcAndAnId() {
    try (RunFolder run = RunFolder.create(disk, work.resolve("runs"), "mnist-mlp", CLOCK, () -> 0xabc)) {
      assertThat(run.path()).isEqualTo(work.resolve("runs/mnist-mlp-20251231-120304-000abc"));
      assertThat(run.path()).isDirectory();
    }
  }

  @Test
  void theNameHasLatinDigitsInEveryLanguage() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      try (RunFolder run = RunFolder.create(disk, work, "a", CLOCK, () -> 7)) {
        assertThat(run.path().getFileName()).hasToString("a-20251231-120304-000007");
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void twoRunsOfOneSecondWithOneIdGetDifferentFolders() {
    Iterator<Integer> ids = List.of(5, 5, 6).iterator();
    try (RunFolder first = RunFolder.create(disk, work, "a", CLOCK, ids::next);
        RunFolder second = RunFolder.create(disk, work, "a", CLOCK, ids::next)) {
      assertThat(first.path()).hasFileName("a-20251231-120304-000005");
      assertThat(second.path()).hasFileName("a-20251231-120304-000006");
    }
  }

  @Test
  void latestPointsToTheNewestRunByARelativeName() throws IOException {
    Path newest = null;
    for (int i = 0; i < 2; i++) {
      try (RunFolder run = RunFolder.create(disk, work, "a", CLOCK)) {
        newest = run.path();
      }
    }
    assertThat(Files.readSymbolicLink(work.resolve("latest"))).isEqualTo(newest.getFileName());
    assertThat(RunFolder.latest(disk, work)).hasValueSatisfying(latest -> assertThat(latest).isDirectory());
    assertThat(RunFolder.latest(disk, work.resolve("nothing"))).isEmpty();
  }

  @Test
  void latestCanBeAFileWhereLinksAreRefused() throws IOException {
    Files.createDirectory(work.resolve("a-1"));
    Files.writeString(work.resolve("latest.txt"), "a-1\n");
    assertThat(RunFolder.latest(disk, work)).contains(work.resolve("a-1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "../a", "a b", "ä", "a\n", "$(id)", "<b>", "a\\b", "nul\0"})
  void namesThatCouldBePathsOrCommandsAreRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunFolder.create(disk, work, name, CLOCK))
        .withMessageContaining("1 to 64 of");
    assertThat(disk.list(work)).isEmpty();
  }

  @Test
  void sixtyFourLettersAreANameAndSixtyFiveAreNot() {
    RunFolder.create(disk, work, "x".repeat(64), CLOCK).close();
    assertThatIllegalArgumentException().isThrownBy(() -> RunFolder.create(disk, work, "x".repeat(65), CLOCK));
  }

  @Test
  void anExactFolderIsMadeOrMustBeEmpty() throws IOException {
    Path exact = work.resolve("sweep/trial-1");
    RunFolder.createExactly(disk, exact).close();
    RunFolder.createExactly(disk, exact).close(); // nothing but the lock file in it
    Files.createFile(exact.resolve("metrics.csv"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunFolder.createExactly(disk, exact))
        .withMessage(
            "%s: not empty, it holds metrics.csv; choose another folder, or go on with: nnrun resume %s", exact, exact);
    Path foreign = Files.createDirectory(work.resolve("photos"));
    Files.createFile(foreign.resolve("cat.jpg"));
    assertThatIllegalArgumentException().isThrownBy(() -> RunFolder.createExactly(disk, foreign));
    assertThat(disk.list(foreign)).containsExactly("cat.jpg");
  }

  @Test
  void foldersAreListedByNameAndBrokenOnesSayWhy() throws IOException {
    for (String name : List.of("b-2", "a-1", "c-3")) {
      Files.createDirectory(work.resolve(name));
    }
    Files.createFile(work.resolve("a-1/config.resolved.yaml"));
    Files.createFile(work.resolve("c-3/config.resolved.yaml"));
    Files.createFile(work.resolve("notes.txt"));
    Files.createSymbolicLink(work.resolve("latest"), Path.of("c-3"));
    Files.createSymbolicLink(work.resolve(".c-3.tmp"), Path.of("c-3"));
    assertThat(RunFolder.list(disk, work))
        .containsExactly(
            new RunFolder.Listed(work.resolve("a-1"), null),
            new RunFolder.Listed(work.resolve("b-2"), "no config.resolved.yaml"),
            new RunFolder.Listed(work.resolve("c-3"), null));
    assertThat(RunFolder.list(disk, work.resolve("nothing"))).isEmpty();
  }

  @Test
  void aSecondProcessIsRefusedUntilTheFirstIsKilled() throws Exception {
    Path folder = Files.createDirectory(work.resolve("a-1"));
    Process owner =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Owner.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(owner.inputReader().readLine()).isEqualTo("locked");
      assertThatThrownBy(() -> RunFolder.open(disk, folder))
          .isInstanceOf(FolderInUse.class)
          .hasMessage(folder + ": in use by another nnrun process; wait for its end, or stop it");
      assertThatThrownBy(() -> RunFolder.createExactly(disk, folder)).isInstanceOf(FolderInUse.class);
      assertThat(disk.list(folder)).containsExactly(".lock");
    } finally {
      owner.destroyForcibly().waitFor();
    }
    RunFolder.open(disk, folder).close();
  }

  /// A process that locks a folder and never ends.
  static final class Owner {
    public static void main(String[] args) throws InterruptedException {
      try (RunFolder run = RunFolder.open(new LocalDisk(), Path.of(args[0]))) {
        run.disk().list(run.path());
        System.out.println("locked");
        Thread.sleep(Long.MAX_VALUE);
      }
    }
  }
}
