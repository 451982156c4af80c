package nnrun.contract;

import java.util.List;
import java.util.stream.Stream;
import nnrun.init.Initializer;
import nnrun.layer.Layer;
import nnrun.loss.Loss;
import nnrun.metric.Metric;
import nnrun.optim.Optimizer;
import nnrun.penalty.Regularization;
import nnrun.schedule.Schedule;
import nnrun.spec.Catalogue;
import nnrun.surface.Surface;

/// The catalogues whose components these tests walk. [CoverageTest] fails on a component outside of them.
final class Catalogues {
  static final List<Class<?>> ALL =
      List.of(
          Layer.class,
          Initializer.class,
          Loss.class,
          Optimizer.class,
          Schedule.class,
          Regularization.class,
          Metric.class,
          Surface.class);

  private Catalogues() {}

  static Stream<Catalogue.Entry> entries() {
    return ALL.stream().flatMap(sealed -> Catalogue.of(sealed).entries().stream());
  }
}
