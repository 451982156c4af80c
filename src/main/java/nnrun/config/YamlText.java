package nnrun.config;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// Reads YAML as far as a config needs it: scalars, lists and maps. Anchors, aliases, tags, merge keys and further
/// documents are refused. Works on the parser's events with a stack of its own, so that nothing a file holds can
/// overflow the JVM's.
final class YamlText {
  private static final int DEEPEST = 64;
  private static final int MOST_NODES = 100_000;
  private static final int MOST_KEYS = 10_000;
  private static final String NO_REUSE = "to share settings between configs use 'extends: base.yaml'";

  /// A list or map that is still open; a map's key waits for its value.
  private static final class Open {
    final Mark mark;
    final boolean map;
    final List<Node> items = new ArrayList<>();
    final List<Node.Entry> entries = new ArrayList<>();
    final Set<String> keys = new LinkedHashSet<>();
    Node.@Nullable Scalar key;
    boolean keyRefused;

    Open(Mark mark, boolean map) {
      this.mark = mark;
      this.map = map;
    }
  }

  private final Source source;
  private final int offset;
  private final Problems problems;
  private final Deque<Open> open = new ArrayDeque<>();
  private @Nullable Node root;
  private int nodes;

  private YamlText(Source source, int offset, Problems problems) {
    this.source = source;
    this.offset = offset;
    this.problems = problems;
  }

  /// The one document in a text from a code point on; what is wrong with it goes to `problems`. Null when nothing could
  /// be made of it, which is then reported.
  static @Nullable Node read(Source source, int offset, Problems problems) {
    return new YamlText(source, offset, problems).read();
  }

  private @Nullable Node read() {
    String text = source.text.substring(source.text.offsetByCodePoints(0, offset));
    int[] codePoints = text.codePoints().toArray();
    for (int i = 0; i < codePoints.length; i++) {
      if (!StreamReader.isPrintable(codePoints[i])) {
        String hex = Integer.toHexString(codePoints[i]);
        problems.add(
            mark(i),
            "",
            "an invisible control character (U+"
                + "0".repeat(Math.max(0, 4 - hex.length()))
                + hex
                + ") stands here; remove it");
        return null;
      }
    }
    LoadSettings settings = LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build();
    ParserImpl parser = new ParserImpl(settings, new StreamReader(settings, text));
    try {
      int documents = 0;
      while (parser.hasNext()) {
        Event event = parser.next();
        if (event instanceof DocumentStartEvent start && (!start.getTags().isEmpty() || ++documents > 1)) {
          problems.add(
              mark(event),
              "",
              documents > 1
                  ? "a second document begins here; a config is one document, so split the file"
                  : "tags cannot be used in a config; remove the %TAG line");
          return null;
        }
        if (!handle(event)) {
          return null;
        }
      }
    } catch (MarkedYamlEngineException e) {
      syntaxError(e);
      return null;
    } catch (YamlEngineException e) {
      problems.add(mark(0), "", "this is not YAML: " + e.getMessage());
      return null;
    } catch (NumberFormatException e) { // of the library, for \U with digits beyond 7fffffff
      problems.add(mark(0), "", "this is not YAML: an escape of no character; " + e.getMessage());
      return null;
    }
    if (root == null || (root instanceof Node.Scalar scalar && !scalar.quoted() && scalar.text().isEmpty())) {
      problems.add(mark(0), "", source.option ? "nothing after '='" : "the config is empty");
      return null;
    }
    return root;
  }

  /// @return false when reading must stop
  private boolean handle(Event event) {
    switch (event) {
      case AliasEvent alias -> {
        problems.add(mark(alias), "", "aliases (*name) cannot be used in a config; " + NO_REUSE);
        add(new Node.Refused(mark(alias)));
      }
      case ScalarEvent scalar -> {
        refuseExtras(scalar, scalar.getTag());
        if (hasHalfCharacter(scalar.getValue())) {
          problems.add(
              mark(scalar), "", "an escape here makes half a character (\\uD800 to \\uDFFF); write the whole one");
        }
        add(new Node.Scalar(scalar.getValue(), !scalar.isPlain(), mark(scalar)));
      }
      case SequenceStartEvent list -> {
        refuseExtras(list, list.getTag());
        open.push(new Open(mark(list), false));
      }
      case MappingStartEvent map -> {
        refuseExtras(map, map.getTag());
        open.push(new Open(mark(map), true));
      }
      case CollectionEndEvent _ -> {
        Open done = open.pop();
        add(
            done.map
                ? new Node.Mapping(List.copyOf(done.entries), done.mark)
                : new Node.Sequence(List.copyOf(done.items), done.mark));
      }
      default -> {}
    }
    if (open.size() > DEEPEST) {
      problems.add(mark(event), "", "lists and maps are nested more than " + DEEPEST + " deep");
      return false;
    }
    Open inside = open.peek();
    if (inside != null && inside.keys.size() > MOST_KEYS) {
      problems.add(mark(event), "", "more than " + MOST_KEYS + " keys in one map; a config is not the place for data");
      return false;
    }
    if (event instanceof NodeEvent && ++nodes > MOST_NODES) {
      problems.add(mark(event), "", "more than " + MOST_NODES + " values; a config is not the place for data");
      return false;
    }
    return true;
  }

  private static boolean hasHalfCharacter(String text) {
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int codePoint = text.codePointAt(i);
      if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
        return true;
      }
    }
    return false;
  }

  private void refuseExtras(NodeEvent node, Optional<String> tag) {
    if (node.getAnchor().isPresent()) {
      problems.add(mark(node), "", "anchors (&name) cannot be used in a config; " + NO_REUSE);
    }
    if (tag.isPresent()) {
      problems.add(mark(node), "", "tags (!name) cannot be used in a config; remove the tag");
    }
  }

  private void add(Node node) {
    Open parent = open.peek();
    if (parent == null) {
      root = node;
    } else if (!parent.map) {
      parent.items.add(node);
    } else if (parent.keyRefused) {
      parent.keyRefused = false;
    } else if (parent.key != null) {
      parent.entries.add(new Node.Entry(parent.key, node));
      parent.key = null;
    } else {
      parent.key = key(node, parent.keys);
      parent.keyRefused = parent.key == null;
    }
  }

  private Node.@Nullable Scalar key(Node node, Set<String> before) {
    if (!(node instanceof Node.Scalar key)) {
      if (!(node instanceof Node.Refused)) {
        problems.add(node.mark(), "", "a key must be one word, not a list or a map");
      }
      return null;
    }
    if (key.text().equals("<<") && !key.quoted()) {
      problems.add(key.mark(), "", "merge keys (<<) cannot be used in a config; " + NO_REUSE);
      return null;
    }
    if (!before.add(key.text())) {
      problems.add(key.mark(), path(key.text()), "this key stands twice in the same map; keep one of the two");
      return null;
    }
    return key;
  }

  /// Where a key stands, before anybody knows what it means.
  private String path(String key) {
    String path = "";
    for (Iterator<Open> outside = open.descendingIterator(); outside.hasNext(); ) {
      Open parent = outside.next();
      if (!parent.map) {
        path += "[" + parent.items.size() + "]";
      } else if (parent.key != null) {
        path = Paths.child(path, parent.key.text());
      }
    }
    return Paths.child(path, key);
  }

  private Mark mark(Event event) {
    return mark(event.getStartMark().map(org.snakeyaml.engine.v2.exceptions.Mark::getIndex).orElse(0));
  }

  private Mark mark(int index) {
    return new Mark(source, offset + index);
  }

  private String characterAt(MarkedYamlEngineException e) {
    int index = offset + e.getProblemMark().map(org.snakeyaml.engine.v2.exceptions.Mark::getIndex).orElse(0);
    int at = source.text.offsetByCodePoints(0, index);
    return at < source.text.length()
        ? Source.quoted(Character.toString(source.text.codePointAt(at)))
        : "this character";
  }

  private void syntaxError(MarkedYamlEngineException e) {
    String problem = e.getProblem() == null ? "" : e.getProblem();
    String context = e.getContext() == null ? "" : e.getContext();
    boolean atContext = false;
    String sentence;
    if (problem.contains("TAB")) {
      sentence = "a tab stands here; indent with spaces";
    } else if (problem.contains("that cannot start any token")) {
      sentence = "a value cannot start with " + characterAt(e) + "; put the value in quotes";
    } else if (problem.contains("mapping values are not allowed")) {
      sentence =
          "a key cannot stand here: check the indentation and the colon of the line above; text that holds ': ' "
              + "needs quotes";
    } else if (problem.contains("could not find expected ':'")) {
      sentence = "a key without a colon, or without a space after it; write 'key: value'";
      atContext = true;
    } else if (context.contains("quoted scalar") && problem.contains("unexpected")) {
      sentence = "the quote that opens here is never closed";
      atContext = true;
    } else if (problem.contains("escape")) {
      sentence = "inside double quotes a backslash starts an escape; use single quotes, or \\\\ for one backslash";
    } else if (problem.contains("expected the node content")) {
      sentence = "a value is missing before this";
    } else if (context.contains("flow sequence")) {
      sentence = "the list that opens here is not closed, or lacks a comma; write [a, b]";
      atContext = true;
    } else if (context.contains("flow mapping")) {
      sentence = "the map that opens here is not closed, or lacks a comma; write {a: 1, b: 2}";
      atContext = true;
    } else if (problem.contains("but found '<scalar>'")) {
      sentence = "text goes on where it should have ended: put the whole value in one pair of quotes";
    } else if (context.contains("block collection") || context.contains("block mapping")) {
      sentence = "this line does not fit the ones above it: check the indentation; list elements start with '- '";
    } else if (problem.contains("sequence entries are not allowed")) {
      sentence = "a list element cannot stand here; begin a new line before '- '";
    } else if (problem.contains("document start") || problem.contains("document separator")) {
      sentence = "the config ended before this; check the indentation and the brackets";
    } else if (context.contains("anchor") || context.contains("alias")) {
      sentence = "'&' and '*' start anchors and aliases, which a config cannot use; put the text in quotes";
    } else if (context.contains("tag") || problem.contains("tag")) {
      sentence = "'!' starts a tag, which a config cannot use; put the text in quotes";
    } else {
      sentence = "this is not YAML: " + problem;
    }
    Optional<org.snakeyaml.engine.v2.exceptions.Mark> at =
        atContext && e.getContextMark().isPresent() ? e.getContextMark() : e.getProblemMark();
    problems.add(mark(at.map(org.snakeyaml.engine.v2.exceptions.Mark::getIndex).orElse(0)), "", sentence);
  }
}
