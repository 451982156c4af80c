package nnrun.run;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import nnrun.config.Json;
import nnrun.data.Csv;
import nnrun.data.DataFiles;
import nnrun.data.Header;
import nnrun.data.Idx;
import nnrun.data.Inspection;
import nnrun.data.Inspection.Found;
import nnrun.data.Inspection.Kind;
import nnrun.spec.Nearest;
import nnrun.spec.Printable;
import org.jspecify.annotations.Nullable;

/// Configs to start with: commented, valid, and good enough to train at once.
public final class Starter {
  private static final String HEAD = "# Made by nnrun new; `nnrun explain NAME` tells of each component.\n";

  /// Below which validation or test measures say little.
  private static final int ENOUGH_ROWS = 30;

  /// Of a class: training, validation and test need a row each.
  private static final int FEWEST = 3;

  private Starter() {}

  /// An experiment on data that the program makes by itself.
  public static String generated(Template template) {
    return HEAD
        + switch (template) {
          case CLASSIFICATION ->
              """
              # Two classes of points; nnrun new classification --data FILE.csv writes one for a table of yours.
              name: classification
              seed: 0
              data:
                source: {type: moons, n: 2000, noise: 0.2}
                split: {val: 0.15, test: 0.15, stratify: true}    # every split has the classes in equal shares
              model:
                - dense: 32
                - relu
                - dense: 32
                - relu
                - dense: 2                # one output a class
              loss: cross_entropy
              optimizer: {type: adam, lr: 3e-3}
              train:
                epochs: 60
                batch_size: 32
                early_stopping: {monitor: val.loss, patience: 15}
              metrics: [accuracy, confusion]
              """;
          case REGRESSION ->
              """
              # A number to predict from two others; nnrun new regression --data FILE.csv writes one for a table of yours.
              name: regression
              seed: 0
              data:
                source: {type: function, expression: "sin(3*x1) + x2^2", n: 2000, noise: 0.05}
                split: {val: 0.15, test: 0.15}
              model:
                - dense: 32
                - relu
                - dense: 32
                - relu
                - dense: 1
              loss: mse
              optimizer: {type: adam, lr: 3e-3}
              train:
                epochs: 60
                batch_size: 32
                early_stopping: {monitor: val.loss, patience: 15}
              metrics: [mae, r2]          # r2 1 is perfect, 0 no better than the mean
              """;
          case FUNCTION ->
              """
              # One hidden layer approximates a curve: try other expressions, numbers of units, activations.
              name: function
              seed: 0
              data:
                source: {type: function, expression: "sin(3*x) + 0.3*x^2", n: 2000, from: -3, to: 3}
                split: {val: 0.15, test: 0.15}
              model:
                - type: dense
                  units: 64
                  init: {type: normal, std: 1.5}                    # the units bend all over the range of x,
                  bias_init: {type: uniform, low: -3, high: 3}      # not only near 0
                - tanh
                - dense: 1
              loss: mse
              optimizer: {type: adam, lr: 0.03}
              schedule: cosine            # down to 0 at the end of the run
              train: {epochs: 60, batch_size: 32}
              metrics: [mae, r2]
              """;
          case TEXT ->
              """
              # Is a review kind or not? nnrun new text --data FILE.csv writes one for documents of yours.
              name: text
              seed: 0
              data:
                source: {type: text, path: reviews.txt}           # a class, a tab and a document a line
                types: {'text': {type: tf_idf, min_count: 1}}     # a feature a word of the training rows
                split: {val: 0.2, test: 0.2, stratify: true}
                augment: [word_dropout: 0.1]                      # leaves words out, others in every epoch
              model:
                - dense: 32
                - relu
                - dropout: 0.3
                - dense: 2                # one output a class
              loss: cross_entropy
              optimizer: {type: adam, lr: 3e-3}
              train:
                epochs: 60
                batch_size: 16
                early_stopping: {monitor: val.loss, patience: 15}
              metrics: [accuracy, confusion]
              """;
          case IMAGES -> images("{type: glyphs, n: 6000}", null, 10);
          case AUTOENCODER -> autoencoder("{type: glyphs, n: 3000}", null, 28 * 28);
        };
  }

  /// What a starter is for.
  public enum Template {
    CLASSIFICATION,
    REGRESSION,
    IMAGES,
    AUTOENCODER,
    FUNCTION,
    TEXT
  }

  // Images.

  private static String images(String source, @Nullable String test, int classes) {
    return String.format(
        Locale.ROOT,
        """
        # Images of %d classes.
        name: images
        seed: 0
        data:
          source: %s
        %s  scale: unit               # bytes to [0, 1]
        model:
          - dense: 256
          - relu
          - dropout: 0.2
          - dense: 128
          - relu
          - dense: %d                # one output a class
        loss: cross_entropy
        optimizer: {type: adam, lr: 1e-3}
        schedule: cosine            # down to 0 at the end of the run
        train: {epochs: 10, batch_size: 64}
        metrics: [accuracy, confusion]
        """,
        classes,
        source,
        split(test, ", stratify: true"),
        classes);
  }

  private static String autoencoder(String source, @Nullable String test, int pixels) {
    return String.format(
        Locale.ROOT,
        """
        # Learns to draw its input again through 32 numbers; nnrun predict RUN --layer code writes them.
        name: autoencoder
        seed: 0
        data:
          source: %s
          target: input
        %s  scale: unit               # bytes to [0, 1], which the last sigmoid can reach
        model:
          - dense: 128
          - relu
          - {type: dense, units: 32, name: code}
          - dense: 128
          - relu
          - dense: %d               # one output a pixel
          - sigmoid
        loss: binary_cross_entropy  # a pixel between 0 and 1 is a probability of ink
        optimizer: {type: adam, lr: 2e-3}
        schedule: cosine            # down to 0 at the end of the run
        train: {epochs: 10, batch_size: 64}
        metrics: [mse]
        """,
        source,
        split(test, ""),
        pixels);
  }

  private static String split(@Nullable String test, String more) {
    return test == null
        ? "  split: {val: 0.1, test: 0.1" + more + "}\n"
        : "  test: " + test + "\n  split: {val: 0.1" + more + "}\n";
  }

  /// @param folder where the files are read
  /// @param named the same as the config is to name it
  /// @param names of the files in it
  /// @throws IllegalArgumentException when the files of MNIST or its kin are not among them
  public static String ofImages(Template template, String folder, String named, List<String> names, DataFiles files) {
    String train = find(names, "train", "images-idx3");
    if (train == null) {
      throw new IllegalArgumentException(
          folder + ": no file such as train-images-idx3-ubyte.gz; the folder holds " + Nearest.list(names));
    }
    String test = find(names, "t10k", "images-idx3");
    test = test == null ? find(names, "test", "images-idx3") : test;
    boolean labels = template == Template.IMAGES;
    for (String images : test == null ? List.of(train) : List.of(train, test)) {
      if (labels && !names.contains(labelsOf(images))) {
        throw new IllegalArgumentException(folder + ": no file " + labelsOf(images) + " beside " + images);
      }
    }
    String source = idx(named, train, labels);
    String tested = test == null ? null : idx(named, test, labels);
    Idx read = new Idx(folder + "/" + train, labels ? folder + "/" + labelsOf(train) : null);
    return HEAD
        + (labels ? images(source, tested, read.classes(files)) : autoencoder(source, tested, read.pixels(files)));
  }

  private static @Nullable String find(List<String> names, String set, String what) {
    return names.stream().filter(name -> name.contains(set) && name.contains(what)).findFirst().orElse(null);
  }

  private static String labelsOf(String images) {
    return images.replace("images-idx3", "labels-idx1");
  }

  private static String idx(String folder, String images, boolean labels) {
    String more = labels ? ", labels: " + yaml(folder + "/" + labelsOf(images)) : "";
    return "{type: idx, images: " + yaml(folder + "/" + images) + more + "}";
  }

  // Tables.

  /// @param target a column; null for the last, of texts the last that holds none
  /// @param path of the file as the config is to name it
  /// @throws IllegalArgumentException when the target is no column, or not of the template's kind
  public static String ofTable(Template template, Inspection table, @Nullable String target, String path) {
    return HEAD + new OfTable(template, table, target, path).text();
  }

  /// One table's config in the making.
  private static final class OfTable {
    private final boolean classes;
    private final boolean reads;
    private final List<String> documents = new ArrayList<>();
    private final Inspection table;
    private final String path;
    private final Found target;
    private final List<Found> inputs = new ArrayList<>();
    private final List<String> ignored = new ArrayList<>();
    private final StringBuilder notes = new StringBuilder();

    OfTable(Template template, Inspection table, @Nullable String wanted, String path) {
      classes = template != Template.REGRESSION;
      reads = template == Template.TEXT;
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
      checkTarget();
      for (Found column : table.columns()) {
        if (column != target) {
          sort(column);
        }
      }
      if (inputs.isEmpty()) {
        throw new IllegalArgumentException(path + ": no column beside the target " + name + " can be an input");
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

    private void checkTarget() {
      if (classes && (target.counts().size() < 2 || (target.numbers() && !target.whole()))) {
        throw new IllegalArgumentException(
            "the target "
                + target.name()
                + " is no class: "
                + (target.counts().isEmpty() ? "it has too many values" : "it has no two different whole values")
                + "; name another with --target, or take nnrun new regression");
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
                  + (target.numbers() ? ", or take nnrun new regression" : ""));
        }
      }
      if (!classes && !target.numbers()) {
        throw new IllegalArgumentException(
            "the target "
                + target.name()
                + " holds texts; name another with --target, or take nnrun new classification");
      }
    }

    private void sort(Found column) {
      if (reads && column.documents()) {
        documents.add(yaml(column.name()) + ": tf_idf");
        inputs.add(column);
        note(column.name() + ": documents of about " + Math.round(column.words()) + " words");
        return;
      }
      String why =
          switch (column.kind()) {
            case NUMBER, CATEGORY -> "";
            case IDENTIFIER -> "another value in every row";
            case TEXT -> "texts of too many kinds for categories";
            case CONSTANT -> "one value only";
            case EMPTY -> "no value at all";
          };
      if (why.isEmpty()) {
        inputs.add(column);
        note(column.name() + ": " + describe(column));
      } else {
        ignored.add(yaml(column.name()));
        note(column.name() + ": ignored, " + why);
      }
    }

    private void note(String line) {
      notes.append("#   ").append(line.replaceAll("\\p{Cntrl}", " ")).append('\n');
    }

    private static String describe(Found column) {
      String what =
          column.numbers()
              ? "a number, mean " + shortly(column.mean()) + ", sd " + shortly(column.sd())
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
      text.append("  source: ").append(source()).append('\n');
      text.append("  target: ").append(yaml(target.name())).append('\n');
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
      text.append("  split: {val: ").append(shortly(val)).append(", test: ").append(shortly(val));
      text.append(stratify).append("}\n  scale: standardize\n");
      text.append("model:\n  - dense: ").append(width).append("\n  - relu\n");
      text.append(reads ? "  - dropout: 0.3\n" : rows < 500 ? "" : "  - dropout: 0.2\n");
      text.append("  - dense: ").append(width).append("\n  - relu\n").append(last(width));
      text.append(classes ? "loss: " + loss() : "loss: mse\n");
      text.append("optimizer: {type: adam, lr: 3e-3}\n");
      text.append("train:\n  epochs: 60\n  batch_size: ").append(batch);
      text.append(
          "\n  early_stopping: {monitor: val.loss, patience: 15}    # ends with the weights of the best epoch\n");
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
      StringBuilder source = new StringBuilder("{type: csv, path: ").append(yaml(path));
      if (csv.header() != Header.AUTO) {
        source.append(", header: ").append(csv.header().name().toLowerCase(Locale.ROOT));
      }
      if (!csv.delimiter().toString().equals(",")) {
        source.append(", delimiter: ").append(yaml(csv.delimiter().toString()));
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
              shortly(target.sd() / StrictMath.sqrt(width)),
              shortly(target.mean()));
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
              .map(count -> shortly((double) all / target.counts().size() / count))
              .collect(Collectors.joining(", "));
      return "    # classes of very different size: each weighs the same as a whole, in the order of "
          + Printable.of(Nearest.list(List.copyOf(target.counts().keySet())))
          + "\n  type: cross_entropy\n  class_weights: ["
          + weights
          + "]\n";
    }
  }

  // Texts.

  /// Three digits.
  private static String shortly(double x) {
    BigDecimal rounded = new BigDecimal(x).round(new MathContext(3));
    String plain = rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    return plain.length() > 12 ? Json.write(rounded.doubleValue()) : plain;
  }

  /// Plain where that is certainly text, else as JSON writes it, which YAML reads too.
  private static String yaml(String text) {
    boolean plain =
        text.matches("[A-Za-z_][A-Za-z0-9_./-]*") && !text.matches("(?i)true|false|null|yes|no|on|off|y|n|nan|inf");
    return plain ? text : Json.write(text);
  }
}
