package nnrun.train;

import nnrun.data.Shuffle;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import org.jspecify.annotations.Nullable;

/// The section `train:`.
public record TrainSpec(
    @Doc("Times through the training rows") @Default("10") @Range("[1,1000000]") int epochs,
    @Doc("Rows a mini-batch, or full for all of them; auto is 32, full where the optimizer wants that, 1 on a surface")
        @Default("auto")
        BatchSize batchSize,
    @Doc("epoch: a new order each epoch; once: one order; none: as in the source") @Default("epoch") Shuffle shuffle,
    @Doc("At most so many batches an epoch, for trying a config out") @Range("[1,1e9]")
        @Nullable Integer batchesPerEpoch,
    @Doc("Ends the run when a measure stops getting better") @Nullable EarlyStopping earlyStopping,
    @Doc("How often the state is saved") @Default("{}") Checkpoints checkpoint) {
  /// The same section with nothing left open.
  ///
  /// @param auto the batch size where the config leaves it open
  public TrainSpec resolved(BatchSize auto) {
    return new TrainSpec(epochs, batchSize.resolved(auto), shuffle, batchesPerEpoch, earlyStopping, checkpoint);
  }

  /// Batches an epoch over so many training rows.
  public int batches(int trainingRows) {
    int rows = batchSize.of(trainingRows);
    int all = (trainingRows + rows - 1) / rows;
    return batchesPerEpoch == null ? all : Math.min(all, batchesPerEpoch);
  }

  /// When the state of a run is saved, besides the end.
  public record Checkpoints(
      @Doc("Epochs from one checkpoint to the next; auto: so many that files cost less than 2 % of the training")
          @Default("auto")
          EpochInterval everyEpochs,
      @Doc("Steps from one checkpoint to the next inside an epoch; none by default") @Range("[1,1e12]")
          @Nullable Long everySteps) {}
}
