package nnrun.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import jdk.incubator.vector.IntVector;
import org.junit.jupiter.api.Test;

class VectorModuleTest {
  @Test
  void theVectorApiWorksThoughTheJvmWasStartedWithoutItsModule() {
    assertThat(ModuleLayer.boot().findModule("jdk.incubator.vector")).isEmpty();
    assertThat(VectorModule.load()).isTrue();
    var threes = IntVector.broadcast(IntVector.SPECIES_128, 3);
    assertThat(threes.add(threes).toArray()).containsExactly(6, 6, 6, 6);
  }
}
