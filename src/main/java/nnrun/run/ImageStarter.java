package nnrun.run;

import java.util.List;
import java.util.Locale;
import nnrun.data.DataFiles;
import nnrun.data.Idx;
import nnrun.spec.Nearest;
import org.jspecify.annotations.Nullable;

/// Configs for images: a classifier and an autoencoder.
final class ImageStarter {
  private ImageStarter() {}

  static String images(String source, @Nullable String test, int classes) {
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

  static String autoencoder(String source, @Nullable String test, int pixels) {
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
  static String ofFolder(Starter.Template template, String folder, String named, List<String> names, DataFiles files) {
    String train = find(names, "train", "images-idx3");
    if (train == null) {
      throw new IllegalArgumentException(
          folder
              + ": no file such as train-images-idx3-ubyte.gz; the folder "
              + (names.isEmpty() ? "is empty" : "holds " + Nearest.list(names)));
    }
    String test = find(names, "t10k", "images-idx3");
    test = test == null ? find(names, "test", "images-idx3") : test;
    boolean labels = template == Starter.Template.IMAGES;
    for (String images : test == null ? List.of(train) : List.of(train, test)) {
      if (labels && !names.contains(labelsOf(images))) {
        throw new IllegalArgumentException(folder + ": no file " + labelsOf(images) + " beside " + images);
      }
    }
    String source = idx(named, train, labels);
    String tested = test == null ? null : idx(named, test, labels);
    Idx read = new Idx(folder + "/" + train, labels ? folder + "/" + labelsOf(train) : null);
    return Starter.HEAD
        + (labels ? images(source, tested, read.classes(files)) : autoencoder(source, tested, read.pixels(files)));
  }

  private static @Nullable String find(List<String> names, String set, String what) {
    return names.stream().filter(name -> name.contains(set) && name.contains(what)).findFirst().orElse(null);
  }

  private static String labelsOf(String images) {
    return images.replace("images-idx3", "labels-idx1");
  }

  private static String idx(String folder, String images, boolean labels) {
    String more = labels ? ", labels: " + YamlWords.text(folder + "/" + labelsOf(images)) : "";
    return "{type: idx, images: " + YamlWords.text(folder + "/" + images) + more + "}";
  }
}
