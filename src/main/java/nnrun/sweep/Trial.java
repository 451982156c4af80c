package nnrun.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import nnrun.config.Config;
import nnrun.config.Setting;
import nnrun.run.Experiment;
import nnrun.run.Sha256;
import nnrun.tensor.Engine;
import org.jspecify.annotations.Nullable;

/// One training of a sweep.
///
/// @param id names its folder; equal for equal numbers
/// @param replicate number among the trials of its point, from 0
/// @param fold from 1, or null
/// @param settings all that is laid on the base
/// @param config whose experiment is resolved
record Trial(
    String id, Point point, int replicate, @Nullable Integer fold, List<Setting> settings, Config<Experiment> config) {
  private static final int ID_DIGITS = 12;
  private static final int POINT_DIGITS = 8;

  Experiment experiment() {
    return config.value();
  }

  /// Of all that decides a trial's numbers: what differs from the defaults, its name excepted, the bytes of the data,
  /// and the version of the arithmetic. How far it is trained within its config's epochs is not among that.
  static String id(Experiment experiment, String dataHash) {
    return hash("trial\n" + experiment.essence() + "\n" + dataHash + "\n" + Engine.ARITHMETIC, ID_DIGITS);
  }

  static String pointId(Experiment experiment) {
    return hash("point\n" + experiment.essence(), POINT_DIGITS);
  }

  private static String hash(String text, int digits) {
    return Sha256.of(text.getBytes(UTF_8)).substring(0, digits);
  }
}
