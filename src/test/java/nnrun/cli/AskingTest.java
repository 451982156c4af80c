package nnrun.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A net that hands on one number x, which dropout of rate 0.25 makes 0 or x/0.75.
class AskingTest {
  @TempDir private static Path folder;
  private static String run;
  private static String plain;

  @BeforeAll
  static void train() throws IOException {
    StringBuilder rows = new StringBuilder("x,y\n");
    for (int i = 0; i < 100; i++) {
      rows.append(i % 4).append(',').append(i % 4).append('\n');
    }
    Files.writeString(folder.resolve("rows.csv"), rows);
    run = train("dropped", "{type: dropout, rate: 0.25}, ");
    plain = train("plain", "");
  }

  private static String train(String name, String dropout) throws IOException {
    Path config = folder.resolve(name + ".yaml");
    Files.writeString(
        config,
        """
        data: {source: {type: csv, path: rows.csv}, target: y, split: {test: 0.2}, scale: none}
        model: [%s{type: dense, units: 1, bias: false, init: ones}]
        loss: mse
        optimizer: {type: sgd, lr: 1e-30}
        train: {epochs: 1, batch_size: 16}
        metrics: [mae]
        precision: float64
        """
            .formatted(dropout));
    String run = folder.resolve("runs/" + name).toString();
    Cli training = Cli.run("train", config.toString(), "--run-dir", run, "--threads", "1");
    assertThat(training.exit()).as(training.err()).isZero();
    return run;
  }

  private static Cli sampled(String... more) {
    return sampledRows(130, more);
  }

  private static Cli sampledRows(int rows, String... more) {
    List<String> arguments = new java.util.ArrayList<>(List.of("predict", run, "--samples", "4000"));
    arguments.addAll(List.of(more));
    return Cli.withInput("x\n" + "3\n".repeat(rows), arguments.toArray(String[]::new));
  }

  /// y = 3·m/0.75 with m ~ Bernoulli(p = 0.75): mean 4p = 3, sd 4·√(p(1-p)) = √3. The share kept of 4000 has the sd
  /// √(p(1-p)/4000) = 0.00685, hence the mean 4·0.00685 = 0.0274 and the sd |4(1-2p)/(2√(p(1-p)))|·0.00685 = 0.0158;
  /// the bounds are over four and a half of each, for 130 rows. Rows with masks of their own differ.
  @Test
  void samplesOfALinearNetHaveTheMeanOfItsTestTimeRuleAndTheSdOfBernoulli() {
    Cli outcome = sampled();
    assertThat(outcome.err()).isEmpty();
    List<String> lines = outcome.out().lines().toList();
    assertThat(lines.getFirst()).isEqualTo("mean.y,sd.y");
    assertThat(lines).hasSize(131);
    assertThat(lines.stream().distinct().count()).isGreaterThan(30);
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      assertThat(Double.parseDouble(cells[0])).isCloseTo(3, within(0.13));
      assertThat(Double.parseDouble(cells[1])).isCloseTo(StrictMath.sqrt(3), within(0.08));
    }
  }

  @Test
  void samplesAreTheSameForAnyThreadsAndOthersForAnotherSeed() {
    String one = sampled("--threads", "1").out();
    assertThat(sampled("--threads", "2").out()).isEqualTo(one);
    assertThat(sampled("--threads", "1", "--seed", "1").out()).isNotEqualTo(one);
  }

  @Test
  void rowsThatComeLaterChangeNoSample() {
    assertThat(sampled().out()).startsWith(sampledRows(70).out());
  }

  @Test
  void samplesOfANetWithoutRandomLayersAreRefused() {
    Cli outcome = Cli.withInput("x\n3\n", "predict", plain, "--samples", "5");
    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.err()).contains("no layer of this network is random", "leave --samples out");
    assertThat(Cli.run("predict", run, "--samples", "1").err()).contains("--samples 1: a standard deviation needs");
  }

  /// The net without dropout predicts y = x, so that the loss under noise is the mean of (sd·n)²: with the same n at
  /// each sd, four times as much at twice the sd.
  @Test
  void theLossUnderNoiseIsTheSquareOfItsSdForTheIdentity() {
    Cli outcome = Cli.run("eval", plain, "--noise", "0.5,0,1", "--csv", "--threads", "1");
    List<String> lines = outcome.out().lines().toList();
    assertThat(lines).as(outcome.err()).hasSize(4);
    assertThat(lines.getFirst()).isEqualTo("data,rows,epoch,noise,loss,mae");
    assertThat(lines.get(1)).startsWith("test,20,1,0.0,");
    assertThat(loss(lines.get(1))).isCloseTo(0, within(1e-20));
    assertThat(loss(lines.get(2))).isGreaterThan(0);
    assertThat(loss(lines.get(3))).isCloseTo(4 * loss(lines.get(2)), within(1e-9));
    assertThat(Cli.run("eval", plain, "--noise", "0.5,0,1", "--csv", "--threads", "2").out()).isEqualTo(outcome.out());
  }

  @Test
  void noiseBelowZeroIsRefused() {
    Cli outcome = Cli.run("eval", plain, "--noise", "0.1,-1");
    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.err()).contains("--noise -1.0: a standard deviation is 0 or more");
  }

  private static double loss(String line) {
    return Double.parseDouble(line.split(",", -1)[4]);
  }
}
