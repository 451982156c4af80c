package nnrun.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import nnrun.config.Paths.Step;
import nnrun.spec.Nearest;
import nnrun.spec.Parameter;
import nnrun.spec.Shape;
import org.jspecify.annotations.Nullable;

/// One `-o path=value`, or a [Setting] of another config: lays a value on one place of a canonical tree.
final class Option {
  private final Mark start;
  private final List<Step> path;
  private final Node value;
  private final Problems problems;

  /// @param start where the path stands
  private Option(Mark start, List<Step> path, Node value, Problems problems) {
    this.start = start;
    this.path = path;
    this.value = value;
    this.problems = problems;
  }

  /// Lays all options on a tree. A value for a whole component goes before one for a key inside it, whatever their
  /// order.
  ///
  /// @param stages takes the tree as it is after each of them
  static Node apply(List<String> texts, Shape shape, Node root, Problems problems, Consumer<Node> stages) {
    Map<String, Option> options = new LinkedHashMap<>();
    for (String text : texts) {
      Option option = parse(text, problems);
      if (option != null && options.putIfAbsent(option.key(), option) != null) {
        problems.add(option.mark(0), "", option.key() + " is set by another -o already; keep one of the two");
      }
    }
    return lay(new ArrayList<>(options.values()), shape, root, stages);
  }

  /// The same with settings, of which no two have the same path.
  static Node applySettings(List<Setting> settings, Shape shape, Node root, Problems problems, Consumer<Node> stages) {
    List<Option> options = new ArrayList<>();
    for (Setting setting : settings) {
      options.add(new Option(setting.place().mark(), Paths.split(setting.path()), setting.value().node(), problems));
    }
    return lay(options, shape, root, stages);
  }

  private static Node lay(List<Option> options, Shape shape, Node root, Consumer<Node> stages) {
    options.sort((a, b) -> Integer.compare(a.path.size(), b.path.size()));
    Node tree = root;
    for (Option option : options) {
      tree = option.set(shape, tree, 0, "");
      stages.accept(tree);
    }
    return tree;
  }

  private static @Nullable Option parse(String text, Problems problems) {
    Source source = Source.option(text);
    problems.reading(source);
    int equals = text.indexOf('=');
    if (equals < 1) {
      problems.add(new Mark(source, 0), "", "an option is written -o path=value, such as -o optimizer.lr=1e-3");
      return null;
    }
    if (text.substring(0, equals).equals(Config.EXTENDS)) {
      problems.add(new Mark(source, 0), "", "only a file can extend another; write extends: in it");
      return null;
    }
    int valueAt = text.codePointCount(0, equals + 1);
    Node value = YamlText.read(source, valueAt, problems);
    Node orNothing = value == null ? new Node.Refused(new Mark(source, valueAt)) : value;
    return new Option(new Mark(source, 0), Paths.split(text.substring(0, equals)), orNothing, problems);
  }

  private String key() {
    return Paths.joined(path, 0, path.size());
  }

  private Mark mark(int step) {
    String text = start.source().text;
    int at = text.offsetByCodePoints(0, start.index());
    int end = Math.min(text.length(), at + path.get(step).at());
    return new Mark(start.source(), start.index() + text.codePointCount(at, end));
  }

  /// @param shown the path so far, for messages
  private Node set(Shape shape, @Nullable Node node, int step, String shown) {
    if (step == path.size()) {
      return Canonical.merge(shape, node, new Canonical(problems).of(shape, value, shown));
    }
    return switch (shape) {
      case Shape.Many(var element) -> inList(element, node, step, shown);
      case Shape.Table(var child) -> inTable(child, node, step, shown);
      case Shape.Fields _, Shape.Choice _ -> inMap(Form.of(shape), node, step, shown);
      case Shape.Scalar _, Shape.Any _ -> {
        problems.add(mark(step), "", shown + " is " + shape.words() + " and has nothing inside");
        yield node == null ? refused(step) : node;
      }
    };
  }

  private Node inMap(@Nullable Form form, @Nullable Node node, int step, String shown) {
    Node.Mapping map = node instanceof Node.Mapping existing ? existing : new Node.Mapping(List.of(), mark(step));
    String key = path.get(step).text();
    Parameter parameter = form == null ? null : form.parameter(map, key);
    Node changed;
    if (parameter == null) {
      changed = step + 1 == path.size() ? value : refused(step); // Binder will say that the key is unknown
    } else {
      Node.Entry old = map.entry(key);
      Node below = old != null ? old.value() : byDefault(parameter);
      changed = set(parameter.shape(), below, step + 1, Paths.child(shown, key));
    }
    return map.with(new Node.Entry(new Node.Scalar(key, false, mark(step)), changed));
  }

  private static @Nullable Node byDefault(Parameter parameter) {
    return parameter.defaultText() == null || parameter.shape() instanceof Shape.Scalar
        ? null
        : Binder.defaultNode(parameter, parameter.defaultText(), new Problems());
  }

  /// Keys of a table may hold dots themselves, so a key that exists is recognised over several steps.
  private Node inTable(Shape child, @Nullable Node node, int step, String shown) {
    Node.Mapping map = node instanceof Node.Mapping existing ? existing : new Node.Mapping(List.of(), mark(step));
    int end = child instanceof Shape.Scalar ? path.size() : step + 1;
    for (int i = step + 1; i <= path.size(); i++) {
      if (map.entry(Paths.joined(path, step, i)) != null) {
        end = i;
      }
    }
    String key = Paths.joined(path, step, end);
    Node.Entry old = map.entry(key);
    Node changed = set(child, old == null ? null : old.value(), end, Paths.child(shown, key));
    return map.with(new Node.Entry(new Node.Scalar(key, false, mark(step)), changed));
  }

  private Node inList(Shape element, @Nullable Node node, int step, String shown) {
    if (!(node instanceof Node.Sequence list)) {
      problems.add(mark(step), "", shown + " is no list in the config, so it has no element " + path.get(step).text());
      return node == null ? refused(step) : node;
    }
    Elements elements = new Elements(list);
    for (int end = path.size(); end > step; end--) {
      int index = elements.find(Paths.joined(path, step, end));
      if (index >= 0) {
        List<Node> items = new ArrayList<>(list.items());
        items.set(index, set(element, items.get(index), end, shown + "[" + index + "]"));
        return new Node.Sequence(items, list.mark());
      }
    }
    String name = path.get(step).text();
    problems.add(
        mark(step),
        "",
        shown + " has no element " + Source.quoted(name) + "; " + elements.describe(),
        Nearest.of(name, elements.names()));
    return node;
  }

  private Node refused(int step) {
    return new Node.Refused(mark(step));
  }
}
