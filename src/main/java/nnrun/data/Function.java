package nnrun.data;

import java.util.ArrayList;
import java.util.List;
import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Example;
import nnrun.spec.Invalid;
import nnrun.spec.Range;
import nnrun.tensor.Stream;

/// y = f(x) + noise, with every x uniform in [from, to).
@Component(
    formula = "y = f(x) + normal(0, noise^2), x uniform in [from, to)",
    doc =
        "Numbers to approximate: y is an expression in x, or in x1, x2, ... of + - * / ^ ( ) sin cos tan exp log sqrt"
            + " abs tanh pi e.",
    use = "For universal approximation: how many units a curve takes.",
    avoid = "For functions that are infinite or no number somewhere in the range.",
    source = "Cybenko 1989")
public record Function(
    @Doc("y, as an expression in x, or in x1, x2 and so on") @Example("sin(3*x)") String expression,
    @Doc("rows") @Default("1000") @Range("[1,100000000]") int n,
    @Doc("the least of every x") @Default("-1") double from,
    @Doc("the greatest of every x") @Default("1") double to,
    @Doc("standard deviation of the normal noise on y") @Default("0") @Range("[0,inf)") double noise,
    @Doc("of these rows alone; the run's own seed does not touch them") @Default("0") long seed)
    implements Source {
  public Function {
    try {
      Expression.parse(expression);
    } catch (IllegalArgumentException e) {
      throw new Invalid("expression", String.valueOf(e.getMessage()));
    }
    if (!(from < to)) {
      throw new Invalid("to", "from: " + from + " is not below to: " + to);
    }
  }

  @Override
  public Table load(DataFiles files) {
    Expression y = Expression.parse(expression);
    List<String> names = new ArrayList<>(y.variables());
    int width = names.size();
    names.add("y");
    Generated points = new Generated("function", List.copyOf(names), n);
    Stream stream = Stream.of(seed).named("function");
    Stream disturbance = stream.named("noise");
    double[] x = new double[width];
    for (int row = 0; row < n; row++) {
      for (int c = 0; c < width; c++) {
        x[c] = from + (to - from) * stream.uniform((long) row * width + c);
        points.set(row, c, x[c]);
      }
      double value = y.at(x);
      if (!Double.isFinite(value)) {
        throw new DataException(
            "function: "
                + expression
                + " is "
                + value
                + " at "
                + names.getFirst()
                + " = "
                + x[0]
                + "; choose from and to where it is finite");
      }
      points.set(row, width, value + noise * disturbance.normal(row));
    }
    return points.table(files.store());
  }
}
