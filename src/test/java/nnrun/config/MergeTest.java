package nnrun.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import nnrun.config.Kitchen.Electric;
import nnrun.config.Kitchen.Gas;
import nnrun.config.Kitchen.Roast;
import nnrun.config.Kitchen.Soup;
import nnrun.config.Kitchen.Stacked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How `extends` and `-o` lay one tree on another.
class MergeTest {
  @TempDir Path folder;

  private static final String BASE =
      """
      seed: 7
      oven: {type: electric, heat: 100, fan: false}
      courses: [soup: 1, {type: roast, hours: 3, name: main}, {type: roast, name: a.b}, soup: 4]
      service: {guests: 5, opens: 9}
      stock: {salt: 1, "a.b": 2}
      """;

  private Kitchen with(String... options) throws Exception {
    return Config.read(Kitchen.class, file("c.yaml", BASE), Arrays.asList(options)).value();
  }

  private Kitchen over(String top) throws Exception {
    file("base.yaml", BASE);
    return Config.read(Kitchen.class, file("top.yaml", "extends: base.yaml\n" + top), List.of()).value();
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void mapsMergeKeyByKey() throws Exception {
    Kitchen kitchen = over("service: {guests: 6}\nstock: {pepper: 3}");
    assertThat(kitchen.service().guests()).isEqualTo(6);
    assertThat(kitchen.service().times().opens()).isEqualTo(9);
    assertThat(kitchen.stock()).containsOnlyKeys("salt", "a.b", "pepper");
    assertThat(kitchen.seed()).isEqualTo(7);
  }

  @Test
  void listsAreReplaced() throws Exception {
    assertThat(over("courses: [bread]").courses()).hasSize(1);
    assertThat(over("courses: []").courses()).isEmpty();
  }

  @Test
  void aComponentOfTheSameTypeMergesInWhateverSpelling() throws Exception {
    assertThat(over("oven: {type: electric, fan: true}").oven()).isEqualTo(new Electric(100, true));
    assertThat(over("oven: {electric: {fan: true}}").oven()).isEqualTo(new Electric(100, true));
    assertThat(over("oven: {electric: 50}").oven()).isEqualTo(new Electric(50, false));
    assertThat(over("oven: electric").oven()).isEqualTo(new Electric(100, false));
    assertThat(over("oven: {fan: true}").oven()).isEqualTo(new Electric(100, true));
  }

  @Test
  void aComponentOfAnotherTypeReplacesTheOldOneWhole() throws Exception {
    assertThat(over("oven: gas").oven()).isEqualTo(new Gas(180, 0.1));
    assertThat(over("oven: {type: gas, leak: 0.5}").oven()).isEqualTo(new Gas(180, 0.5));
    assertThat(with("oven=gas").oven()).isEqualTo(new Gas(180, 0.1));
  }

  @Test
  void nullTakesAnOptionalComponentAway() throws Exception {
    file("base.yaml", "spare: gas");
    Path top = file("top.yaml", "extends: base.yaml\nspare: null");
    assertThat(Config.read(Kitchen.class, top, List.of()).value().spare()).isNull();
  }

  @Test
  void basesMayExtendBasesBesideThemselves() throws Exception {
    Files.createDirectories(folder.resolve("sub"));
    file("root.yaml", "seed: 1\nservice: {guests: 1}");
    file("sub/base.yaml", "extends: ../root.yaml\nseed: 2");
    Config<Kitchen> config = Config.read(Kitchen.class, file("top.yaml", "extends: sub/base.yaml"), List.of());
    assertThat(config.value().seed()).isEqualTo(2);
    assertThat(config.value().service().guests()).isEqualTo(1);
    assertThat(config.files())
        .containsExactly(folder.resolve("top.yaml"), folder.resolve("sub/base.yaml"), folder.resolve("root.yaml"));
    assertThat(config.text()).isEqualTo("extends: sub/base.yaml");
  }

  @Test
  void aChainOfEightConfigsIsReadAndOneOfNineIsNot() throws Exception {
    file("c0.yaml", "seed: 3");
    for (int i = 1; i < 9; i++) {
      file("c" + i + ".yaml", "extends: c" + (i - 1) + ".yaml");
    }
    assertThat(Config.read(Kitchen.class, folder.resolve("c7.yaml"), List.of()).value().seed()).isEqualTo(3);
    ConfigException e =
        catchThrowableOfType(
            ConfigException.class, () -> Config.read(Kitchen.class, folder.resolve("c8.yaml"), List.of()));
    assertThat(e.problems().getFirst().file()).endsWith("c1.yaml");
    assertThat(e).hasMessageContaining("more than 8 configs extend one another");
  }

  @Test
  void aTextThatIsNoFileExtendsNothing() {
    ConfigException e =
        catchThrowableOfType(ConfigException.class, () -> Config.parse(Kitchen.class, "extends: base.yaml", "text"));
    assertThat(e).hasMessageStartingWith("text:1:10: extends: only a config in a file can extend another");
  }

  @Test
  void optionsReachElementsByNumberNameAndCountOfTheirType() throws Exception {
    assertThat(with("courses.1.hours=4").courses().get(1).dish()).isEqualTo(new Roast(4, 0.5, null));
    assertThat(with("courses[1].hours=4").courses().get(1).dish()).isEqualTo(new Roast(4, 0.5, null));
    assertThat(with("courses.main.hours=4").courses().get(1).dish()).isEqualTo(new Roast(4, 0.5, null));
    assertThat(with("courses.a.b.hours=4").courses().get(2).dish()).isEqualTo(new Roast(4, 0.5, null));
    assertThat(with("courses.soup_2.salt=false").courses().get(3).dish()).isEqualTo(new Soup(4, false));
    assertThat(with("courses.0={soup: 9}").courses().get(0).dish()).isEqualTo(new Soup(9, true));
    assertThat(with("courses.main.in.heat=9", "courses.main.in=gas").courses().get(1).dish())
        .isEqualTo(new Roast(3, 0.5, new Gas(9, 0.1)));
  }

  @Test
  void aWholeComponentAppliesBeforeItsKeysWhateverTheOrder() throws Exception {
    assertThat(with("oven.leak=0.3", "oven=gas", "oven.heat=5").oven()).isEqualTo(new Gas(5, 0.3));
    assertThat(with("oven.then.heat=4", "oven={stacked: {steps: 2, then: gas}}").oven())
        .isEqualTo(new Stacked(2, new Gas(4, 0.1)));
  }

  @Test
  void optionsReachWhatTheConfigLeavesToADefault() throws Exception {
    Path empty = file("c.yaml", "seed: 1");
    Config<Kitchen> config =
        Config.read(Kitchen.class, empty, List.of("oven.heat=5", "service.closes=20", "stock.x=1"));
    assertThat(config.value().oven()).isEqualTo(new Gas(5, 0.1));
    assertThat(config.value().service().times().closes()).isEqualTo(20);
    assertThat(config.value().stock()).containsEntry("x", 1.0);
  }

  @Test
  void optionsSetKeysThatHoldDots() throws Exception {
    assertThat(with("stock.a.b=5").stock()).containsEntry("a.b", 5.0).hasSize(2);
    assertThat(with("stock.c.d=5").stock()).containsEntry("c.d", 5.0).hasSize(3);
  }

  @Test
  void anOptionIsAsStrictAsTheFile() {
    for (String option :
        List.of(
            "seed='5'",
            "seed=5.0",
            "seed=0,5",
            "oven=gass",
            "oven.fan=yes",
            "service={guests: 5, guests: 6}",
            "courses.4.hours=1",
            "courses.-1.hours=1",
            "courses.01.hours=1",
            "courses..hours=1",
            "courses=soup",
            "seed.a=1",
            "service=5",
            "x=1",
            "seed=1\n---\n2")) {
      ConfigException e = catchThrowableOfType(ConfigException.class, () -> with(option));
      assertThat(e).as(option).isNotNull();
      assertThat(e.problems()).as(option).hasSize(1);
      assertThat(e.problems().getFirst().file()).isEqualTo("-o " + option);
      assertThat(e.problems().getFirst().line()).isZero();
    }
  }

  @Test
  void aProblemFoundLaterPointsToItsPlaceOrTheNearestAroundIt() throws Exception {
    Config<Kitchen> config = Config.read(Kitchen.class, file("c.yaml", BASE), List.of("seed=8"));
    assertThat(config.problem("courses.1.hours", "too long").toString())
        .isEqualTo(
            folder.resolve("c.yaml")
                + """
                :3:41: courses[1].hours: too long
                    3 | courses: [soup: 1, {type: roast, hours: 3, name: main}, {type: roast, name: a.b}, soup: 4]
                      |                                         ^\
                """);
    assertThat(config.problem("courses[1].rare", "raw"))
        .extracting(Problem::line, Problem::column)
        .containsExactly(3, 20);
    assertThat(config.problem("courses.main", "x").path()).isEqualTo("courses[1]");
    assertThat(config.problem("service.portion", "x")).extracting(Problem::line, Problem::column).containsExactly(4, 1);
    assertThat(config.problem("spare.heat", "x", "hat"))
        .extracting(Problem::line, Problem::suggestion)
        .containsExactly(1, "hat");
    assertThat(config.problem("seed", "odd")).hasToString("-o seed=8: odd\n   -o | seed=8\n      |      ^");
  }
}
