package nnrun.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import nnrun.config.Json;
import nnrun.data.Csv;
import nnrun.data.Header;
import nnrun.data.Inspection;
import nnrun.data.Inspection.Found;
import nnrun.data.Inspection.Kind;
import nnrun.spec.Nearest;
import nnrun.spec.Printable;
import org.jspecify.annotations.Nullable;

/// A config for a table whose columns have been looked at, in the making.
final class TableStarter {
  /// Below which validation or test measures say little.
  private static final int ENOUGH_ROWS = 30;

  /// Of a class: training, validation and test need a row each.
  private static final int FEWEST = 3;

  private final boolean classes;
  private final boolean reads;
  private final List<String> documents = new ArrayList<>();
  private final Inspection table;
  private final String path;
  private final Found target;
  private final List<Found> inputs = new ArrayList<>();
  private final List<String> ignored = new ArrayList<>();
  private final List<String> reasons = new ArrayList<>();
  private final StringBuilder notes = new StringBuilder();

  TableStarter(Starter.Template template, Inspection table, @Nullable String wanted, String path) {
    classes = template != Starter.Template.REGRESSION;
    reads = template == Starter.Template.TEXT;
    this.table = table;
    this.path = path;
    List<String> names = table.columns().stream().map(Found::name).toList();
    String name = wanted == null ? usualTarget() : wanted;
    target =
        table.columns().stream()
            .filter(column -> column.name().equals(name))
            .findFirst()
            .orElseThrow(() -> {
              String nearest = Nearest.of(name, names);
              return new IllegalArgumentException(
                  "--target "
                      + name
                      + ": no such column; there are "
                      + Nearest.list(names)
                      + (nearest == null ? "" : "; did you mean " + nearest + "?"));
            });
    checkRows();
    checkTarget();
    List<Found> others = table.columns().stream().filter(column -> column != target).toList();
    boolean onlyCounts = others.stream().noneMatch(this::ordinaryInput);
    others.forEach(column -> sort(column, onlyCounts));
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException(
          path
              + ": no column beside the target "
              + name
              + " can be an input ("
              + String.join("; ", reasons)
              + ")"
              + (others.stream().anyMatch(Found::documents) ? "; to read texts take nnrun new text" : ""));
    }
    if (reads && documents.isEmpty()) {
      throw new IllegalArgumentException(
          path + ": no column beside the target " + name + " holds texts to read; take nnrun new classification");
    }
  }

  private String usualTarget() {
    return table.columns().reversed().stream()
        .filter(column -> !reads || !column.documents())
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(path + ": every column holds texts, and none a class"))
        .name();
  }

  private boolean ordinaryInput(Found column) {
    return column.kind() == Kind.NUMBER || column.kind() == Kind.CATEGORY || (reads && column.documents());
  }

  private void checkRows() {
    int rows = table.rows() - target.missing();
    if (table.columns().size() == 1) {
      throw new IllegalArgumentException(
          path + ": " + target.name() + " is the only column; a target needs inputs beside it");
    }
    if (rows < FEWEST) {
      throw new IllegalArgumentException(
          path
              + ": "
              + rows
              + (rows == 1 ? " row has" : " rows have")
              + " a value of the target "
              + target.name()
              + "; training, validation and test need a row each, so add "
              + (FEWEST - rows)
              + " or more");
    }
  }

  private void checkTarget() {
    if (classes && (target.counts().size() < 2 || (target.numbers() && !target.whole()))) {
      boolean constant = target.kind() == Kind.CONSTANT;
      throw new IllegalArgumentException(
          "the target "
              + target.name()
              + " is no class: "
              + (constant
                  ? "it has one value only"
                  : target.counts().isEmpty() ? "it has too many values" : "it has no two different whole values")
              + "; name another with --target"
              + (constant || reads || !target.numbers() ? "" : ", or take nnrun new regression"));
    }
    for (Map.Entry<String, Integer> count : target.counts().entrySet()) {
      if (classes && count.getValue() < FEWEST) {
        throw new IllegalArgumentException(
            "the target "
                + target.name()
                + " is "
                + count.getKey()
                + " in "
                + count.getValue()
                + " of "
                + table.rows()
                + " rows; every split needs one, so remove classes of fewer than "
                + FEWEST
                + " rows"
                + (target.numbers() && !reads ? ", or take nnrun new regression" : ""));
      }
    }
    if (!classes && !target.numbers()) {
      throw new IllegalArgumentException(
          "the target "
              + target.name()
              + " holds texts; name another with --target"
              + (target.counts().size() < 2 ? "" : ", or take nnrun new classification"));
    }
  }

  /// @param onlyCounts whether no other input is left than numbers that count the rows, which may be the x of a curve
  private void sort(Found column, boolean onlyCounts) {
    if (reads && column.documents()) {
      documents.add(YamlWords.text(column.name()) + ": tf_idf");
      inputs.add(column);
      note(column.name() + ": documents of about " + Math.round(column.words()) + " words");
      return;
    }
    String why =
        switch (column.kind()) {
          case NUMBER, CATEGORY -> "";
          case IDENTIFIER -> onlyCounts && column.numbers() ? "" : "another value in every row";
          case TEXT -> "texts of too many kinds for categories";
          case CONSTANT -> "one value only";
          case EMPTY -> "no value at all";
        };
    if (why.isEmpty()) {
      inputs.add(column);
      note(column.name() + ": " + describe(column));
    } else {
      ignored.add(YamlWords.text(column.name()));
      reasons.add(column.name() + ": " + why);
      note(column.name() + ": ignored, " + why);
    }
  }

  private void note(String line) {
    notes.append("#   ").append(line.replaceAll("\\p{Cntrl}", " ")).append('\n');
  }

  private static String describe(Found column) {
    String what =
        column.numbers()
            ? "a number, mean " + YamlWords.threeDigits(column.mean()) + ", sd " + YamlWords.threeDigits(column.sd())
            : "one of " + Nearest.list(List.copyOf(column.counts().keySet()));
    boolean few = column.numbers() && column.whole() && column.counts().size() > 2 && column.counts().size() <= 6;
    return what
        + (few ? ", of " + column.counts().size() + " values: a category? See types" : "")
        + (column.missing() > 0 ? ", " + column.missing() + " missing" : "");
  }

  String text() {
    int rows = table.rows();
    double val = share(rows);
    boolean small = val * rows < ENOUGH_ROWS;
    int width = rows < 1000 ? 32 : 64;
    int batch = rows < 1000 ? 16 : rows < 20_000 ? 32 : 128;
    StringBuilder text = new StringBuilder();
    text.append("# ").append(Printable.of(path)).append(": ").append(rows).append(" rows. ");
    text.append(Printable.of(target.name())).append(" is ").append(Printable.of(describe(target))).append(", from\n");
    text.append(notes);
    text.append(small ? "# lint: ignore L008, there are no more rows\n" : "");
    text.append("name: ")
        .append(reads ? "text" : classes ? "classification" : "regression")
        .append("\nseed: 0\ndata:\n");
    text.append("  source: ").append(source());
    text.append(Path.of(path).isAbsolute() ? "\n" : "    # the path counts from this file's folder\n");
    text.append("  target: ").append(YamlWords.text(target.name())).append('\n');
    if (!ignored.isEmpty()) {
      text.append("  ignore: [").append(String.join(", ", ignored)).append("]\n");
    }
    if (reads) {
      text.append("  types: {").append(String.join(", ", documents));
      text.append("}    # a feature a word, weighed by how few documents have it\n");
      text.append("  augment: [word_dropout: 0.1]    # leaves words out, others in every epoch\n");
    }
    text.append(gaps());
    String stratify = classes ? ", stratify: true" : "";
    text.append("  split: {val: ")
        .append(YamlWords.threeDigits(val))
        .append(", test: ")
        .append(YamlWords.threeDigits(val));
    text.append(stratify).append("}\n  scale: standardize\n");
    text.append("model:\n  - dense: ").append(width).append("\n  - relu\n");
    text.append(reads ? "  - dropout: 0.3\n" : rows < 500 ? "" : "  - dropout: 0.2\n");
    text.append("  - dense: ").append(width).append("\n  - relu\n").append(last(width));
    text.append(classes ? "loss: " + loss() : "loss: mse\n");
    text.append("optimizer: {type: adam, lr: 3e-3}\n");
    text.append("train:\n  epochs: 60\n  batch_size: ").append(batch);
    text.append("\n  early_stopping: {monitor: val.loss, patience: 15}    # ends with the weights of the best epoch\n");
    text.append(
        classes
            ? "metrics: [accuracy, confusion]\n"
            : "metrics: [mae, r2]    # r2 1 is perfect, 0 no better than the mean\n");
    return text.toString();
  }

  /// Enough rows for validation, as long as that leaves most for training.
  private static double share(int rows) {
    return rows < 200 ? 0.2 : 0.15;
  }

  private String source() {
    Csv csv = table.source();
    StringBuilder source = new StringBuilder("{type: csv, path: ").append(YamlWords.text(path));
    if (csv.header() != Header.AUTO) {
      source.append(", header: ").append(csv.header().name().toLowerCase(Locale.ROOT));
    }
    if (!csv.delimiter().toString().equals(",")) {
      source.append(", delimiter: ").append(YamlWords.text(csv.delimiter().toString()));
    }
    List<String> missing = csv.missing();
    if (missing.size() > 7) { // more than by default
      source
          .append(", missing: ")
          .append(missing.stream().map(Json::write).collect(Collectors.joining(", ", "[", "]")));
    }
    return source.append('}').toString();
  }

  private String gaps() {
    StringBuilder gaps = new StringBuilder();
    if (target.missing() > 0) {
      gaps.append("  missing: drop              # rows without a target teach nothing\n");
    } else if (inputs.stream().anyMatch(column -> column.missing() > 0)) {
      gaps.append(
          "  missing: median            # in place of a missing number; a missing text is a category of its own\n");
    }
    boolean rare =
        inputs.stream()
            .filter(column -> column.kind() == Kind.CATEGORY)
            .flatMap(column -> column.counts().values().stream())
            .anyMatch(count -> count < 20);
    return gaps.append(
            rare ? "  unknown: other             # some categories are rare and may be in no training row\n" : "")
        .toString();
  }

  private String last(int width) {
    if (classes) {
      return "  - dense: " + target.counts().size() + "    # one output a class\n";
    }
    boolean ordinary = Math.abs(target.mean()) < 1 && target.sd() > 0.3 && target.sd() < 3;
    return ordinary
        ? "  - dense: 1\n"
        : String.format(
            Locale.ROOT,
            """
              - type: dense             # begins at the mean and spread of the target, which is not scaled
                units: 1
                init: {type: normal, std: %s}
                bias_init: {type: constant, value: %s}
            """,
            YamlWords.threeDigits(target.sd() / StrictMath.sqrt(width)),
            YamlWords.threeDigits(target.mean()));
  }

  private String loss() {
    int most = target.counts().values().stream().max(Integer::compare).orElse(1);
    int least = target.counts().values().stream().min(Integer::compare).orElse(1);
    if (least * 10L >= most) {
      return "cross_entropy\n";
    }
    int all = target.counts().values().stream().mapToInt(Integer::intValue).sum();
    String weights =
        target.counts().values().stream()
            .map(count -> YamlWords.threeDigits((double) all / target.counts().size() / count))
            .collect(Collectors.joining(", "));
    return "    # classes of very different size: each weighs the same as a whole, in the order of "
        + Printable.of(Nearest.list(List.copyOf(target.counts().keySet())))
        + "\n  type: cross_entropy\n  class_weights: ["
        + weights
        + "]\n";
  }
}
