package nnrun.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nnrun.config.Config;
import nnrun.config.ConfigException;
import nnrun.init.Gain;
import nnrun.init.XavierUniform;
import nnrun.layer.Activation;
import nnrun.layer.Build;
import nnrun.layer.Layer;
import nnrun.layer.Pass;
import nnrun.layer.Purpose;
import nnrun.layer.Shape;
import nnrun.layer.Signal;
import nnrun.schedule.Schedule;
import nnrun.schedule.Warmup;
import nnrun.state.Hyper;
import nnrun.surface.Surface;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;
import nnrun.tensor.Precision;
import nnrun.tensor.Stream;
import org.jspecify.annotations.Nullable;

/// What a component does, in numbers to draw: an activation and its slope, the rate that a schedule gives, a surface of
/// one coordinate. All of them come out of the component at work.
///
/// @param note how they were made
/// @param x ascending
/// @param y by name, each as long as x
public record Curves(String xLabel, String note, double[] x, Map<String, double[]> y) {
  private static final double FAR = 5;
  private static final int POINTS = 401;
  private static final int EPOCHS = 40;
  private static final int STEPS_PER_EPOCH = 50;
  private static final double MOMENTUM = 0.9;

  /// The epoch from which the measure of the example run gets no better.
  private static final int PLATEAU = 10;

  private record AnActivation(Activation it) {}

  private record ASchedule(Schedule it) {}

  private record ASurface(Surface it) {}

  /// The surface that a component is; null for every other one.
  ///
  /// @param example as for [#of(Catalogues.Found,String)]
  public static @Nullable Surface surface(Catalogues.Found found, String example) {
    return Surface.class.isAssignableFrom(found.entry().type()) ? made(ASurface.class, found, example).it : null;
  }

  /// Null for a component that is neither activation nor schedule nor a surface of one coordinate.
  ///
  /// @param example the component as a config names it, for one that cannot do without parameters
  public static @Nullable Curves of(Catalogues.Found found, String example) {
    if (Activation.class.isAssignableFrom(found.entry().type())) {
      return of(made(AnActivation.class, found, example).it);
    }
    if (Schedule.class.isAssignableFrom(found.entry().type())) {
      return of(made(ASchedule.class, found, example).it);
    }
    Surface surface = surface(found, example);
    return surface == null || !surface.takes(1) ? null : of(surface);
  }

  private static Curves of(Surface surface) {
    double[] x = new double[POINTS];
    double[] value = new double[POINTS];
    for (int i = 0; i < POINTS; i++) {
      x[i] = surface.start().getFirst() + 2.0 * i / (POINTS - 1) - 1;
      value[i] = surface.value(new double[] {x[i]});
    }
    return new Curves("x", "around where a path begins", x, Collections.singletonMap("f", value));
  }

  private static <T> T made(Class<T> type, Catalogues.Found found, String example) {
    try {
      return Config.parse(type, "it: " + found.entry().name(), found.fullName()).value();
    } catch (ConfigException _) {
      try {
        return Config.parse(type, "it:\n  " + example, found.fullName()).value();
      } catch (ConfigException e) {
        throw new IllegalStateException("the example of " + found.fullName() + " is not read", e);
      }
    }
  }

  /// Rows of (x, 0), so that a function of the whole row, such as softmax, has a neighbour to compare with.
  static Curves of(Activation activation) {
    double[] x = new double[POINTS];
    double[] value = new double[POINTS];
    double[] slope = new double[POINTS];
    boolean mixes = false; // whether an output depends on more than the input of its own
    try (Engine engine = Engine.of(Precision.FLOAT64, 1)) {
      Build build = new Build(engine, Stream.of(0), POINTS, Purpose.WATCH);
      Signal in = new Signal(build.perRow(2), build.perRow(2), new Shape(List.of(2)), true);
      Layer.Live live = activation.resolved(new XavierUniform(new Gain(1))).build(in, build.at("activation", 1));
      for (int i = 0; i < POINTS; i++) {
        x[i] = (2.0 * i / (POINTS - 1) - 1) * FAR;
        in.value().set(i, 0, x[i]);
      }
      Pass pass = new Pass();
      live.forward(pass);
      Matrix dy = live.output().gradient();
      Matrix dx = in.gradient();
      for (int i = 0; dy != null && i < POINTS; i++) {
        dy.set(i, 0, 1);
      }
      live.backward(pass);
      for (int i = 0; dx != null && i < POINTS; i++) {
        value[i] = live.output().value().get(i, 0);
        slope[i] = dx.get(i, 0);
        mixes |= dx.get(i, 1) != 0;
      }
    }
    Map<String, double[]> y = new LinkedHashMap<>();
    y.put("y", value);
    y.put("y'", slope);
    String note = mixes ? "the first of two inputs, the other is 0" : "";
    return new Curves("x", note, x, y);
  }

  static Curves of(Schedule schedule) {
    int steps = EPOCHS * STEPS_PER_EPOCH;
    double[] x = new double[steps];
    double[] lr = new double[steps];
    double[] momentum = new double[steps];
    Schedule.Live live = schedule.start(new Schedule.Time(steps, STEPS_PER_EPOCH), 1, MOMENTUM);
    Hyper hyper = new Hyper();
    boolean moves = false;
    for (int t = 0; t < steps; t++) {
      hyper.step = t + 1L;
      live.drive(t, hyper);
      x[t] = t;
      lr[t] = hyper.lr;
      momentum[t] = hyper.momentum;
      moves |= hyper.momentum != MOMENTUM;
      if ((t + 1) % STEPS_PER_EPOCH == 0) {
        int epoch = (t + 1) / STEPS_PER_EPOCH;
        live.observe(_ -> 1.0 / Math.min(epoch, PLATEAU));
      }
    }
    Map<String, double[]> y = new LinkedHashMap<>();
    y.put("rate", lr);
    if (moves) {
      y.put("momentum", momentum);
    }
    boolean watches = !(schedule instanceof Schedule.Pure || schedule instanceof Warmup);
    String note = "optimizer lr 1; " + EPOCHS + " epochs of " + STEPS_PER_EPOCH + " steps";
    return new Curves("step", watches ? note + "; the measure gets no better after epoch " + PLATEAU : note, x, y);
  }
}
