package nnrun.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nnrun.spec.Shape;
import org.jspecify.annotations.Nullable;

/// A config that was read without a single problem: the record it describes, and where everything in it stands, for the
/// problems that only the data can reveal.
///
/// Reading goes file → [Node] tree → one spelling ([Canonical]) → `extends` and `-o` merged ([Option]) → records
/// ([Binder]).
public final class Config<T> {
  private static final int LONGEST_CHAIN = 8;
  static final String EXTENDS = "extends";

  private final T value;
  private final Shape shape;

  /// The tree as it was after each file, the deepest base first, and after each option; the last one counts.
  private final List<Node> stages;

  private final Node root;
  private final String text;
  private final List<Path> files;
  private final Ignored ignored;

  private Config(T value, Shape shape, List<Node> stages, String text, List<Path> files, Ignored ignored) {
    this.value = value;
    this.shape = shape;
    this.stages = List.copyOf(stages);
    this.root = stages.getLast();
    this.text = text;
    this.files = List.copyOf(files);
    this.ignored = ignored;
  }

  /// Reads a file, the files it extends, and lays `-o` options on them.
  ///
  /// @param overrides each `path=value`, without the `-o`
  public static <T> Config<T> read(Class<T> type, Path file, List<String> overrides) throws ConfigException {
    return base(type, file, overrides).with(List.of());
  }

  /// The same without making the record yet, so that many can be made that differ in some values.
  public static <T> Base<T> base(Class<T> type, Path file, List<String> overrides) throws ConfigException {
    Reading reading = new Reading(Shape.of(type));
    Source source = Source.file(file.toString(), text(file));
    return reading.base(type, reading.layers(source, file, new ArrayList<>()), source, overrides);
  }

  private static String text(Path file) throws ConfigException {
    try {
      return ConfigFile.text(file);
    } catch (ConfigFile.Unreadable e) {
      throw new ConfigException(List.of(Problem.ofFile(file.toString(), e.sentence)));
    }
  }

  /// Whether a file is a map that has a key, before anybody knows what kind of config it is.
  public static boolean hasKey(Path file, String key) throws ConfigException {
    Node node = YamlText.read(Source.file(file.toString(), text(file)), 0, new Problems());
    return node instanceof Node.Mapping map && map.entry(key) != null;
  }

  /// Reads a text that is no file: a resolved config, a template. It cannot extend another.
  public static <T> Config<T> parse(Class<T> type, String text, String nameForMessages) throws ConfigException {
    Reading reading = new Reading(Shape.of(type));
    Source source = Source.file(nameForMessages, text);
    return reading.base(type, reading.layers(source, null, new ArrayList<>()), source, List.of()).with(List.of());
  }

  /// A config that was read as far as its spelling goes, for records that differ in some values.
  public static final class Base<T> {
    private final Class<T> type;
    private final Reading reading;
    private final Node root;
    private final Source source;

    private Base(Class<T> type, Reading reading, Node root, Source source) {
      this.type = type;
      this.reading = reading;
      this.root = root;
      this.source = source;
    }

    /// The record with these values, which go over those of `-o`; a value for a whole component goes before one for a
    /// key inside it.
    ///
    /// @param settings with different paths
    public Config<T> with(List<Setting> settings) throws ConfigException {
      Problems problems = reading.problems.copy();
      settings.forEach(setting -> problems.reading(setting.place().mark().source()));
      List<Node> stages = new ArrayList<>(reading.stages);
      Node tree = Option.applySettings(settings, reading.shape, root, problems, stages::add);
      Object value = new Binder(problems, reading.shape).bind(reading.shape, tree, "", tree.mark(), null);
      problems.throwIfAny();
      return new Config<>(
          type.cast(value), reading.shape, stages, source.text, reading.files, new Ignored(reading.sources));
    }
  }

  /// The same places with another value, such as the record with what was left open filled in.
  public Config<T> with(T other) {
    return new Config<>(other, shape, stages, text, files, ignored);
  }

  public T value() {
    return value;
  }

  /// The text of the config itself, as it was given.
  public String text() {
    return text;
  }

  /// Every file that was read, the config first, then what it extends.
  public List<Path> files() {
    return files;
  }

  /// A problem found after reading, at the place of `path` (`model.2.rate`, `model[2].rate`, `model.logits.units`), or
  /// of what is nearest around it when the config leaves it to a default. Throw them together in a [ConfigException].
  public Problem problem(String path, String message) {
    return problem(path, message, null);
  }

  /// The same with a name that was probably meant.
  ///
  /// @param suggestion the nearest valid name, or null
  public Problem problem(String path, String message, @Nullable String suggestion) {
    return Places.problem(root, path, message, suggestion);
  }

  /// The same at a word within the text that stands there.
  public Problem problemAt(String path, String word, String message, @Nullable String suggestion) {
    return Places.problemAt(root, path, word, message, suggestion);
  }

  /// A problem for every rule that the whole config breaks although each part of it is right by itself.
  public List<Problem> broken() {
    List<Problem> problems = new ArrayList<>();
    for (Rules.Broken rule : Rules.broken((Record) value, this::says)) {
      problems.add(problem(rule.path(), rule.says()));
    }
    return problems;
  }

  /// What the record holds at a path, defaults included; null where it has no such place.
  public @Nullable Value at(String path) {
    Node found = Places.find(Tree.node(Tree.of(value), root.mark()), path);
    return found == null ? null : new Value(found);
  }

  /// Where a path of the config stands.
  public Place place(String path) {
    return new Place(Places.key(root, path));
  }

  /// Whether the config itself gives a value for a path, or leaves it to a default.
  public boolean says(String path) {
    return Places.find(root, path) != null;
  }

  /// Every value that [#value] has, and where each comes from.
  public List<Origin> origins() {
    return new Origins(shape, stages, value).all();
  }

  /// The values below a path, or the one at it; empty where no value can stand.
  ///
  /// @param path as for [#problem]
  public List<Origin> origins(String path) {
    return new Origins(shape, stages, value).below(path);
  }

  /// Whether a comment, `# lint: ignore CODE`, silences a warning at this place or everywhere.
  public boolean ignores(String code, Problem warning) {
    return ignored.silences(code, warning);
  }

  /// A problem for every code in such a comment that is not one of `known`.
  ///
  /// @param message goes on after the code
  public List<Problem> unknownIgnored(Iterable<String> known, String message) {
    return ignored.unknown(known, message);
  }

  /// One reading of a config and its bases.
  private static final class Reading {
    private final Shape shape;
    private final Problems problems = new Problems();
    private final List<Path> files = new ArrayList<>();
    private final List<Source> sources = new ArrayList<>();
    private final List<Node> stages = new ArrayList<>();

    Reading(Shape shape) {
      this.shape = shape;
    }

    /// The canonical tree of a text on top of what it extends; null when a text could not be read at all.
    @Nullable Node layers(Source source, @Nullable Path file, List<Path> chain) {
      problems.reading(source);
      sources.add(source);
      if (file != null) {
        files.add(file);
        chain.add(file.toAbsolutePath().normalize());
      }
      Node node = YamlText.read(source, 0, problems);
      if (node == null) {
        return null;
      }
      Node.Entry base = node instanceof Node.Mapping map ? map.entry(EXTENDS) : null;
      if (!(node instanceof Node.Mapping map) || base == null) {
        return stage(new Canonical(problems).of(shape, node, ""));
      }
      Node own = new Canonical(problems).of(shape, map.without(EXTENDS), "");
      Node below = below(base.value(), file, chain);
      return below == null ? null : stage(Canonical.merge(shape, below, own));
    }

    private Node stage(Node tree) {
      stages.add(tree);
      return tree;
    }

    private @Nullable Node below(Node value, @Nullable Path file, List<Path> chain) {
      if (!(value instanceof Node.Scalar name) || name.isNull()) {
        return refuse(value, "wanted the name of a YAML file, such as base.yaml");
      }
      if (file == null) {
        return refuse(value, "only a config in a file can extend another");
      }
      String text = name.text();
      if (!text.endsWith(".yaml") && !text.endsWith(".yml")) {
        return refuse(value, "wanted a file that ends in .yaml or .yml");
      }
      try {
        Path base = file.resolveSibling(text).normalize();
        if (Path.of(text).isAbsolute()) {
          return refuse(value, "wanted a path relative to this file, got an absolute one");
        }
        if (chain.contains(base.toAbsolutePath().normalize())) {
          return refuse(value, "this leads back to " + Source.quoted(text) + " again and would never end");
        }
        if (chain.size() == LONGEST_CHAIN) {
          return refuse(value, "more than " + LONGEST_CHAIN + " configs extend one another");
        }
        return layers(Source.file(base.toString(), ConfigFile.text(base)), base, chain);
      } catch (InvalidPathException _) {
        return refuse(value, "this is no path of a file");
      } catch (ConfigFile.Unreadable e) {
        return refuse(value, Source.quoted(text) + ": " + e.sentence);
      }
    }

    private @Nullable Node refuse(Node at, String message) {
      problems.add(at.mark(), EXTENDS, message);
      return null;
    }

    <T> Base<T> base(Class<T> type, @Nullable Node layers, Source source, List<String> overrides)
        throws ConfigException {
      if (layers == null) {
        throw new ConfigException(problems.sorted());
      }
      return new Base<>(type, this, Option.apply(overrides, shape, layers, problems, this::stage), source);
    }
  }
}
