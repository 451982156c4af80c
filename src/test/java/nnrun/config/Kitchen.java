package nnrun.config;

import java.util.List;
import java.util.Map;
import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Inline;
import nnrun.spec.Invalid;
import nnrun.spec.Name;
import nnrun.spec.Range;
import nnrun.spec.Text;
import org.jspecify.annotations.Nullable;

/// A small course kitchen that has every kind of parameter a config knows.
record Kitchen(
    @Doc("what to call it") @Default("kitchen") Name name,
    @Default("1") @Range("[0,inf)") long seed,
    @Default("[]") List<Named> courses,
    @Default("{type: gas}") Oven oven,
    @Nullable Oven spare,
    @Default("{}") Service service,
    @Default("{}") Map<String, Double> stock,
    @Default("[]") List<Dish> extras) {

  record Named(@Nullable Name name, @Inline Dish dish) {}

  sealed interface Dish permits Soup, Roast, Bread, Sweet {}

  @Component(formula = "s = w + b", doc = "Warm and wet.")
  record Soup(@Doc("litres in the pot") @Range("(0,100]") double litres, @Default("true") boolean salt)
      implements Dish {}

  @Component(
      formula = "r = h·t",
      doc = "Takes its time.",
      aliases = {"joint"})
  record Roast(@Default("2") @Range("[1,12]") int hours, @Default("0.5") @Range("[0,1)") double rare, @Nullable Oven in)
      implements Dish {}

  @Component(
      formula = "b = f",
      doc = "Nothing to say about it.",
      aliases = {"loaf"})
  record Bread() implements Dish {}

  sealed interface Sweet extends Dish permits IceCream {}

  @Component(formula = "i = -c", doc = "Cold.")
  record IceCream(@Default("[]") @Range("[0,10]") List<Double> scoops, @Default("some") Sauce sauce) implements Sweet {}

  enum Sauce {
    NONE,
    SOME,
    MUCH_MORE
  }

  sealed interface Oven permits Gas, Electric, Stacked {}

  record Gas(@Default("180") @Range("[0,300]") int heat, @Default("0.1") double leak) implements Oven {}

  record Electric(@Default("200") @Range("[0,300]") int heat, @Default("true") boolean fan) implements Oven {}

  record Stacked(int steps, Oven then) implements Oven {}

  record Service(
      @Default("20") @Range("[1,1000]") int guests,
      @Default("full") Portion portion,
      @Default("hello") String greeting,
      @Inline Times times) {}

  record Times(@Default("18") int opens, @Default("23") int closes) {
    Times {
      if (opens >= closes) {
        throw new Invalid("opens", opens + " is not before " + closes + ", when it closes; open earlier");
      }
    }
  }

  @Text(value = "full, or a whole number >= 1", numbers = true)
  record Portion(int size) {
    static Portion parse(String text) {
      if (text.equals("full")) {
        return new Portion(0);
      }
      int size = Integer.parseInt(text);
      if (size < 1) {
        throw new IllegalArgumentException(text + " is too small; wanted full, or a whole number >= 1");
      }
      return new Portion(size);
    }

    @Override
    public String toString() {
      return size == 0 ? "full" : Integer.toString(size);
    }
  }
}
