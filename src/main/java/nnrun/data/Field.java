package nnrun.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import nnrun.state.State;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;
import nnrun.tensor.Precision;

/// An input column as training saw it, and the features it becomes.
sealed interface Field {
  /// Stands for a missing text.
  String MISSING = "(missing)";

  String name();

  /// Its features, named.
  List<String> features();

  /// Where a number comes from.
  enum From {
    NUMERIC,
    ORDINAL,
    FLAG
  }

  /// One feature, and where it has gaps a second if asked: 1 where the number is missing.
  ///
  /// @param order texts in their order, the place of each being its number; for [From#ORDINAL]
  record Number(String name, From from, List<String> order, boolean indicator) implements Field {
    @Override
    public List<String> features() {
      return indicator ? List.of(name, name + "=" + MISSING) : List.of(name);
    }

    /// The number of a text; -1 where it has none.
    int of(String text) {
      return from == From.FLAG ? Flag.of(text) : order.indexOf(text);
    }
  }

  /// One feature a category: 1 for the row's own, 0 for the others.
  record Category(String name, List<String> categories) implements Field {
    @Override
    public List<String> features() {
      return categories.stream().map(category -> name + "=" + category).toList();
    }
  }

  /// One feature a word of the vocabulary, or one a place that words share by their hash.
  ///
  /// @param vocabulary empty for [Hashing]
  /// @param weights of the words
  @SuppressWarnings("ArrayRecordComponent") // one number a word, never compared
  record Document(String name, Words how, List<String> vocabulary, double[] weights) implements Field {
    @Override
    public List<String> features() {
      return how instanceof Hashing hashing
          ? IntStream.range(0, hashing.features()).mapToObj(k -> name + "#" + k).toList()
          : vocabulary.stream().map(word -> name + ":" + word).toList();
    }

    /// The feature of every word.
    Map<String, Integer> places() {
      Map<String, Integer> places = new LinkedHashMap<>();
      vocabulary.forEach(word -> places.put(word, places.size()));
      return places;
    }

    /// The features of a document.
    ///
    /// @param places those of [#places]
    /// @param to takes them from `at` on
    void encode(List<String> words, Map<String, Integer> places, double[] to, int at, int size) {
      Map<String, Integer> counts = new LinkedHashMap<>();
      words.forEach(word -> counts.merge(word, 1, Integer::sum));
      Arrays.fill(to, at, at + size, 0);
      counts.forEach((word, count) -> {
        int place = places.getOrDefault(word, how.place(word, size));
        if (place >= 0) {
          to[at + place] += how.sign(word) * how.value(count, weights.length == 0 ? 1 : weights[place]);
        }
      });
      double squares = 0;
      for (int k = at; how.unitLength() && k < at + size; k++) {
        squares += to[k] * to[k];
      }
      for (int k = at; squares > 0 && k < at + size; k++) {
        to[k] /= Math.sqrt(squares);
      }
    }
  }

  /// One feature a pixel, row by row.
  record Image(String name, List<Integer> dims) implements Field {
    @Override
    public List<String> features() {
      List<String> features = new ArrayList<>();
      for (int row = 0; row < dims.get(0); row++) {
        for (int column = 0; column < dims.get(1); column++) {
          features.add(name + "_" + row + "_" + column);
        }
      }
      return features;
    }

    int size() {
      return dims.get(0) * dims.get(1);
    }
  }

  /// `numeric`, `ordinal`, `flag` (with `+missing` where there is an indicator), `categorical`, `words` and how, or
  /// `28x28`; [#of] reads it back.
  default String kind() {
    return switch (this) {
      case Number n -> n.from.name().toLowerCase(Locale.ROOT) + (n.indicator ? "+missing" : "");
      case Category _ -> "categorical";
      case Document document -> "words " + document.how.written();
      case Image image -> image.dims.stream().map(String::valueOf).collect(Collectors.joining("x"));
    };
  }

  /// Categories, words, or texts in their order.
  private List<String> texts() {
    return switch (this) {
      case Number number -> number.order;
      case Category category -> category.categories;
      case Document document -> document.vocabulary;
      case Image _ -> List.of();
    };
  }

  private static Field of(String name, String kind, List<String> texts, double[] weights) {
    if (kind.equals("categorical")) {
      return new Category(name, texts);
    } else if (kind.startsWith("words ")) {
      return new Document(name, Words.read(kind.substring("words ".length())), texts, weights);
    } else if (Character.isDigit(kind.charAt(0))) {
      return new Image(name, Arrays.stream(kind.split("x", -1)).map(Integer::valueOf).toList());
    }
    String from = kind.replace("+missing", "").toUpperCase(Locale.ROOT);
    return new Number(name, From.valueOf(from), texts, kind.endsWith("+missing"));
  }

  /// Shows fields for saving, and gives them back as saved or loaded.
  static List<Field> state(State s, List<Field> fields) {
    List<String> names = s.texts("inputs", fields.stream().map(Field::name).toList());
    List<String> kinds = s.texts("kinds", fields.stream().map(Field::kind).toList());
    List<Field> shown = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      boolean here = i < fields.size();
      List<String> texts = List.of();
      if (!kinds.get(i).startsWith("numeric") && !Character.isDigit(kinds.get(i).charAt(0))) {
        texts = s.texts("categories." + i, here ? fields.get(i).texts() : List.of());
      }
      double[] weights = here && fields.get(i) instanceof Document document ? document.weights : new double[0];
      if (kinds.get(i).startsWith("words ") && !texts.isEmpty()) {
        Matrix matrix = Engine.plain(Precision.FLOAT64).matrix(1, texts.size());
        for (int k = 0; k < weights.length; k++) {
          matrix.put(k, weights[k]);
        }
        s.matrix("weights." + i, matrix);
        weights = IntStream.range(0, texts.size()).mapToDouble(matrix::at).toArray();
      }
      shown.add(of(names.get(i), kinds.get(i), texts, weights));
    }
    return List.copyOf(shown);
  }

  /// The features that are numbers to be scaled: no category, word, flag or indicator.
  static int[] numeric(List<Field> fields) {
    IntStream.Builder numeric = IntStream.builder();
    int feature = 0;
    for (Field field : fields) {
      int size = field.features().size();
      int numbers =
          switch (field) {
            case Number number -> number.from == From.FLAG ? 0 : 1;
            case Image _ -> size;
            case Category _, Document _ -> 0;
          };
      for (int k = 0; k < numbers; k++) {
        numeric.add(feature + k);
      }
      feature += size;
    }
    return numeric.build().toArray();
  }

  /// Categories and classes in the order of their numbers: ascending if all are numbers, else by code point.
  static List<String> sorted(Collection<String> names) {
    Comparator<String> byCodePoint = (a, b) -> Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));
    boolean numbers = names.stream().noneMatch(name -> Double.isNaN(Numbers.parse(name)));
    Comparator<String> order =
        numbers ? Comparator.<String>comparingDouble(Numbers::parse).thenComparing(byCodePoint) : byCodePoint;
    return names.stream().sorted(order).toList();
  }
}
