package nnrun.lint;

import java.util.List;
import nnrun.data.DataSpec;
import nnrun.layer.Layer;
import nnrun.loss.Loss;
import nnrun.schedule.Schedule;
import nnrun.train.ModelLayer;
import nnrun.train.TrainSpec;
import org.jspecify.annotations.Nullable;

/// What rules look at.
///
/// @param model resolved: every weight has its initializer
/// @param size null before the data are read
public record Plan(
    DataSpec data, List<ModelLayer> model, Loss loss, Schedule schedule, TrainSpec train, @Nullable Size size) {
  /// What only the data tell.
  public record Size(int validationRows, int stepsPerEpoch) {}

  Layer layer(int i) {
    return model.get(i).layer();
  }

  /// Whether a layer with weights comes after layer `i`.
  boolean weightsAfter(int i) {
    return model.stream().skip(i + 1L).anyMatch(entry -> entry.layer().init() != null);
  }
}
