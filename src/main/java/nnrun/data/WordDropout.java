package nnrun.data;

import java.util.ArrayList;
import java.util.List;
import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.tensor.Stream;

/// For columns of documents, before they become features.
@Component(
    formula = "every word goes with probability rate; if all would, the first stays",
    doc = "Leaves words out of training documents, so that no single one decides.",
    use = "For few documents.",
    avoid = "For texts of two or three words.",
    source = "Iyyer et al. 2015")
public record WordDropout(@Doc("share of the words that go") @Default("0.1") @Range("[0,1)") double rate)
    implements Augment.OfDocument {
  @Override
  public List<String> apply(List<String> words, Thesaurus thesaurus, Stream stream) {
    List<String> left = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      if (stream.uniform(i) >= rate) {
        left.add(words.get(i));
      }
    }
    return left.isEmpty() && !words.isEmpty() ? List.of(words.getFirst()) : left;
  }
}
