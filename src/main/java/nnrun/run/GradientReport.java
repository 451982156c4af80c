package nnrun.run;

import java.util.ArrayList;
import java.util.List;
import nnrun.config.Config;
import nnrun.config.ConfigException;
import nnrun.data.DataFiles;
import nnrun.data.Dataset;
import nnrun.layer.Purpose;
import nnrun.tensor.Precision;
import nnrun.tensor.Stream;
import nnrun.train.GradientCheck;
import nnrun.train.ModelLayer;
import nnrun.train.Network;
import nnrun.train.TargetRows;

/// The gradients of an experiment's network as it begins, against finite differences on its first training rows. Masks
/// are fixed, and everything is float64 unless said otherwise.
///
/// @param rows of the batch
/// @param results one a parameter matrix
public record GradientReport(int rows, List<GradientCheck.Result> results) {
  public boolean passed() {
    return results.stream().allMatch(GradientCheck.Result::passed);
  }

  /// What is looked at.
  ///
  /// @param config whose experiment is resolved
  /// @param rows the most training rows in the batch
  /// @param perParameter elements of every parameter matrix, or all where there are fewer
  public record Request(Config<Experiment> config, DataFiles files, int rows, int perParameter, int threads) {}

  /// Compares.
  public static GradientReport of(Request request) throws ConfigException {
    try (Assembly parts = assembly(request, Precision.FLOAT64)) {
      int rows = fill(parts, request.rows);
      return new GradientReport(rows, check(parts).run(request.perParameter, stream(request)));
    }
  }

  /// The error of the plain central difference against its step ε, in both precisions, as CSV:
  /// `epsilon,float32.mean,float32.worst,float64.mean,float64.worst`.
  public static String curve(Request request) throws ConfigException {
    List<String> header = new ArrayList<>(List.of("epsilon"));
    List<List<GradientCheck.CurvePoint>> curves = new ArrayList<>();
    for (Precision precision : Precision.values()) {
      String name = precision.name().toLowerCase(java.util.Locale.ROOT);
      header.addAll(List.of(name + ".mean", name + ".worst"));
      try (Assembly parts = assembly(request, precision)) {
        fill(parts, request.rows);
        curves.add(check(parts).curve(request.perParameter, stream(request)));
      }
    }
    StringBuilder csv = new StringBuilder(Csv.line(header));
    for (int i = 0; i < curves.getFirst().size(); i++) {
      List<Object> cells = new ArrayList<>(List.of(curves.getFirst().get(i).epsilon()));
      for (List<GradientCheck.CurvePoint> curve : curves) {
        cells.addAll(List.of(curve.get(i).mean(), curve.get(i).worst()));
      }
      csv.append(Csv.line(cells));
    }
    return csv.toString();
  }

  private static Assembly assembly(Request request, Precision precision) throws ConfigException {
    Config<Experiment> config = request.config;
    List<ModelLayer> model = config.value().model();
    for (int i = 0; i < model.size(); i++) {
      if (!model.get(i).layer().exactGradient()) {
        String what = " passes a gradient that is not its derivative, so differences cannot check this model";
        throw new ConfigException(List.of(config.problem("model." + i, model.get(i).layer().type() + what)));
      }
    }
    Config<Experiment> checked = config.with(config.value().withPrecision(precision));
    return Assembly.of(checked, new Host.Alone(request.files), request.threads, Purpose.WATCH);
  }

  /// Brings the first training rows into the network.
  private static int fill(Assembly parts, int most) {
    Network network = parts.network();
    Dataset train = parts.data().train();
    int rows = Math.min(most, Math.min(train.rows(), network.capacityRows()));
    network.rows(rows);
    new TargetRows(network, parts.data().preprocessing().targets()).fill(train, 0, rows);
    return rows;
  }

  private static GradientCheck check(Assembly parts) {
    return new GradientCheck(parts.trainer().training());
  }

  private static Stream stream(Request request) {
    return Stream.of(request.config.value().seed()).named("gradcheck");
  }
}
