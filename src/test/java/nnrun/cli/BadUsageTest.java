package nnrun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is wrong with a command, its config or its data is said in the first line, ends with code 2, and leaves no
/// folder behind. HERE stands for a folder of the test.
class BadUsageTest {
  private static final String MODEL = "model: [dense: 4, tanh, dense: 2]\nloss: cross_entropy\n";

  @TempDir private Path here;

  private Cli nnrun(String... arguments) throws IOException {
    Cli outcome = Cli.run(arguments);
    assertThat(outcome.exit()).as(outcome.err()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).doesNotContain("\tat ", "Exception");
    assertThat(here).isDirectoryNotContaining("glob:**{runs,run.json,.lock}*");
    return outcome;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train HERE/nothing.yaml | HERE/nothing.yaml: no such file",
        "train HERE | HERE: this is a folder; wanted a YAML file, such as HERE/small.yaml",
        "train HERE/small.yaml --no-such | nnrun: no option is called --no-such",
        "train HERE/small.yaml -o train.epochs=0"
            + " | -o train.epochs=0: 0 is out of range; wanted 1 <= epochs <= 1000000",
        "train HERE/small.yaml -o trian.epochs=1 | -o trian.epochs=1: trian: unknown key; did you mean train?",
        "train HERE/small.yaml --threads 0 | nnrun: --threads 0: between 1 and 1024",
        "train HERE/small.yaml --run-dir HERE | nnrun: HERE: not empty, it holds ",
        "train HERE/small.yaml --runs-dir a --run-dir b"
            + " | nnrun: --runs-dir and --run-dir are both given; keep one of them",
        "trian HERE/small.yaml | nnrun: no command is called trian; did you mean train?",
        "resume HERE/nothing | nnrun: HERE/nothing: no such folder",
        "resume HERE | nnrun: HERE: is no run folder: it has no config.resolved.yaml",
      })
  void aCommandThatCannotBeMeant(String line, String message) throws IOException {
    Files.writeString(here.resolve("small.yaml"), "data: {source: {type: moons, n: 40}}\n" + MODEL);
    Cli outcome = nnrun(line.replace("HERE", here.toString()).split(" "));
    assertThat(outcome.err()).startsWith(message.replace("HERE", here.toString()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x,y,kind/1,2,a/3,b/5,6,a | target: kind | data.csv, line 3: 2 cells where",
        "x,y,kind/1,2,a/3,4,b/5,6,a | target: kidn | did you mean 'kind'?",
        "x,y,kind/1,2,a/3,NaN,b/5,6,a | target: kind | data.csv, line 3, column 'y': ",
        "x,y,kind/1,2,a/3,1e400,b/5,6,a | target: kind | data.csv, line 3, column 'y': ",
        "x,y,kind/1,2,a/3,oops,b/5,6,a | target: kind | data.csv, line 3, column 'y': 'oops' is not a number",
        "x,y,kind/1,2,a/3,4,b/5,6,c | target: kind, split: {val: 1, in_order: true} | data.csv, line 4, column 'kind':"
            + " ",
      })
  void dataThatCannotBeRead(String csv, String data, String message) throws IOException {
    Files.writeString(here.resolve("data.csv"), csv.replace('/', '\n') + "\n");
    Path config = here.resolve("table.yaml");
    Files.writeString(config, "data: {source: {type: csv, path: data.csv}, " + data + "}\n" + MODEL);
    Cli outcome = nnrun("train", config.toString(), "--runs-dir", here.resolve("runs").toString());
    assertThat(outcome.err()).startsWith("nnrun: data.csv").contains(message).hasLineCount(1);
  }
}
