package nnrun.data;

import java.util.List;

/// Makes numbers of documents: one feature a word, or a place that several words share.
public sealed interface Words extends Encoding permits BagOfWords, TfIdf, Hashing {
  /// What it becomes, fitted on the training rows.
  ///
  /// @param name of the column
  /// @param documents of the training rows
  Field.Document fit(String name, Iterable<String> documents);

  /// What a word counts in a document, before its row is brought to length 1 if that is asked.
  ///
  /// @param count how often it is there, at least once
  /// @param weight of the word
  double value(int count, double weight);

  /// Whether a document's features are divided by √Σx².
  default boolean unitLength() {
    return false;
  }

  /// The place of a word that belongs to no vocabulary; -1 for none.
  ///
  /// @param features of the column
  default int place(String word, int features) {
    return -1;
  }

  /// The sign of a word's values.
  default int sign(String word) {
    return 1;
  }

  /// How it is written in a checkpoint, with its parameters.
  String written();

  static Words read(String written) {
    List<String> parts = List.of(written.split(" ", -1));
    return switch (parts.getFirst()) {
      case "bag_of_words" -> new BagOfWords(1, 1, Boolean.parseBoolean(parts.get(1)));
      case "tf_idf" -> new TfIdf(1, 1);
      default -> new Hashing(Integer.parseInt(parts.get(1)), Boolean.parseBoolean(parts.get(2)));
    };
  }
}
