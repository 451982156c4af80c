package nnrun.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nnrun.run.Disk;
import nnrun.run.WatchedDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a trial's files look like from outside while they are held.
class DeferredDiskTest {
  @TempDir private Path folder;

  /// What was named in the folder, and its text, after each renaming on the real disk.
  private final List<String> seen = new ArrayList<>();

  private Disk watched() {
    return WatchedDisk.around((name, arguments, operation) -> {
      Object result = operation.call();
      if (name.equals("rename")) {
        Path to = (Path) arguments[1];
        seen.add(to.getFileName() + "=" + Files.readString(to));
      }
      return result;
    });
  }

  private void replace(Disk disk, String name, String text) {
    disk.replace(folder.resolve(name), text.getBytes(UTF_8));
  }

  @Test
  void aCheckpointNeverReachesTheDiskWithoutTheBestEpochItNames() {
    try (DeferredDisk held = new DeferredDisk(watched(), () -> {})) {
      for (int epoch = 1; epoch <= 3; epoch++) {
        replace(held, "best", "b" + epoch);
        replace(held, "last", "l" + epoch);
      }
    }
    assertThat(seen).containsExactly("best=b1", "last=l1", "best=b2", "last=l2", "best=b3", "last=l3");
  }

  @Test
  void whatIsHeldIsReadAsIfItWereThereAndIsThereAtTheEnd() throws Exception {
    Path rows = folder.resolve("rows");
    try (DeferredDisk held = new DeferredDisk(watched(), () -> {})) {
      held.write(rows, ByteBuffer.wrap("1\n".getBytes(UTF_8)));
      held.append(rows, ByteBuffer.wrap("2\n".getBytes(UTF_8)));
      replace(held, "last", "of two rows");
      assertThat(Files.exists(rows)).isFalse();
      assertThat(held.isFile(folder.resolve("last"))).isTrue();
      assertThat(held.size(folder.resolve("last"))).isEqualTo(11);
    }
    assertThat(rows).hasContent("1\n2\n");
    assertThat(folder.resolve("last")).hasContent("of two rows");
  }
}
