package nnrun.data;

import java.util.ArrayList;
import java.util.List;
import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Example;
import nnrun.spec.Range;
import nnrun.tensor.Stream;

/// For columns of documents, before they become features.
@Component(
    formula = "every word that the thesaurus knows becomes, with probability rate, another of its line",
    doc = "Says training documents in other words.",
    use = "For few documents in a language you have a thesaurus of.",
    avoid = "Where words decide that only look alike.",
    source = "Wei and Zou 2019")
public record SynonymReplacement(
    @Doc("a text file: each line words that mean the same, with commas between them") @Example("thesaurus.txt")
        String thesaurus,
    @Doc("share of the known words that are replaced") @Default("0.1") @Range("[0,1]") double rate)
    implements Augment.OfDocument {
  @Override
  public Thesaurus thesaurus(DataFiles files) {
    return Thesaurus.read(files.read(thesaurus));
  }

  @Override
  public List<String> apply(List<String> words, Thesaurus thesaurus, Stream stream) {
    List<String> said = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      List<List<String>> others = thesaurus.others(words.get(i));
      if (!others.isEmpty() && stream.uniform(2L * i) < rate) {
        said.addAll(others.get(stream.below(others.size(), 2L * i + 1)));
      } else {
        said.add(words.get(i));
      }
    }
    return said;
  }
}
