package nnrun.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppenderTest {
  @TempDir private Path folder;
  private final ScriptedDisk disk = new ScriptedDisk();
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("metrics.csv");
  }

  @Test
  void aCommittedLengthIsForced() {
    Appender appender = Appender.create(disk, file);
    appender.append("epoch,lr\n");
    appender.append("1,0.1\n");
    assertThat(appender.length()).isEqualTo(15);
    assertThat(appender.commit()).isEqualTo(15);
    assertThat(file).hasContent("epoch,lr\n1,0.1\n");
    assertThat(disk.operations())
        .containsExactly(
            "write metrics.csv", "forceFolder " + folder.getFileName(), "append metrics.csv", "force metrics.csv");
  }

  @Test
  void lengthsCountBytesOfUtf8() {
    Appender appender = Appender.create(disk, file);
    appender.append("größe\n"); // ö and ß take two bytes each
    assertThat(appender.commit()).isEqualTo(8);
  }

  @Test
  void resumingCutsWhatWasNotCommitted() throws IOException {
    Files.writeString(file, "1\n2\n3\n4");
    Appender appender = Appender.resume(disk, file, 4);
    appender.append("5\n");
    assertThat(appender.commit()).isEqualTo(6);
    assertThat(file).hasContent("1\n2\n5\n");
  }

  @Test
  void resumingRefusesAFileThatIsShorterThanCommitted() throws IOException {
    Files.writeString(file, "1\n2");
    assertThatThrownBy(() -> Appender.resume(disk, file, 4))
        .isInstanceOf(DamagedFile.class)
        .hasMessage(file + ": has 3 bytes where the checkpoint counts on 4");
    assertThat(file).hasContent("1\n2");
    assertThat(Appender.resume(disk, folder.resolve("new.csv"), 0).length()).isZero();
  }

  @Test
  void aFailedAppendLeavesNoTornLineAndCanBeTriedAgain() {
    Appender appender = Appender.create(disk, file);
    appender.append("1,0.1\n");
    appender.flush();
    appender.append("2,0.2\n");
    disk.failAt(1, false);
    assertThatThrownBy(appender::flush).isInstanceOf(DiskException.class);
    assertThat(file).hasContent("1,0.1\n");
    assertThat(appender.commit()).isEqualTo(12);
    assertThat(file).hasContent("1,0.1\n2,0.2\n");
  }

  @Test
  void muchTextDoesNotWaitForAFlush() {
    Appender appender = Appender.create(disk, file);
    appender.append("x".repeat(1 << 16));
    assertThat(disk.size(file)).isEqualTo(1 << 16);
  }
}
