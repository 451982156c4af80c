package nnrun.data;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;

/// x_w = how often word w is in the document.
@Component(
    formula = "x_w = count of word w in the document",
    doc = "Documents as the words that are in them; their order is lost.",
    use = "For short texts of one kind.",
    avoid = "For texts of different length; take tf_idf.",
    source = "Harris 1954")
public record BagOfWords(
    @Doc("the most words of a vocabulary, those in most training documents") @Default("1000") @Range("[1,1000000]")
        int words,
    @Doc("training documents that a word must be in") @Default("2") @Range("[1,1000000000]") int minCount,
    @Doc("1 for a word however often it is there") @Default("false") boolean binary)
    implements Words {
  @Override
  public Field.Document fit(String name, Iterable<String> documents) {
    return Vocabulary.of(name, documents, words, minCount).field(name, this, _ -> 1);
  }

  @Override
  public double value(int count, double weight) {
    return binary ? 1 : count;
  }

  @Override
  public String written() {
    return "bag_of_words " + binary;
  }
}
