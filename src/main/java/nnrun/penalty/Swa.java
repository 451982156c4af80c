package nnrun.penalty;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Example;
import nnrun.spec.Range;

/// Before averaging begins the mean is the weights at the end of each epoch. With batch_norm in the net, one forward
/// pass over the epoch's training batches collects the running statistics that belong to the mean, each batch by its
/// rows: an epoch that moves the mean takes that much longer.
@Component(
    formula = "a = mean of the w at the ends of epochs, from the share `start` of the run on",
    doc =
        "A plain mean of late weights: flatter minima, often better on new rows. batch_norm gets running statistics of"
            + " its own for it, by one more pass over the training rows.",
    use = "With a rate that stays high or cycles.",
    avoid = "After a schedule that falls to 0: there is nothing to average.",
    source = "Izmailov et al. 2018",
    aliases = "stochastic_weight_averaging")
public record Swa(
    @Doc("Share of the epochs before the first one averaged") @Example("0.75") @Default("0.75") @Range("[0,1)")
        double start,
    @Doc("Epochs from one set of weights to the next") @Default("1") @Range("[1,1000000]") int everyEpochs)
    implements Average {
  @Override
  public boolean renewsStatistics() {
    return true;
  }

  @Override
  public double share(long t, long steps, int stepsPerEpoch) {
    if (t % stepsPerEpoch != 0) {
      return 0;
    }
    long epoch = t / stepsPerEpoch;
    long epochs = steps / stepsPerEpoch;
    long first = (long) Math.floor(start * epochs) + 1;
    if (epoch <= first) {
      return 1;
    }
    return (epoch - first) % everyEpochs != 0 ? 0 : 1.0 / ((epoch - first) / everyEpochs + 1);
  }
}
