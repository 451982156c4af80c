package nnrun.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Example;
import org.jspecify.annotations.Nullable;

/// Documents, column `text`, and their classes, column `label`: a line each, or a file each in a folder a class. Blank
/// lines are skipped.
@Component(
    formula = "documents (rows), and the class of each",
    doc =
        "A document a line, with its class before or behind a delimiter; or a folder that holds a folder a class with a"
            + " .txt file a document. types: {text: tf_idf} makes features of it.",
    use = "For short texts and what is to be told about them.",
    avoid = "For tables with further columns; take csv with types.",
    source = "Common knowledge")
public record Text(
    @Doc("the file, plain or gzip, or the folder") @Example("reviews.txt") String path,
    @Doc("where in a line the class stands: none, first or last; a folder's classes are its folders") @Default("first")
        Label label,
    @Doc("what parts class and document: one character, tab, or blank; a document may hold more of it") @Default("tab")
        Delimiter delimiter)
    implements Source {
  /// Characters after which it is asked whether those to come would fit: a small gzip file may hold many.
  private static final int LOOK_AHEAD = 1 << 24;

  /// Where the class stands.
  public enum Label {
    NONE,
    FIRST,
    LAST
  }

  @Override
  public Table load(DataFiles files) {
    Documents documents = new Documents();
    if (files.isFolder(path)) {
      folder(files.folder(path), documents);
      return documents.table(path, false, true);
    }
    lines(files.read(path), documents);
    return documents.table(path, true, label != Label.NONE);
  }

  @Override
  public String documents() {
    return "text";
  }

  private void folder(DataFolder folder, Documents documents) {
    for (String type : folder.classes()) {
      for (String name : folder.files(type, ".txt")) {
        StringBuilder document = new StringBuilder();
        try (TextLines lines = new TextLines(folder.read(type, name))) {
          for (@Nullable String line = lines.next(); line != null; line = lines.next()) {
            document.append(document.isEmpty() ? "" : "\n").append(line);
          }
        }
        documents.add(document.toString(), type, 0);
      }
    }
    folder.done();
  }

  private void lines(Content content, Documents documents) {
    try (TextLines lines = new TextLines(content)) {
      for (@Nullable String line = lines.next(); line != null; line = lines.next()) {
        if (!line.isBlank()) {
          line(delimiter.isBlank() ? line.strip() : line, lines, documents);
        }
      }
    }
  }

  private void line(String line, TextLines lines, Documents documents) {
    if (label == Label.NONE) {
      documents.add(line.strip(), "", lines.number());
      return;
    }
    char c = delimiter.character();
    int at = label == Label.FIRST ? line.indexOf(c) : line.lastIndexOf(c);
    if (at < 0) {
      throw lines.problem("no " + delimiter + " that parts class and document; label: none reads documents alone");
    }
    String before = line.substring(0, at).strip();
    String behind = line.substring(at + 1).strip();
    String type = label == Label.FIRST ? before : behind;
    if (type.isEmpty()) {
      throw lines.problem("a document without a class");
    }
    documents.add(label == Label.FIRST ? behind : before, type, lines.number());
  }

  /// Documents and classes as they come.
  private final class Documents {
    private final Map<String, Integer> documents = new LinkedHashMap<>();
    private final Map<String, Integer> classes = new LinkedHashMap<>();
    private int[] documentOf = new int[64];
    private int[] classOf = new int[64];
    private int[] lines = new int[64];
    private int rows;
    private long ahead;

    void add(String document, String type, int line) {
      ahead += document.length() + 64;
      if (ahead > LOOK_AHEAD) {
        Heap.require(2L * LOOK_AHEAD, path + ": more documents behind row " + rows);
        ahead = 0;
      }
      if (rows == lines.length) {
        documentOf = Arrays.copyOf(documentOf, 2 * rows);
        classOf = Arrays.copyOf(classOf, 2 * rows);
        lines = Arrays.copyOf(lines, 2 * rows);
      }
      documentOf[rows] = index(documents, document);
      classOf[rows] = index(classes, type);
      lines[rows++] = line;
    }

    private static int index(Map<String, Integer> of, String text) {
      Integer known = of.putIfAbsent(text, of.size());
      return known == null ? of.size() - 1 : known;
    }

    Table table(String place, boolean numbered, boolean labelled) {
      if (rows == 0) {
        throw new DataException(place + ": no document in it");
      }
      List<Column> columns = new ArrayList<>();
      columns.add(new Column.Texts("text", Arrays.copyOf(documentOf, rows), List.copyOf(documents.keySet())));
      if (labelled) {
        columns.add(new Column.Texts("label", Arrays.copyOf(classOf, rows), List.copyOf(classes.keySet())));
      }
      List<String> targets = labelled ? List.of("label") : List.of();
      return new Table(place, List.copyOf(columns), true, targets, numbered ? Arrays.copyOf(lines, rows) : null);
    }
  }
}
