package nnrun.config;

import java.util.List;
import java.util.Map;
import nnrun.spec.Default;
import nnrun.spec.Range;
import org.jspecify.annotations.Nullable;

/// One required parameter of every kind.
record Knobs(
    @Range("[1,100]") int count,
    @Range("[0,inf)") long seed,
    @Range("[0,1)") double rate,
    boolean on,
    String label,
    Kitchen.Sauce sauce,
    Kitchen.Portion portion,
    Kitchen.Oven oven,
    Kitchen.Times times,
    @Range("(0,10]") List<Double> sizes,
    @Range("(0,10]") Map<String, Integer> stock,
    @Default("7") @Range("[1,9]") int optional,
    @Nullable @Range("[0,1]") Double maybe) {

  static final String GOOD =
      """
      count: 3
      seed: 4
      rate: 0.5
      on: true
      label: hello
      sauce: some
      portion: 5
      oven: gas
      times: {opens: 8}
      sizes: [1, 2.5]
      stock: {salt: 1}
      """;
}
