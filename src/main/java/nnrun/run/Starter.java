package nnrun.run;

import java.util.List;
import nnrun.data.DataFiles;
import nnrun.data.Inspection;
import org.jspecify.annotations.Nullable;

/// Configs to start with: commented, valid, and good enough to train at once.
public final class Starter {
  static final String HEAD = "# Made by nnrun new; `nnrun explain NAME` tells of each component.\n";

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
          case IMAGES -> ImageStarter.images("{type: glyphs, n: 6000}", null, 10);
          case AUTOENCODER -> ImageStarter.autoencoder("{type: glyphs, n: 3000}", null, 28 * 28);
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

  /// @param folder where the files are read
  /// @param named the same as the config is to name it
  /// @param names of the files in it
  /// @throws IllegalArgumentException when the files of MNIST or its kin are not among them
  public static String ofImages(Template template, String folder, String named, List<String> names, DataFiles files) {
    return ImageStarter.ofFolder(template, folder, named, names, files);
  }

  /// @param target a column; null for the last, of texts the last that holds none
  /// @param path of the file as the config is to name it
  /// @throws IllegalArgumentException when the target is no column, or not of the template's kind
  public static String ofTable(Template template, Inspection table, @Nullable String target, String path) {
    return HEAD + new TableStarter(template, table, target, path).text();
  }
}
