package nnrun.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import nnrun.config.ConfigException;
import nnrun.config.Problem;
import nnrun.config.Setting;
import nnrun.run.Experiment;
import nnrun.run.Experiments;
import nnrun.run.LocalDisk;
import nnrun.search.Proposals;
import nnrun.search.Space;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From a sweep to its trials: nothing is trained.
class TrialsTest {
  @TempDir private Path folder;
  private Sweeps sweeps;

  @BeforeEach
  void base() throws Exception {
    sweeps = new Sweeps(folder);
  }

  private List<Trials.Draft> drafts(Sweep sweep) {
    List<Problem> problems = new ArrayList<>();
    Space space = Space.of(sweep.spec, sweep::place, new Conditions(sweep.base), problems);
    Proposals.Generation all = sweep.spec.search().start(space).next(new double[0]);
    List<Trials.Draft> drafts = new Trials(sweep, space).of(all.points(), problems);
    assertThat(problems).isEmpty();
    return drafts;
  }

  private List<String> trials(String yaml, String... varied) throws Exception {
    return drafts(sweeps.read(yaml, varied)).stream()
        .map(draft -> String.join(" ", draft.settings().stream().map(Setting::toString).toList()))
        .toList();
  }

  @Test
  void aGridCrossesEverythingAndTheLastChangesFastest() throws Exception {
    assertThat(trials("parameters: {optimizer.lr: [0.1, 0.2], model.0.units: [3, 5]}"))
        .containsExactly(
            "optimizer.lr=0.1 model.0.units=3",
            "optimizer.lr=0.1 model.0.units=5",
            "optimizer.lr=0.2 model.0.units=3",
            "optimizer.lr=0.2 model.0.units=5");
  }

  @Test
  void whatGoesTogetherIsPairedAndNotCrossed() throws Exception {
    assertThat(trials("together: [{model.0.units: [3, 5], optimizer.lr: [0.1, 0.2]}]\nparameters: {seed: [7, 8]}"))
        .containsExactly(
            "seed=7 model.0.units=3 optimizer.lr=0.1",
            "seed=7 model.0.units=5 optimizer.lr=0.2",
            "seed=8 model.0.units=3 optimizer.lr=0.1",
            "seed=8 model.0.units=5 optimizer.lr=0.2");
  }

  @Test
  void aConditionLooksAtTheConfigWithItsDefaults() throws Exception {
    String yaml =
        """
        parameters: {optimizer: [sgd, {type: momentum, lr: 0.1}, adam]}
        when:
          - {if: {optimizer.type: momentum}, vary: {optimizer.momentum: [0.5, 0.9]}}
          - {if: {optimizer.momentum: 9e-1}, vary: {optimizer.lr: [0.1, 0.2]}}
          - {if: {optimizer: adam}, vary: {optimizer.lr: [1e-3]}}
        """;
    assertThat(trials(yaml))
        .containsExactly(
            "optimizer=sgd",
            "optimizer={type: momentum, lr: 0.1} optimizer.momentum=0.5",
            "optimizer={type: momentum, lr: 0.1} optimizer.momentum=0.9 optimizer.lr=0.1",
            "optimizer={type: momentum, lr: 0.1} optimizer.momentum=0.9 optimizer.lr=0.2",
            "optimizer=adam optimizer.lr=1e-3");
  }

  @Test
  void seedsCountOnFromThoseOfTheConfigForEveryPoint() throws Exception {
    assertThat(trials("parameters: {optimizer.lr: [0.1, 0.2]}\nseeds: {of: [seed, data.split.seed], n: 2}"))
        .containsExactly(
            "optimizer.lr=0.1",
            "optimizer.lr=0.1 seed=1 data.split.seed=1",
            "optimizer.lr=0.2",
            "optimizer.lr=0.2 seed=1 data.split.seed=1");
  }

  @Test
  void foldsTakeThePlaceOfTheValidationRows() throws Exception {
    List<Trials.Draft> drafts = drafts(sweeps.read("folds: 3\nseeds: 2"));
    assertThat(drafts).extracting(Trials.Draft::fold).containsExactly(1, 2, 3, 1, 2, 3);
    assertThat(drafts).extracting(d -> d.config().value().data().split().fold()).containsExactly(1, 2, 3, 1, 2, 3);
    assertThat(drafts).allMatch(d -> d.config().value().data().split().val().isNone());
  }

  @Test
  void theCommandLineHasListsRangesAndComponents() throws Exception {
    assertThat(trials("", "model.0.units=32..256*2"))
        .containsExactly("model.0.units=32", "model.0.units=64", "model.0.units=128", "model.0.units=256");
    assertThat(trials("", "optimizer.lr=1e-3..1e-1*10,0.5"))
        .containsExactly("optimizer.lr=0.001", "optimizer.lr=0.01", "optimizer.lr=0.1", "optimizer.lr=0.5");
    assertThat(trials("", "seed=1..4")).containsExactly("seed=1", "seed=2", "seed=3", "seed=4");
    assertThat(trials("", "optimizer.lr=0.1..0.3+0.1"))
        .containsExactly("optimizer.lr=0.1", "optimizer.lr=0.2", "optimizer.lr=0.3");
    assertThat(trials("", "optimizer=sgd,{type: adam, beta2: 0.99}"))
        .containsExactly("optimizer=sgd", "optimizer={type: adam, beta2: 0.99}");
    assertThat(trials("parameters: {optimizer.lr: [0.1, 0.2]}", "optimizer.lr=0.5"))
        .containsExactly("optimizer.lr=0.5");
    assertThatThrownBy(() -> trials("", "model.0.units=32..256*1")).hasMessageContaining("never comes to its end");
    assertThatThrownBy(() -> trials("", "optimizer.lr=1e-4..1e-1")).hasMessageContaining("in which steps?");
    assertThatThrownBy(() -> trials("", "optimizer.lr")).hasMessageContaining("wanted path=values");
  }

  /// These ids name folders that users have: a change here means that all their sweeps are trained anew. They are the
  /// first digits of what sha256sum makes of `trial`, the text, `none` and `2`, a line each, and of `point` and the
  /// text.
  @Test
  void idsStayWhatTheyAre() throws Exception {
    Experiment experiment = experiment(Sweeps.BASE);
    assertThat(experiment.essence())
        .isEqualTo(
            """
            {"data":{"source":{"type":"moons","n":60},"split":{"val":20}},"model":[{"type":"dense","units":4,\
            "init":{"type":"kaiming_normal","gain":"auto"}},{"type":"relu"},{"type":"dense","units":2,\
            "init":{"type":"xavier_uniform"},"name":"logits"}],"loss":{"type":"cross_entropy"},\
            "optimizer":{"type":"sgd","lr":0.1},"train":{"epochs":2,"batch_size":10},\
            "metrics":[{"type":"accuracy"}]}\
            """);
    assertThat(Trial.id(experiment, "none")).isEqualTo("ccf58c0f8a58");
    assertThat(Trial.pointId(experiment)).isEqualTo("d54f6bfb");
  }

  @Test
  void anIdIsOfWhatDecidesTheNumbers() throws Exception {
    String id = id(Sweeps.BASE);
    assertThat(id(Sweeps.BASE.replace("name: small", "name: other"))).isEqualTo(id);
    assertThat(id(Sweeps.BASE + "seed: 0\nschedule: constant\nregularization: []\n")).isEqualTo(id);
    assertThat(id(Sweeps.BASE.replace("moons, n: 60", "moons, noise: 0.1, n: 60"))).isEqualTo(id);
    assertThat(id(Sweeps.BASE.replace("- dense", "- {type: dense}"))).isEqualTo(id);
    assertThat(id(Sweeps.BASE + "expect: [\"val.loss <= 5\"]\n")).isEqualTo(id);
    assertThat(id(Sweeps.BASE + "seed: 1\n")).isNotEqualTo(id);
    assertThat(id(Sweeps.BASE.replace("lr: 0.1", "lr: 0.2"))).isNotEqualTo(id);
    assertThat(Trial.id(experiment(Sweeps.BASE), "other data")).isNotEqualTo(id);
  }

  /// The weights that a model begins with decide its numbers: of a run that was trained again there are others.
  @Test
  void anIdIsAlsoOfTheWeightsThatATrialBeginsWith() throws Exception {
    sweeps.run(sweeps.read("parameters: {optimizer.lr: [0.1, 0.2]}"), 1);
    List<String> trained = sweeps.table("trials.csv").stream().map(row -> row.get("trial")).toList();
    Path weights = Path.of("checkpoints/last.safetensors");
    Path other = Files.createDirectories(folder.resolve("other/checkpoints")).getParent();
    List<String> ids = new ArrayList<>();
    for (String id : trained) {
      for (String file : List.of("config.resolved.yaml", "summary.json", weights.toString())) {
        Files.copy(sweeps.trial(id).resolve(file), other.resolve(file), StandardCopyOption.REPLACE_EXISTING);
      }
      Files.writeString(folder.resolve("base.yaml"), Sweeps.BASE + "init: {type: from_run, run: " + other + "}\n");
      Sweep sweep = sweeps.read("");
      ids.add(drafts(sweep).getFirst().of(new SharedData(sweep.dataPlaces, 1 << 20)).id());
    }
    assertThat(ids).doesNotHaveDuplicates().doesNotContainAnyElementsOf(trained);
  }

  @Test
  void aRunWhoseWeightsAreMissingIsSaidBeforeAnythingTrains() {
    assertThat(said("parameters: {init: [xavier_uniform, {type: from_run, run: nowhere}]}"))
        .singleElement()
        .asString()
        .startsWith("2:59: init.run: nowhere");
  }

  private Experiment experiment(String yaml) throws Exception {
    return Experiments.read(Files.writeString(folder.resolve("e.yaml"), yaml), List.of()).value();
  }

  private String id(String yaml) throws Exception {
    return Trial.id(experiment(yaml), "none");
  }

  /// The first line of each problem, from its place in the sweep file on.
  private List<String> said(String yaml) {
    try {
      sweeps.run(sweeps.read(yaml), 1);
      return List.of();
    } catch (ConfigException e) {
      assertThat(folder.resolve("out")).doesNotExist();
      return e.problems().stream()
          .map(p -> p.toString().lines().findFirst().orElseThrow().replace(folder + "/sweep.yaml:", ""))
          .toList();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void everythingWrongWithAnyTrialIsSaidAtOnceWithItsPlace() {
    String yaml =
        """
        parameters:
          optimizer.lr: [0.1, -1, fast]
          model.7.units: [3]
          optimizer.lrr: [1]
        seeds: {n: 2, of: [sed]}
        objective: {maximize: val.acuracy}
        """;
    assertThat(said(yaml))
        .containsExactly(
            "3:23: optimizer.lr: -1 is out of range; wanted lr >= 0",
            "3:27: optimizer.lr: got fast; wanted a number",
            "4:9: model has no element 7; it has 0 to 2: dense_1, relu_1, logits",
            "5:13: optimizer.lrr: unknown parameter of sgd; did you mean lr?",
            "6:20: the config has no whole number at sed; take seed, or data.split.seed",
            "7:13: no measure of this config is called val.acuracy; there are lr, train.loss, train.penalty,"
                + " train.accuracy, val.loss, val.accuracy, grad.norm; did you mean val.accuracy?");
  }

  @Test
  void aSweepFileIsReadAsStrictlyAsAConfig() {
    assertThat(said("parametres: {}\nsearch: grd\nseeds: 0\nbudget: {wall: 20}"))
        .containsExactly(
            "2:1: parametres: unknown key; did you mean parameters?",
            "3:9: search: unknown search grd; did you mean grid?",
            "4:8: seeds.n: 0 is out of range; wanted 1 <= n <= 10000",
            "5:16: budget.wall: got 20; wanted a time such as 90s, 20m or 2h");
    assertThat(said("parameters: {optimizer.lr: {log: [0, 1]}, seed: {linear: [1]}, init: {}}\nobjective: {}"))
        .containsExactly(
            "2:34: parameters.optimizer.lr.log: 0.0 has no logarithm; begin above 0, or take linear",
            "2:58: parameters.seed.linear: wanted two numbers, the smaller one first: [a, b]",
            "2:64: parameters.init: wanted one of: a list of values, {log: [a, b]}, {linear: [a, b]}, {int: [a, b]}",
            "3:1: objective: wanted {maximize: val.accuracy} or {minimize: val.loss}");
    assertThat(said("objective: {maximise: val.accuracy}"))
        .containsExactly("2:13: objective.maximise: unknown key; did you mean maximize?");
    assertThat(said("parameters: {optimizer.lr: {log: [1e-3, 1]}}\ntogether: [{seed: [1, 2], model.0.units: [3]}]"))
        .containsExactly(
            "2:14: optimizer.lr: a grid needs to know which values; add points: 5 to the range",
            "3:27: model.0.units has 1 values, and a neighbour 2; what goes together is equally long");
    assertThat(said("parameters: {seed: {int: [1, 1000]}, optimizer.lr: {linear: [0, 1], points: 1000}}"))
        .containsExactly("2:1: 1000000 combinations are more than a grid takes; take random");
    assertThat(said("parameters: {model.0.units: [4], model.1.units: [4]}"))
        .singleElement()
        .asString()
        .startsWith("2:42: model[1].units: unknown parameter of relu");
  }

  @Test
  void aModelThatDoesNotFitTheDataIsFoundBeforeAnythingTrains() {
    assertThat(said("parameters: {model.logits.units: [2, 3]}"))
        .singleElement()
        .asString()
        .isEqualTo(
            "2:38: model.logits.units: with 3, model[2]: the model ends in 3 outputs, and the target class has 2"
                + " classes; end it in dense: 2");
    assertThat(said("parameters: {loss: [cross_entropy, mse]}"))
        .singleElement()
        .asString()
        .startsWith("2:36: loss: with mse, ");
  }

  @Test
  void dataThatAValueLeavesNoneOfAreSaidAtThatValueAndFoldsAtFolds() {
    assertThat(said("parameters: {optimizer.lr: [0.1], data.split.test: [0, 0.9999]}\nfolds: 5"))
        .singleElement()
        .asString()
        .startsWith("2:56: data.split.test: with 0.9999, data: split: of 60 rows ");
    assertThat(said("parameters: {optimizer.lr: [0.1]}\nfolds: 1"))
        .containsExactly(
            "3:1: data.split.folds: one fold leaves no rows for training; take 2 or more, 5 or 10 are common");
  }

  @Test
  void aConditionThatHoldsNowhereIsSaid() throws Exception {
    List<String> said = new ArrayList<>();
    Sweeping.Listener listener =
        new Sweeping.Listener() {
          @Override
          public void warning(Problem problem) {
            said.add(problem.line() + ":" + problem.column() + ": " + problem.message());
          }
        };
    String yaml =
        """
        parameters: {optimizer: [sgd, adam]}
        when:
          - {if: {optimizer.type: adam}, vary: {optimizer.beta1: [0.8]}}
          - {if: {optimizer.type: adm}, vary: {optimizer.beta1: [0.8]}}
        """;
    Path out = folder.resolve("out");
    Sweeping.Conduct conduct = new Sweeping.Conduct(out, 1, false, List.of(), "test", listener);
    new Sweeping(sweeps.read(yaml), new LocalDisk(), conduct).run();
    assertThat(said).containsExactly("5:40: optimizer.beta1 is never varied, since no point has optimizer.type=adm");
  }

  @Test
  void allTrialsOfASweepHaveTheSameIdsWhoeverPlansIt() throws Exception {
    Sweep sweep = sweeps.read("parameters: {optimizer.lr: [0.1, 0.2]}\nseeds: 2");
    SharedData data = new SharedData(sweep.dataPlaces, 1 << 20);
    List<String> ids = drafts(sweep).stream().map(draft -> draft.of(data).id()).toList();
    assertThat(ids).hasSize(4).doesNotHaveDuplicates();
    new Sweeping(sweep, new LocalDisk(), sweeps.conduct(1)).run();
    assertThat(sweeps.table("trials.csv")).extracting(row -> row.get("trial")).containsExactlyElementsOf(ids);
  }
}
