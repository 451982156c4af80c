package nnrun.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiskTest {
  private static final byte[] OLD = "old".getBytes(UTF_8);
  private static final byte[] NEW = "new content".getBytes(UTF_8);

  @TempDir private Path folder;
  private final ScriptedDisk disk = new ScriptedDisk();

  @Test
  void aReplacedFileIsWrittenForcedRenamedAndItsFolderForcedInThisOrder() {
    disk.replace(folder.resolve("a.txt"), NEW);
    assertThat(disk.operations())
        .containsExactly(
            "write .a.txt.tmp", "force .a.txt.tmp", "rename .a.txt.tmp a.txt", "forceFolder " + folder.getFileName());
  }

  @Test
  void longContentIsWrittenInPiecesThatAddUp() {
    byte[] bytes = new byte[700_001];
    new Random(1).nextBytes(bytes);
    disk.replace(
        folder.resolve("a.bin"),
        out -> {
          out.write(bytes[0]);
          out.write(bytes, 1, bytes.length - 1);
        });
    assertThat(disk.operations())
        .startsWith("write .a.bin.tmp", "append .a.bin.tmp", "append .a.bin.tmp", "force .a.bin.tmp");
    assertThat(disk.read(folder.resolve("a.bin"))).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFailureAtAnyOperationOfAReplacementLeavesTheWholeOldOrTheWholeNewContent(boolean forEver) {
    Path file = folder.resolve("a.txt");
    for (int k = 1; k <= 4; k++) {
      disk.failAt(Integer.MAX_VALUE, false);
      disk.replace(file, OLD);
      disk.failAt(k, forEver);
      assertThatThrownBy(() -> disk.replace(file, NEW))
          .isInstanceOf(DiskException.class)
          .hasMessageContaining("Input/output error");
      assertThat(disk.read(file)).as("operation %d", k).isEqualTo(k < 4 ? OLD : NEW);
      if (!forEver) {
        assertThat(disk.list(folder)).containsExactly("a.txt");
      }
    }
  }

  @Test
  void contentThatFailsIsNoNewFile() {
    Path file = folder.resolve("a.txt");
    assertThatThrownBy(() ->
            disk.replace(
                file,
                out -> {
                  out.write(1);
                  throw new IOException("the source dried up");
                }))
        .hasMessage(file + ": could not write: the source dried up");
    assertThat(disk.list(folder)).isEmpty();
  }

  @Test
  void aFullDeviceIsNamedWithAWayOut() {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full));
    assertThatThrownBy(() -> disk.append(full, ByteBuffer.wrap(NEW)))
        .hasMessage("/dev/full: could not append 11 bytes: No space left on device; free some space and try again");
  }

  @Test
  void failuresSayThePathWhatWasTriedAndWhy() throws IOException {
    Path missing = folder.resolve("no/such.txt");
    assertThatThrownBy(() -> disk.write(missing, ByteBuffer.wrap(OLD)))
        .hasMessage(missing + ": could not write 3 bytes: no such file or folder");
    Path file = Files.write(folder.resolve("a.txt"), OLD);
    assertThatThrownBy(() -> disk.list(file)).hasMessage(file + ": could not list: not a folder");
    assertThatThrownBy(() -> disk.truncate(file, 4)).hasMessage(file + ": could not cut to 4 bytes: it has only 3");
    assertThatThrownBy(() -> disk.read(file, 1, ByteBuffer.allocate(3)))
        .hasMessage(file + ": could not read 3 bytes: the file ends after 3");
  }

  @Test
  void namesAreListedInOrder() throws IOException {
    for (String name : new String[] {"b", "a", "B", "10", "9", "ä"}) {
      Files.createFile(folder.resolve(name));
    }
    assertThat(disk.list(folder)).containsExactly("10", "9", "B", "a", "b", "ä");
  }

  @Test
  void anExistingFolderIsNotMadeAgain() {
    assertThat(disk.createFolder(folder.resolve("x"))).isTrue();
    assertThat(disk.createFolder(folder.resolve("x"))).isFalse();
    disk.createFolders(folder.resolve("x/y/z"));
    assertThat(disk.isFolder(folder.resolve("x/y/z"))).isTrue();
  }

  @Test
  void theLockFileCannotBeOpenedLikeAnyOther() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> disk.read(folder.resolve(Disk.LOCK_FILE), 0, ByteBuffer.allocate(1)));
  }

  @Test
  void aFolderIsLockedOnceInAProcessUntilItIsUnlocked() {
    Disk.Lock lock = disk.lock(folder);
    assertThat(lock).isNotNull();
    assertThat(disk.lock(folder.resolve("../" + folder.getFileName()))).isNull();
    lock.close();
    Disk.Lock again = disk.lock(folder);
    assertThat(again).isNotNull();
    again.close();
  }

  @Test
  void whatIsNoFileHasNoContent() throws IOException {
    Path file = Files.write(folder.resolve("file"), OLD);
    assertThat(disk.content(file)).isEqualTo(OLD);
    assertThat(disk.content(folder.resolve("missing"))).isNull();
    assertThat(disk.content(folder)).isNull();
    assertThat(disk.content(file.resolve("below"))).isNull();
    assertThatThrownBy(() -> disk.read(folder.resolve("missing"))).isInstanceOf(DiskException.class);
  }

  @Test
  void aFileIsReadWholeOrNotAtAllWhileAnotherReplacesAndDeletesIt() throws Exception {
    Disk local = new LocalDisk();
    Path file = folder.resolve("file");
    Path temporary = folder.resolve("temporary");
    AtomicBoolean done = new AtomicBoolean();
    Set<String> read = new TreeSet<>();
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      Future<?> writing =
          other.submit(() -> {
            for (int i = 0; !done.get(); i++) {
              local.write(temporary, ByteBuffer.wrap(i % 2 == 0 ? OLD : NEW));
              local.rename(temporary, file);
              if (i % 3 == 0) {
                local.delete(file);
              }
            }
          });
      try {
        for (int i = 0; i < 100_000 && read.size() < 3 || i < 5000; i++) {
          read.add(String.valueOf(local.text(file)));
        }
      } finally {
        done.set(true);
      }
      writing.get();
    }
    assertThat(read).containsExactly("new content", "null", "old");
  }
}
