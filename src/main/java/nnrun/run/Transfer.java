package nnrun.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nnrun.config.Config;
import nnrun.config.ConfigException;
import nnrun.config.Problem;
import nnrun.init.FromRun;
import nnrun.init.Initializer;
import nnrun.state.Parameter;
import nnrun.state.State;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;
import nnrun.train.Network;
import org.jspecify.annotations.Nullable;

/// Brings the weights of other runs into a new network, for its layers that begin with `from_run`.
final class Transfer {
  private final Config<Experiment> config;
  private final Network network;
  private final Disk disk = new LocalDisk();
  private final Map<String, @Nullable Safetensors> opened = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  private Transfer(Config<Experiment> config, Network network) {
    this.config = config;
    this.network = network;
  }

  /// A checkpoint that weights were taken from.
  record Origin(String path, String sha256) {}

  /// @return where the weights came from, each checkpoint once
  /// @throws ConfigException when there is no such run, or it lacks weights
  static List<Origin> into(Network network, Config<Experiment> config) throws ConfigException {
    Transfer transfer = new Transfer(config, network);
    for (int i = 0; i < network.nodes().size(); i++) {
      transfer.layer(i, network.nodes().get(i));
    }
    if (!transfer.problems.isEmpty()) {
      throw new ConfigException(transfer.problems);
    }
    return transfer.origins();
  }

  private List<Origin> origins() {
    List<Origin> origins = new ArrayList<>();
    for (Safetensors content : opened.values()) {
      if (content != null) {
        origins.add(new Origin(content.file().toString(), Sha256.of(disk, content.file())));
      }
    }
    return origins;
  }

  private void layer(int i, Network.Node node) throws ConfigException {
    Initializer all = config.value().init();
    FromRun from = network.fromRuns().get(node.name());
    if (from == null && all instanceof FromRun base && node.parameters().stream().noneMatch(Transfer::isWeight)) {
      from = base;
    }
    if (from == null || node.live() == null) {
      return;
    }
    String place = from.equals(all) ? "init" : "model." + i + ".init";
    Safetensors content = open(place, from);
    if (content == null) {
      return;
    }
    String there = from.layer() == null ? node.name() : from.layer().value();
    for (Parameter parameter : node.parameters()) {
      String name = there + parameter.name().substring(node.name().length());
      if (!copy(content, name, parameter.value()) && isWeight(parameter)) {
        if (from.otherwise() == null) {
          lacks(place, from, content, name, parameter.value());
        }
        return; // a bias belongs to its weights
      }
    }
    node.live().state(new Memory(content, there + "."));
  }

  private static boolean isWeight(Parameter parameter) {
    return parameter.kind() == Parameter.Kind.WEIGHT;
  }

  /// The run's checkpoint; null where there is none, which is noted once.
  private @Nullable Safetensors open(String place, FromRun from) throws ConfigException {
    String key = from.run() + " " + from.best();
    if (!opened.containsKey(key)) {
      Safetensors content = null;
      try {
        content = SavedRun.open(disk, Path.of(from.run())).checkpoint(from.best()).content();
      } catch (IllegalArgumentException noRun) {
        problems.add(config.problem(place + ".run", String.valueOf(noRun.getMessage())));
      }
      opened.put(key, content);
    }
    return opened.get(key);
  }

  private void lacks(String place, FromRun from, Safetensors content, String name, Matrix wanted) {
    Safetensors.Tensor other = content.tensors().get(name);
    String shape = wanted.rows() + " x " + wanted.columns();
    problems.add(
        config.problem(
            place,
            from.run()
                + " has no "
                + name
                + " of "
                + shape
                + (other == null ? "" : ", it has one of " + other.shape().get(0) + " x " + other.shape().get(1))
                + "; say how it begins instead, as in otherwise: xavier_uniform, or give the layer an init of its"
                + " own"));
  }

  /// Whether there is one of this name and shape; in the other precision it is rounded.
  private static boolean copy(Safetensors content, String name, Matrix into) {
    Safetensors.Tensor stored = content.tensors().get(name);
    if (stored == null || !stored.shape().equals(Safetensors.shapeOf(into))) {
      return false;
    }
    if (stored.precision() == into.precision()) {
      content.read(name, into);
    } else {
      try (Engine engine = Engine.of(stored.precision(), 1)) {
        Matrix read = engine.matrix(into.rows(), into.columns());
        content.read(name, read);
        into.copy(read);
      }
    }
    return true;
  }

  /// Loads what is there.
  private record Memory(Safetensors content, String prefix) implements State {
    @Override
    public void matrix(String name, Matrix matrix) {
      copy(content, prefix + name, matrix);
    }

    @Override
    public long whole(String name, long value) {
      return value;
    }

    @Override
    public double real(String name, double value) {
      return value;
    }

    @Override
    public List<String> texts(String name, List<String> value) {
      return value;
    }
  }
}
