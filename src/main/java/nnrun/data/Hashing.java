package nnrun.data;

import java.util.List;
import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.tensor.Stream;

/// x_k = Σ ±count over the words whose hash is k, the sign from the hash as well, so that words which share a place do
/// not add up. No vocabulary is kept, and no word is unknown.
@Component(
    formula = "x_k = sum of +-count of the words with hash k",
    doc =
        "As bag_of_words with a fixed number of features that the words share by chance: for vocabularies of any size.",
    use = "For vocabularies that do not fit, or that change.",
    avoid = "Where a weight should be read as that of a word; take tf_idf.",
    source = "Weinberger et al. 2009")
public record Hashing(
    @Doc("features") @Default("1024") @Range("[1,1000000]") int features,
    @Doc("half of the words count negative") @Default("true") boolean signed)
    implements Words {
  private static final Stream HASH = Stream.of(0).named("words");

  @Override
  public Field.Document fit(String name, Iterable<String> documents) {
    return new Field.Document(name, this, List.of(), new double[0]);
  }

  @Override
  public double value(int count, double weight) {
    return count;
  }

  @Override
  public int place(String word, int among) {
    return HASH.named(word).below(among, 0);
  }

  @Override
  public int sign(String word) {
    return signed && HASH.named(word).bits(1) < 0 ? -1 : 1;
  }

  @Override
  public String written() {
    return "hashing " + features + " " + signed;
  }
}
