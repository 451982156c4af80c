package nnrun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import nnrun.config.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/// What a config expects of its run, from the config to the exit code.
class ExpectTest {
  private static final String CONFIG =
      """
      data: {source: {type: moons, n: 100}, split: {val: 0.2, test: 0.2}}
      model: [dense: 4, tanh, dense: 2]
      loss: cross_entropy
      optimizer: {type: adam, lr: 0.01}
      train: {epochs: 3}
      metrics: [accuracy]
      """;

  @TempDir private Path folder;

  private Cli train(String config, String... options) throws IOException {
    Path file = Files.writeString(folder.resolve("c.yaml"), config);
    List<String> all = new ArrayList<>(List.of("train", file.toString(), "--threads", "1"));
    all.addAll(List.of("--run-dir", run()));
    all.addAll(List.of(options));
    return Cli.run(all.toArray(String[]::new));
  }

  private String run() {
    return folder.resolve("run").toString();
  }

  private Map<?, ?> checks() throws IOException {
    return (Map<?, ?>) Json.parse(Files.readString(Path.of(run(), "checks.json")));
  }

  @Test
  void whatIsMetEndsInZeroAndWhatIsNotInNine() throws IOException {
    Cli cli = train(CONFIG + "expect: [no_nan, val.loss < 10, \"test.accuracy >= 1.1\"]\n");
    assertThat(cli.exit()).as(cli.err()).isEqualTo(ExitCode.EXPECTATION_NOT_MET.code());
    assertThat(cli.out()).isEqualTo(run() + "\n");
    assertThat(cli.err())
        .containsPattern("ok +val.loss < 10 +0\\.")
        .containsPattern("FAILED +test.accuracy >= 1.1 +0\\.");
    assertThat(checks().get("met")).isEqualTo(false);
    assertThat((List<?>) checks().get("checks")).hasSize(3);

    Cli again = Cli.run("resume", run());
    assertThat(again.exit()).as("a script that resumes what failed").isEqualTo(9);

    Path resolved = Path.of(run(), "config.resolved.yaml");
    Files.writeString(resolved, Files.readString(resolved).replace("test.accuracy >= 1.1", "test.accuracy >= 0.1"));
    Cli relaxed = Cli.run("resume", run());
    assertThat(relaxed.exit()).as(relaxed.err()).isZero();
    assertThat(checks().get("met")).isEqualTo(true);
  }

  @Test
  void expectationsDecideNoNumberAndMayChangeUntilTheEnd() throws IOException {
    assertThat(train(CONFIG + "expect: [no_nan]\n").exit()).isZero();
    byte[] weights = Files.readAllBytes(Path.of(run(), "checkpoints/last.safetensors"));
    Files.delete(Path.of(run(), "summary.json")); // as after a kill at the very end
    Path resolved = Path.of(run(), "config.resolved.yaml");
    Files.writeString(resolved, Files.readString(resolved).replace("no_nan", "\"val.loss < 0\""));
    assertThat(Cli.run("resume", run(), "--threads", "1").exit()).isEqualTo(9);
    assertThat(Files.readAllBytes(Path.of(run(), "checkpoints/last.safetensors"))).isEqualTo(weights);
    assertThat(checks().toString()).contains("val.loss < 0");
  }

  @Test
  void aRunThatDivergesEndsInEightAndLeavesItsChecksAndItsReport() throws Exception {
    Path report = folder.resolve("report.xml");
    String config = CONFIG.replace("adam, lr: 0.01", "sgd, lr: 1e40") + "expect: [no_nan, val.loss < 1]\n";
    Cli cli = train(config, "--junit", report.toString());
    assertThat(cli.exit()).as(cli.err()).isEqualTo(ExitCode.DIVERGED.code());
    assertThat(checks().get("met")).isEqualTo(false);
    NodeList cases = cases(report);
    assertThat(cases.getLength()).isEqualTo(3);
    assertThat(((Element) cases.item(0)).getElementsByTagName("failure").getLength()).isEqualTo(1);
  }

  @Test
  void theReportForCiIsXmlWhateverTheTextsHold() throws Exception {
    Path report = folder.resolve("report.xml");
    Cli cli =
        train(
            CONFIG + "expect: [val.loss < 10, {metric: val.loss, within: 2%, of: \"runs/<&'\\\"\\u0001>\"}]\n",
            "--junit",
            report.toString());
    assertThat(cli.exit()).as("no such baseline").isEqualTo(2);
    assertThat(report).doesNotExist();

    Path baseline = Files.createDirectories(folder.resolve("<&'\">"));
    assertThat(train(CONFIG).exit()).isZero();
    Files.move(Path.of(run()), baseline.resolve("run"));
    String near = "{metric: val.loss, within: 0%, of: '" + (baseline + "/run").replace("'", "''") + "'}";
    assertThat(train(CONFIG + "expect: [val.loss < -1, " + near + "]\n", "--junit", report.toString()).exit())
        .isEqualTo(9);
    NodeList cases = cases(report);
    assertThat(((Element) cases.item(1)).getAttribute("name")).isEqualTo("val.loss < -1");
    assertThat(((Element) cases.item(1)).getElementsByTagName("failure").getLength()).isEqualTo(1);
    assertThat(((Element) cases.item(2)).getAttribute("name")).isEqualTo("val.loss within 0% of " + baseline + "/run");
    assertThat(((Element) cases.item(2)).getElementsByTagName("failure").getLength()).as("the same numbers").isZero();
  }

  private static NodeList cases(Path report) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    return factory
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(Files.readString(report))))
        .getElementsByTagName("testcase");
  }

  @Test
  void aReportThatCannotBeWrittenIsRefusedBeforeTheTraining() throws IOException {
    Cli cli = train(CONFIG, "--junit", folder.resolve("no/such/report.xml").toString());
    assertThat(cli.exit()).isEqualTo(ExitCode.BAD_INPUT.code());
    assertThat(cli.err()).contains("--junit", "no file can be written there");
    assertThat(Path.of(run())).doesNotExist();
  }

  @Test
  void theHashOfTheWeightsHoldsThemToTheirBits() throws IOException {
    assertThat(train(CONFIG).exit()).isZero();
    Map<?, ?> summary = (Map<?, ?>) Json.parse(Files.readString(Path.of(run(), "summary.json")));
    String same = "expect: [sha256 == " + summary.get("weights_sha256") + "]\n";
    Files.move(Path.of(run()), folder.resolve("first"));
    assertThat(train(CONFIG + same, "--name", "another").exit()).isZero();
    Files.move(Path.of(run()), folder.resolve("second"));
    assertThat(train(CONFIG + same, "--seed", "1").exit()).isEqualTo(9);
  }

  @Test
  void aSmokeRunIsShortAndJudgesWhatItCan() throws IOException {
    Cli cli =
        train(CONFIG.replace("epochs: 3", "epochs: 50, batch_size: 4") + "expect: [no_nan, val.loss < 0]\n", "--smoke");
    assertThat(cli.exit()).as(cli.err()).isZero();
    assertThat(cli.err()).contains("leaves out 1 of 2 checks", "epoch 2/2").containsPattern("ok +no_nan");
    Map<?, ?> summary = (Map<?, ?>) Json.parse(Files.readString(Path.of(run(), "summary.json")));
    assertThat(summary.get("steps")).as("two epochs of two batches").isEqualTo(4L);
  }

  @Test
  void aQuietTrainingSaysOnlyThatSomethingFailed() throws IOException {
    Cli cli = train(CONFIG + "expect: [no_nan, val.loss < 0]\n", "-q");
    assertThat(cli.exit()).isEqualTo(9);
    assertThat(cli.err()).isEqualTo("nnrun: 1 of 2 checks failed: " + run() + "\n");
  }

  @Test
  void aSweepEndsInNineWhenAllItsTrialsAreFinishedAndOneIsNotAsExpected() throws IOException {
    Path file = Files.writeString(folder.resolve("c.yaml"), CONFIG + "expect: [val.loss < 0.3]\n");
    String sweep = folder.resolve("sweep").toString();
    Cli cli = Cli.run("sweep", file.toString(), "-p", "optimizer.lr=1e-9,0.1", "--parallel", "1", "--sweep-dir", sweep);
    assertThat(cli.exit()).as(cli.err()).isEqualTo(ExitCode.EXPECTATION_NOT_MET.code());
    assertThat(cli.err()).containsPattern("; not met: val.loss < 0.3 \\(came 0.+\\)").contains("; 1 not as expected, ");
    Cli diverging =
        Cli.run("sweep", file.toString(), "-p", "optimizer.lr=1e-9,1e300", "--parallel", "1", "--sweep-dir", sweep);
    assertThat(diverging.exit()).as(diverging.err()).isEqualTo(ExitCode.SOME_TRIALS_FAILED.code());
  }
}
