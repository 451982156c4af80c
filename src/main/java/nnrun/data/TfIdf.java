package nnrun.data;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;

/// x_w = count · idf_w, divided by √Σx²; idf_w = ln((1 + n) / (1 + n_w)) + 1, of n training documents n_w with the
/// word.
@Component(
    formula = "x_w = count of w * (ln((1 + n) / (1 + n_w)) + 1), divided by sqrt(sum x^2)",
    doc =
        "As bag_of_words, but a word counts the less the more documents have it, and long documents no more than"
            + " short.",
    use = "As the first try for any text.",
    avoid = "For vocabularies of hundreds of thousands of words; take hashing.",
    source = "Sparck Jones 1972")
public record TfIdf(
    @Doc("the most words of a vocabulary, those in most training documents") @Default("1000") @Range("[1,1000000]")
        int words,
    @Doc("training documents that a word must be in") @Default("2") @Range("[1,1000000000]") int minCount)
    implements Words {
  @Override
  public Field.Document fit(String name, Iterable<String> documents) {
    Vocabulary vocabulary = Vocabulary.of(name, documents, words, minCount);
    double n = vocabulary.documents();
    return vocabulary.field(name, this, with -> StrictMath.log((1 + n) / (1 + with)) + 1);
  }

  @Override
  public double value(int count, double weight) {
    return count * weight;
  }

  @Override
  public boolean unitLength() {
    return true;
  }

  @Override
  public String written() {
    return "tf_idf";
  }
}
