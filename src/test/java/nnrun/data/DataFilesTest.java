package nnrun.data;

import static nnrun.data.Given.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class DataFilesTest {
  @TempDir Path folder;

  private DataFiles files() {
    return new DataFiles(List.of(folder.resolve("first"), folder.resolve("second")));
  }

  private void give(String path) throws Exception {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    write(file, "abc".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theFirstPlaceThatHasTheFileWins() throws Exception {
    give("second/a.csv");
    assertThat(files().find("a.csv")).isEqualTo(folder.resolve("second/a.csv"));
    give("first/a.csv");
    assertThat(files().find("a.csv")).isEqualTo(folder.resolve("first/a.csv"));
    assertThat(files().find(folder.resolve("second/a.csv").toString())).isEqualTo(folder.resolve("second/a.csv"));
  }

  /// SHA-256 of "abc" from FIPS 180-2, appendix B.1.
  @Test
  void whatWasReadIsKnownByItsHash() throws Exception {
    give("first/a.csv");
    DataFiles files = files();
    files.read("a.csv");
    files.read("a.csv");
    assertThat(files.used())
        .containsExactly(
            new DataFiles.Used("a.csv", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
  }

  @Test
  void aMissingFileIsRefusedWithThePlacesAndTheNearestName() throws Exception {
    give("second/iris.csv");
    assertThatThrownBy(() -> files().find("irsi.csv"))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("irsi.csv: no such file; searched ")
        .hasMessageContaining(folder.resolve("first") + ", " + folder.resolve("second"))
        .hasMessageEndingWith("did you mean " + folder.resolve("second/iris.csv") + "?");
    assertThatThrownBy(() -> files().find("x/wine.csv")).hasMessageNotContaining("did you mean");
    assertThatThrownBy(() -> files().find("/nowhere/at/all.csv")).hasMessageContaining("searched /nowhere/at");
    assertThatThrownBy(() -> new DataFiles(List.of()).find("a.csv")).hasMessageContaining("no folder to search");
  }

  @Test
  void aFolderIsNoFile() throws Exception {
    give("first/folder/a.csv");
    assertThatThrownBy(() -> files().find("folder"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a file is wanted, and " + folder.resolve("first/folder") + " is a folder");
    assertThatThrownBy(() -> files().find("")).hasMessageContaining("is a folder");
  }

  @Test
  @Timeout(10)
  void aPipeIsRefusedWithoutWaitingForIt() throws Exception {
    Files.createDirectories(folder.resolve("first"));
    int made;
    try {
      made = new ProcessBuilder("mkfifo", folder.resolve("first/pipe").toString()).start().waitFor();
    } catch (java.io.IOException e) {
      made = -1;
    }
    assumeTrue(made == 0, "this machine makes no pipes");
    assertThatThrownBy(() -> files().read("pipe")).hasMessageContaining("is a pipe or a device");
  }

  @Test
  void aNameThatNoFileCanHaveIsRefused() {
    assertThatThrownBy(() -> files().find("a\0b")).hasMessageContaining("'a\\0b' cannot be the name of a file");
  }
}
