package nnrun.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import nnrun.config.Config;
import nnrun.config.ConfigException;
import nnrun.data.DataFiles;
import nnrun.data.Dataset;
import nnrun.data.Prepared;
import nnrun.data.Targets;
import nnrun.layer.Function;
import nnrun.layer.Layer;
import nnrun.spec.Catalogue;
import nnrun.state.Parameter;
import nnrun.surface.Surface;
import nnrun.tensor.Engine;
import nnrun.train.CheckpointPlan;
import nnrun.train.Evaluation;
import nnrun.train.Network;
import nnrun.train.Trainer;
import org.jspecify.annotations.Nullable;

/// What an experiment is before it is trained: its layers, what they cost, and its data.
///
/// @param flops floating-point operations of a forward pass, a sample
/// @param trainingBytes of weights, gradients, optimizer and a batch, as planned, and of the best epoch where it is
///   held
/// @param dataBytes of the encoded rows
/// @param classes rows of each class by split; empty where the target is no class
/// @param surface what is walked on where the model is a function; empty where it is a net
public record Description(
    String name,
    String precision,
    List<LayerLine> layers,
    long parameters,
    long flops,
    long trainingBytes,
    long dataBytes,
    int batchRows,
    int batchesPerEpoch,
    CheckpointPlan checkpoints,
    Map<String, Integer> rows,
    int features,
    List<Integer> inputShape,
    Targets targets,
    Map<String, List<Integer>> classes,
    Map<String, String> surface) {
  /// One layer.
  ///
  /// @param flops null where the layer is computed together with the loss
  public record LayerLine(String name, String kind, String shape, long parameters, @Nullable Long flops) {}

  /// Reads the data and plans the network, which takes no memory and may be larger than there is.
  ///
  /// @param config whose experiment is resolved
  public static Description of(Config<Experiment> config, DataFiles files) throws ConfigException {
    Experiment e = config.value();
    try (Engine engine = Engine.of(e.precision(), 1);
        Engine planning = Engine.planning(e.precision())) {
      Prepared data = e.data().prepare(files, engine, Evaluation.wantsClasses(e.loss(), e.metrics()));
      Trainer planned = Assembly.plan(config, data, planning);
      Network network = planned.training().network();
      int train = data.train().rows();
      List<LayerLine> layers = layers(network);
      return new Description(
          String.valueOf(e.name()),
          e.precision().name().toLowerCase(java.util.Locale.ROOT),
          layers,
          network.parameterCount(),
          layers.stream().mapToLong(line -> line.flops == null ? 0 : line.flops).sum(),
          planning.bytes() + planned.heldBytes(),
          data.memory(),
          e.train().batchSize().of(train),
          e.train().batches(train),
          planned.checkpointPlan(),
          rows(data),
          data.preprocessing().features().size(),
          data.preprocessing().inputShape(),
          data.preprocessing().targets(),
          classes(data),
          surface(e));
    }
  }

  private static Map<String, String> surface(Experiment e) {
    Map<String, String> lines = new LinkedHashMap<>();
    if (e.surface() != null && e.model().getFirst().layer() instanceof Function function) {
      Catalogue.Entry entry = Catalogue.of(Surface.class).find(e.surface().getClass());
      lines.put("surface", entry == null ? "" : entry.name() + ", " + entry.formula());
      lines.put("start", point(function.start()));
      List<String> minima = e.surface().minima(function.start().size()).stream().map(Description::point).toList();
      lines.put("minima", minima.isEmpty() ? "none" : String.join(", ", minima));
    }
    return lines;
  }

  private static String point(List<Double> point) {
    return point.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
  }

  private static List<LayerLine> layers(Network network) {
    List<LayerLine> lines = new ArrayList<>();
    for (Network.Node node : network.nodes()) {
      long parameters = 0;
      for (Parameter parameter : node.parameters()) {
        parameters += parameter.value().size();
      }
      Layer.Live live = node.live();
      Long flops = live == null ? null : Long.valueOf(live.flops());
      lines.add(new LayerLine(node.name(), node.layer().type(), node.shape().toString(), parameters, flops));
    }
    return lines;
  }

  private static Map<String, Dataset> splits(Prepared data) {
    Map<String, Dataset> splits = new LinkedHashMap<>();
    splits.put("train", data.train());
    splits.put("val", data.val());
    splits.put("test", data.test());
    return splits;
  }

  private static Map<String, Integer> rows(Prepared data) {
    Map<String, Integer> rows = new LinkedHashMap<>();
    splits(data).forEach((split, set) -> rows.put(split, set.rows()));
    return rows;
  }

  private static Map<String, List<Integer>> classes(Prepared data) {
    Map<String, List<Integer>> classes = new LinkedHashMap<>();
    Targets targets = data.preprocessing().targets();
    if (targets.kind() == Targets.Kind.CLASSES) {
      for (int c = 0; c < targets.classes().size(); c++) {
        int wanted = c;
        List<Integer> counts = new ArrayList<>();
        splits(data).forEach((_, set) -> counts.add(count(set, wanted)));
        classes.put(targets.classes().get(c), counts);
      }
    }
    return classes;
  }

  private static int count(Dataset set, int wanted) {
    return (int) IntStream.range(0, set.rows()).filter(row -> set.targets().get(row, 0) == wanted).count();
  }
}
