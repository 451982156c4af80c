package nnrun.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import nnrun.run.LocalDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanTest {
  @TempDir private Path folder;

  private Plan plan(Sweeps sweeps, String yaml) throws Exception {
    return new Sweeping(sweeps.read(yaml), new LocalDisk(), sweeps.conduct(1)).plan();
  }

  @Test
  void aPlanCountsAndLeavesNoFolder() throws Exception {
    Sweeps sweeps = new Sweeps(folder);
    Plan plan = plan(sweeps, "parameters: {optimizer.lr: [0.1, 0.2, 0.3]}\nseeds: 4");
    assertThat(plan.points()).isEqualTo(3);
    assertThat(plan.trials()).isEqualTo(12);
    assertThat(plan.left()).isEqualTo(12);
    assertThat(plan.seconds()).isPositive();
    assertThat(plan.largest()).isPositive().isLessThan(plan.memory());
    assertThat(folder.resolve("out")).doesNotExist();
  }

  /// The planned seconds are epochs times what an epoch takes, so a sweep of which half is done has half of them left.
  @Test
  void whatIsDoneCostsNothing() throws Exception {
    Sweeps sweeps = new Sweeps(folder);
    sweeps.run(sweeps.read("parameters: {optimizer.lr: [0.1, 0.2]}"), 1);
    Plan plan = plan(sweeps, "parameters: {optimizer.lr: [0.1, 0.2]}\nseeds: 3");
    assertThat(plan.trials()).isEqualTo(6);
    assertThat(plan.left()).isEqualTo(4);
    assertThat(plan(sweeps, "parameters: {optimizer.lr: [0.1, 0.2]}").seconds()).isZero();
  }
}
