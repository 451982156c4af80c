package nnrun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `nnrun repro` says what is the same, what differs, and why it may.
class ReproCommandTest {
  @TempDir private Path folder;

  private void replace(String file, String old, String with) throws IOException {
    Path path = folder.resolve("run").resolve(file);
    String text = Files.readString(path);
    assertThat(text).contains(old);
    Files.writeString(path, text.replace(old, with));
  }

  @Test
  void whatMayBeTheReasonIsSaidBesideTheDifference() throws Exception {
    Path config = folder.resolve("small.yaml");
    Files.writeString(
        config,
        "data: {source: {type: moons, n: 40}}\nmodel: [dense: 2]\nloss: cross_entropy\nschedule: cosine\n"
            + "train: {epochs: 2}\n");
    String run = folder.resolve("run").toString();
    assertThat(Cli.run("train", config.toString(), "--run-dir", run).exit()).isZero();
    Cli same = Cli.run("repro", run);
    assertThat(same.exit()).as(same.err()).isZero();
    assertThat(same.out()).isEqualTo("the same: 2 rows of metrics.csv, best.safetensors, last.safetensors\n");
    replace("config.resolved.yaml", "epochs: 2", "epochs: 4"); // over which the rate falls now
    assertThat(Cli.run("resume", run, "--force-config").exit()).isZero();
    replace("run.json", "\"nnrun\" : \"" + Main.version(), "\"nnrun\" : \"0.0.1");
    Cli other = Cli.run("repro", run);
    assertThat(other.exit()).isEqualTo(9);
    assertThat(other.out()).startsWith("differs in epoch 1: ");
    assertThat(other.err())
        .contains("nnrun: " + run + " was begun by nnrun 0.0.1, and this is " + Main.version() + "\n")
        .contains("nnrun: the config of " + run + " was changed on the way: train.epochs was 2 and is 4\n");
  }
}
