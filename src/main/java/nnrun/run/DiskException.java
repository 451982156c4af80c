package nnrun.run;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A file operation failed: no space, no permission, a broken device. Exit code 7.
public final class DiskException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param tried a verb with what it needs: `append 120 bytes`
  public DiskException(Path path, String tried, IOException cause) {
    super(sentence(path, tried, reason(cause)), cause);
  }

  public DiskException(Path path, String tried, String reason) {
    super(sentence(path, tried, reason));
  }

  private static String sentence(Path path, String tried, String reason) {
    return path + ": could not " + tried + ": " + reason;
  }

  private static String reason(IOException e) {
    String text = Objects.requireNonNullElse(systemText(e), "");
    if (text.contains("No space left") || text.contains("not enough space") || text.contains("quota exceeded")) {
      return text + "; free some space and try again";
    }
    return switch (e) {
      case NoSuchFileException _ -> "no such file or folder";
      case AccessDeniedException _ -> "permission denied; check who owns it";
      case NotDirectoryException _ -> "not a folder";
      case DirectoryNotEmptyException _ -> "the folder is not empty";
      case FileAlreadyExistsException _ -> "something of that name exists already";
      case FileSystemLoopException _ -> "its links go in a circle";
      default -> text.isEmpty() ? e.getClass().getSimpleName() : text;
    };
  }

  private static @Nullable String systemText(IOException e) {
    return e instanceof FileSystemException f ? f.getReason() : e.getMessage();
  }
}
