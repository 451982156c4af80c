package nnrun.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import nnrun.data.DataName.Published;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Published data sets and their files.
class NamedTest {
  @ParameterizedTest
  @CsvSource({
    "MNIST, TRAIN, mnist/train-images-idx3-ubyte.gz, nnrun fetch mnist brings it",
    "FASHION_MNIST, TEST, fashion-mnist/t10k-images-idx3-ubyte.gz, nnrun fetch fashion_mnist brings it",
    "IRIS, TRAIN, sklearn/iris.csv, nnrun fetch iris --from ADDRESS brings it"
  })
  void aFileThatIsNotThereIsNamedWithWhatBringsIt(
      DataName name, Named.Part part, String missing, String wayOut, @TempDir Path folder) {
    DataFiles files = new DataFiles(List.of(folder));
    String message =
        missing
            + ": no such file; searched "
            + folder.resolve(missing).getParent()
            + "; "
            + wayOut
            + ", or name its folder with --data-dir or NNRUN_DATA";
    assertThatThrownBy(() -> new Named(name, part).load(files)).isInstanceOf(DataException.class).hasMessage(message);
    assertThatThrownBy(() -> files.find(missing)).as("by any other source").hasMessage(message);
  }

  @ParameterizedTest
  @EnumSource
  void theFilesThatWerePublishedHaveTheLengthsThatAreWanted(DataName name) throws Exception {
    DataFiles files = Given.realData();
    for (Published file : name.files()) {
      assertThat(Files.size(files.find(file.path()))).as(file.path()).isEqualTo(file.bytes());
    }
  }

  @Test
  void noTwoFilesOfASetHaveOneNameOnAMirror() {
    for (DataName name : DataName.values()) {
      assertThat(name.files()).extracting(Published::name).doesNotHaveDuplicates().doesNotContain("");
    }
  }
}
