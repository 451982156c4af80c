package nnrun.rules;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.JavaFileObject.Kind;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// Compiles a source text to class files, all in memory.
final class InMemoryCompiler {
  private static final JavaCompiler JAVAC = ToolProvider.getSystemJavaCompiler();

  /// Kept open, since opening the class path takes longer than compiling a few lines.
  private static final JavaFileManager CLASS_PATH = JAVAC.getStandardFileManager(null, null, null);

  private InMemoryCompiler() {}

  /// The class files of one source; an error of javac is an `IllegalArgumentException` with its text.
  static List<byte[]> compile(String source) {
    var log = new StringWriter();
    var written = new ArrayList<ByteArrayOutputStream>();
    var files =
        new ForwardingJavaFileManager<JavaFileManager>(CLASS_PATH) {
          @Override
          public JavaFileObject getJavaFileForOutput(Location place, String name, Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("memory:///" + name.replace('.', '/') + kind.extension), kind) {
              @Override
              public OutputStream openOutputStream() {
                var bytes = new ByteArrayOutputStream();
                written.add(bytes);
                return bytes;
              }
            };
          }
        };
    var text =
        new SimpleJavaFileObject(URI.create("memory:///Source.java"), Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    var options =
        List.of(
            "-proc:none",
            "-nowarn",
            "--add-modules=jdk.incubator.vector",
            "--class-path=" + System.getProperty("java.class.path"));
    if (!JAVAC.getTask(log, files, null, options, null, List.of(text)).call()) {
      throw new IllegalArgumentException(log + "\nin\n" + source);
    }
    return written.stream().map(ByteArrayOutputStream::toByteArray).toList();
  }
}
