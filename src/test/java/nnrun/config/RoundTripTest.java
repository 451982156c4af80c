package nnrun.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import nnrun.config.Kitchen.Bread;
import nnrun.config.Kitchen.Dish;
import nnrun.config.Kitchen.Electric;
import nnrun.config.Kitchen.Gas;
import nnrun.config.Kitchen.IceCream;
import nnrun.config.Kitchen.Named;
import nnrun.config.Kitchen.Oven;
import nnrun.config.Kitchen.Portion;
import nnrun.config.Kitchen.Roast;
import nnrun.config.Kitchen.Sauce;
import nnrun.config.Kitchen.Service;
import nnrun.config.Kitchen.Soup;
import nnrun.config.Kitchen.Stacked;
import nnrun.config.Kitchen.Times;
import nnrun.spec.Default;
import nnrun.spec.Name;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What [Yaml] writes, [Config] reads back to an equal record, whatever words and numbers it holds.
class RoundTripTest {
  private static final List<String> AWKWARD =
      List.of(
          "",
          " ",
          "null",
          "~",
          "true",
          "no",
          "yes",
          "on",
          "5",
          "-1",
          "1e3",
          ".5",
          "0x1f",
          "1_000",
          "nan",
          ".inf",
          "a: b",
          "a #b",
          "#",
          "- a",
          "-",
          "?",
          ": ",
          "{a}",
          "[a]",
          "'",
          "\"",
          "\\",
          "a\nb",
          "\n",
          "a\n\n",
          "\ta",
          "a\t",
          "é",
          "日本",
          "\uD83D\uDE00",
          "\u0000",
          "\u001b[31m",
          "\u0085",
          "\u2028",
          "\u00a0",
          "\uFEFF",
          "\u202e",
          "a ",
          " a",
          "&a",
          "*a",
          "!a",
          "%a",
          "@a",
          "`a",
          "|",
          ">",
          "<<",
          "=",
          "---",
          "...",
          "a".repeat(500),
          "a ".repeat(200),
          "2024-01-01",
          "12:30");

  @Test
  void aResolvedConfigHoldsEveryDefaultInOneSpelling() throws ConfigException {
    Kitchen kitchen =
        Config.parse(Kitchen.class, "courses: [soup: 2, joint, {ice_cream: [1]}]\nspare: electric", "k").value();
    assertThat(Yaml.write(kitchen))
        .isEqualTo(
            """
            name: kitchen
            seed: 1
            courses:
              - type: soup
                litres: 2.0
                salt: true
              - type: roast
                hours: 2
                rare: 0.5
              - type: ice_cream
                scoops:
                  - 1.0
                sauce: some
            oven:
              type: gas
              heat: 180
              leak: 0.1
            spare:
              type: electric
              heat: 200
              fan: true
            service:
              guests: 20
              portion: full
              greeting: hello
              opens: 18
              closes: 23
            stock: {}
            extras: []
            """);
  }

  @Test
  void awkwardTextsComeBack() throws ConfigException {
    for (String text : AWKWARD) {
      Kitchen kitchen = kitchen(text, Map.of(text, 1.0), List.of());
      assertThat(reread(kitchen)).as(text).isEqualTo(kitchen);
    }
  }

  @Test
  void randomKitchensComeBackBitForBit() throws ConfigException {
    SplittableRandom random = new SplittableRandom(20260101);
    for (int i = 0; i < 300; i++) {
      Map<String, Double> stock = new LinkedHashMap<>();
      for (int k = random.nextInt(4); k > 0; k--) {
        stock.put(text(random), number(random));
      }
      List<Named> courses = new ArrayList<>();
      for (int k = random.nextInt(5); k > 0; k--) {
        courses.add(new Named(random.nextBoolean() ? null : new Name("n" + k), dish(random)));
      }
      Kitchen kitchen = kitchen(text(random), stock, courses);
      Kitchen back = reread(kitchen);
      assertThat(back).isEqualTo(kitchen);
      assertThat(List.copyOf(back.stock().keySet())).isEqualTo(List.copyOf(stock.keySet()));
      assertThat(Yaml.write(back)).isEqualTo(Yaml.write(kitchen));
    }
  }

  record Odd(@Default("5") @Nullable Double x, @Nullable Double y) {}

  @Test
  void noneIsWrittenOutWhereLeavingItOutWouldMeanTheDefault() throws ConfigException {
    Odd none = new Odd(null, null);
    assertThat(Yaml.write(none)).isEqualTo("x: null\n");
    assertThat(Config.parse(Odd.class, Yaml.write(none), "odd").value()).isEqualTo(none);
  }

  @Test
  void aComponentAloneComesBackThroughItsCatalogue() throws ConfigException {
    Oven oven = new Stacked(3, new Gas(1, 1e-4));
    assertThat(Yaml.write(oven)).isEqualTo("type: stacked\nsteps: 3\nthen:\n  type: gas\n  heat: 1\n  leak: 1e-4\n");
    assertThat(Config.parse(Oven.class, Yaml.write(oven), "oven").value()).isEqualTo(oven);
  }

  private static Kitchen reread(Kitchen kitchen) throws ConfigException {
    return Config.parse(Kitchen.class, Yaml.write(kitchen), "resolved").value();
  }

  private static Kitchen kitchen(String greeting, Map<String, Double> stock, List<Named> courses) {
    Service service = new Service(3, new Portion(4), greeting, new Times(1, 2));
    return new Kitchen(
        new Name("null"), Long.MAX_VALUE, courses, new Gas(0, 5e-324), null, service, stock, List.of(new Bread()));
  }

  private static Dish dish(SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> new Soup(100 * (1 - random.nextDouble()), random.nextBoolean());
      case 1 ->
          new Roast(1 + random.nextInt(12), random.nextDouble(), random.nextBoolean() ? null : new Electric(5, true));
      case 2 -> new IceCream(List.of(10 * random.nextDouble(), 0.0), Sauce.MUCH_MORE);
      default -> new Bread();
    };
  }

  private static double number(SplittableRandom random) {
    double x = Double.longBitsToDouble(random.nextLong());
    return Double.isFinite(x) ? x : -0.0;
  }

  private static String text(SplittableRandom random) {
    StringBuilder text = new StringBuilder(AWKWARD.get(random.nextInt(AWKWARD.size())));
    return text.append(AWKWARD.get(random.nextInt(AWKWARD.size()))).append(random.nextInt(100)).toString();
  }
}
