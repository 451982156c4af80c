package nnrun.contract;

import static nnrun.contract.Numbers.assertClose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nnrun.optim.Optimizer;
import nnrun.optim.Updates;
import nnrun.state.Hyper;
import nnrun.state.Parameter;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;
import org.junit.jupiter.params.ParameterizedTest;

class OptimizerGoldenTest {
  /// Our slots and scalars in the files' words.
  private static final Map<String, List<String>> STATE =
      Map.of(
          "velocity", List.of("momentum_buffer"),
          "sum", List.of("sum"),
          "square", List.of("square_avg", "exp_avg_sq"),
          "step_square", List.of("acc_delta"),
          "mean", List.of("grad_avg", "exp_avg"),
          "greatest", List.of("max_exp_avg_sq"),
          "peak", List.of("exp_inf"),
          "step", List.of("step_size"),
          "before", List.of("prev"),
          "mu_product", List.of("mu_product"));

  static Optimizer component(Golden golden) {
    Map<String, Object> params = golden.params();
    Map<String, String> names = new LinkedHashMap<>();
    names.put("rho", "alpha");
    names.put("initial_accumulator", "initial_accumulator_value");
    if (golden.kind().equals("adamw")) {
      names.put("decay", "weight_decay");
      names.put("weight_decay", "none");
    }
    boolean insideRoot = String.valueOf(golden.get("note")).contains("eps INSIDE the root");
    Map<String, Object> more = insideRoot ? Map.of("eps_inside_sqrt", true) : Map.of();
    return Golden.component(Optimizer.class, name(golden.kind(), params), params, names, more);
  }

  /// The files count momentum and Nesterov's method as sgd, and amsgrad as adam.
  private static String name(String kind, Map<String, Object> params) {
    if (kind.equals("adam") && Boolean.TRUE.equals(params.get("amsgrad"))) {
      return "amsgrad";
    }
    if (!kind.equals("sgd")) {
      return kind;
    }
    boolean momentum = ((Number) params.get("momentum")).doubleValue() > 0;
    return Boolean.TRUE.equals(params.get("nesterov")) ? "nesterov" : momentum ? "momentum" : "sgd";
  }

  @ParameterizedTest
  @GoldenSource("optimizers")
  void everyUpdateIsThatOfTheFile(Golden golden, Engines engines) {
    try (Engine engine = engines.make()) {
      if (golden.has("objective")) {
        quadratic(golden, engine, engines.tolerance());
      } else {
        givenGradients(golden, engine, tolerance(golden, engines));
      }
    }
  }

  /// In float32 the variance s - m² of a nearly constant gradient is lost to rounding, and with it how long the step
  /// is.
  private static double tolerance(Golden golden, Engines engines) {
    boolean cancels = engines.isFloat32() && Boolean.TRUE.equals(golden.params().get("centered"));
    return cancels ? 1e-2 : engines.tolerance();
  }

  private static void givenGradients(Golden golden, Engine engine, double tolerance) {
    Optimizer optimizer = component(golden);
    List<Object> tensors = Golden.list(golden.get("tensors"));
    List<Parameter> parameters = new ArrayList<>();
    for (Object tensor : tensors) {
      parameters.add(parameter(engine, parameters.size(), Golden.map(tensor).get("theta0")));
    }
    Hyper hyper = new Hyper();
    Updates updates = new Updates(engine, optimizer, hyper, parameters);
    int steps = Golden.list(Golden.map(tensors.getFirst()).get("theta")).size();
    for (int step = 0; step < steps; step++) {
      drive(hyper, optimizer, step, golden);
      for (int i = 0; i < parameters.size(); i++) {
        Object gradients = Golden.map(tensors.get(i)).get("gradients");
        Numbers.fill(parameters.get(i).gradient(), Golden.numbers(Golden.list(gradients).get(step)));
      }
      updates.run();
      for (int i = 0; i < parameters.size(); i++) {
        Object theta = Golden.list(Golden.map(tensors.get(i)).get("theta")).get(step);
        String what = "tensor " + i + " after update " + (step + 1);
        assertClose(what, Numbers.of(parameters.get(i).value()), Golden.numbers(theta), tolerance);
      }
    }
    Memory memory = new Memory();
    updates.state(memory);
    for (int i = 0; i < parameters.size(); i++) {
      state(memory, parameters.get(i).name() + ".", Golden.map(Golden.map(tensors.get(i)).get("state")), tolerance);
    }
  }

  private static void drive(Hyper hyper, Optimizer optimizer, int step, Golden golden) {
    hyper.step = step + 1L;
    hyper.lr = optimizer.lr();
    hyper.momentum = optimizer.momentum();
    if (golden.params().containsKey("lr_after") && hyper.step >= (Long) golden.params().get("lr_after_from_update")) {
      hyper.lr = ((Number) golden.params().get("lr_after")).doubleValue();
    }
  }

  private static void state(Memory memory, String prefix, Map<String, Object> expected, double tolerance) {
    memory
        .values()
        .forEach((name, value) -> {
          String ours = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
          for (String theirs : STATE.getOrDefault(ours, List.of())) {
            if (expected.containsKey(theirs)) {
              double[] numbers = value instanceof double[] array ? array : new double[] {(Double) value};
              assertClose(name, numbers, Golden.numbers(expected.get(theirs)), tolerance);
            }
          }
        });
  }

  /// The gradient depends on the parameters here. The textbook's form takes it at the look-ahead point θ + μv; ours is
  /// that method with the look-ahead point as the parameter.
  private static void quadratic(Golden golden, Engine engine, double tolerance) {
    Optimizer optimizer = component(golden);
    boolean textbook = golden.has("lookahead");
    Parameter parameter = parameter(engine, 0, golden.get("theta0"));
    int n = (int) parameter.value().size();
    double[] a = Golden.numbers(Golden.map(golden.get("objective")).get("A"));
    double[] b = Golden.numbers(Golden.map(golden.get("objective")).get("b"));
    List<Object> expected = Golden.list(golden.get("theta"));
    Hyper hyper = new Hyper();
    Updates updates = new Updates(engine, optimizer, hyper, List.of(parameter));
    for (int step = 0; step < expected.size(); step++) {
      drive(hyper, optimizer, step, golden);
      if (textbook) {
        double[] lookahead = Golden.numbers(Golden.list(golden.get("lookahead")).get(step));
        assertClose("look-ahead point", Numbers.of(parameter.value()), lookahead, tolerance);
      }
      for (int i = 0; i < n; i++) {
        double gradient = -b[i];
        for (int j = 0; j < n; j++) {
          gradient += a[i * n + j] * parameter.value().at(j);
        }
        parameter.gradient().put(i, gradient);
      }
      updates.run();
      double[] theta = Golden.numbers(expected.get(step));
      if (textbook) {
        double[] velocity = Golden.numbers(Golden.list(golden.get("velocity")).get(step));
        for (int i = 0; i < n; i++) {
          theta[i] += hyper.momentum * velocity[i];
        }
      }
      assertClose("after update " + (step + 1), Numbers.of(parameter.value()), theta, tolerance);
    }
  }

  private static Parameter parameter(Engine engine, int number, Object start) {
    Matrix value = Golden.matrix(engine, start);
    return new Parameter("p" + number, "p", Parameter.Kind.WEIGHT, value, engine.matrixLike(value));
  }
}
