package nnrun.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A disk in memory that tells what programs see from what is on the device. A copy of it is a disk after a crash: of
/// the process alone, or of the machine, which keeps of the rest nothing or some.
final class MemoryDisk implements Disk {
  /// How much of what was never forced is still there.
  enum Kept {
    /// All: the process died, the kernel did not.
    ALL,
    /// Nothing: the power was cut.
    NOTHING,
    /// Of each folder the names of some moment since it was forced; of each file its bytes of some moment, or some of
    /// them, or zeros in their place.
    SOME
  }

  /// What a name stands for.
  private sealed interface Node permits FileNode, FolderNode, LinkNode {}

  /// @param moments the bytes on the device, then what became of them since
  private record FileNode(List<byte[]> moments) implements Node {}

  /// @param moments the names on the device, then what became of them since
  private record FolderNode(List<SortedMap<String, Node>> moments) implements Node {}

  private record LinkNode(Path target) implements Node {}

  private final FolderNode root;
  private final Set<Path> locked = new HashSet<>();

  MemoryDisk() {
    this(new FolderNode(new ArrayList<>(List.of(new TreeMap<>()))));
  }

  private MemoryDisk(FolderNode root) {
    this.root = root;
  }

  /// The disk as the next process finds it.
  MemoryDisk after(Kept kept, Random random) {
    return new MemoryDisk((FolderNode) new Crash(kept, random, new IdentityHashMap<>()).of(root));
  }

  private record Crash(Kept kept, Random random, IdentityHashMap<Node, Node> done) {
    Node of(Node node) {
      Node known = done.get(node);
      if (known != null) {
        return known;
      }
      return switch (node) {
        case LinkNode link -> link;
        case FileNode file -> {
          FileNode copy = new FileNode(new ArrayList<>(kept == Kept.ALL ? file.moments : List.of(bytes(file.moments))));
          done.put(node, copy);
          yield copy;
        }
        case FolderNode folder -> {
          FolderNode copy = new FolderNode(new ArrayList<>());
          done.put(node, copy);
          for (SortedMap<String, Node> moment : kept == Kept.ALL ? folder.moments : List.of(any(folder.moments))) {
            SortedMap<String, Node> names = new TreeMap<>();
            moment.forEach((name, child) -> names.put(name, of(child)));
            copy.moments.add(names);
          }
          yield copy;
        }
      };
    }

    private <T> T any(List<T> moments) {
      return moments.get(kept == Kept.NOTHING ? 0 : random.nextInt(moments.size()));
    }

    private byte[] bytes(List<byte[]> moments) {
      byte[] bytes = any(moments);
      byte[] forced = moments.getFirst();
      int more = bytes.length - forced.length;
      if (kept == Kept.NOTHING || bytes == forced || more <= 0) {
        return bytes;
      }
      int there = forced.length + random.nextInt(more + 1);
      byte[] torn = Arrays.copyOf(bytes, there);
      return random.nextBoolean() ? torn : Arrays.copyOf(torn, bytes.length);
    }
  }

  private @Nullable Node find(Path path) {
    Node node = root;
    for (Path name : path.toAbsolutePath().normalize()) {
      node = node instanceof FolderNode folder ? folder.moments.getLast().get(name.toString()) : null;
      if (node instanceof LinkNode(Path target)) {
        node = find(path.resolveSibling(target));
      }
    }
    return node;
  }

  private FolderNode folder(Path path, String tried) {
    return switch (find(path)) {
      case FolderNode folder -> folder;
      case null -> throw new DiskException(path, tried, new NoSuchFileException(path.toString()));
      default -> throw new DiskException(path, tried, new NotDirectoryException(path.toString()));
    };
  }

  private FileNode file(Path path, String tried) {
    if (find(path) instanceof FileNode file) {
      return file;
    }
    throw new DiskException(path, tried, new NoSuchFileException(path.toString()));
  }

  private byte[] bytes(Path path, String tried) {
    return file(path, tried).moments.getLast();
  }

  /// Names in the folder of a path, to be changed.
  private SortedMap<String, Node> names(Path path, String tried) {
    FolderNode folder = folder(path.toAbsolutePath().getParent(), tried);
    SortedMap<String, Node> names = new TreeMap<>(folder.moments.getLast());
    folder.moments.add(names);
    return names;
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }

  @Override
  public boolean createFolder(Path folder) {
    if (find(folder) != null) {
      return false;
    }
    names(folder, "make the folder").put(name(folder), new FolderNode(new ArrayList<>(List.of(new TreeMap<>()))));
    return true;
  }

  @Override
  public void write(Path file, ByteBuffer bytes) {
    byte[] content = new byte[bytes.remaining()];
    bytes.get(content);
    if (find(file) instanceof FileNode existing) {
      existing.moments.add(new byte[0]);
      existing.moments.add(content);
    } else {
      names(file, "write").put(name(file), new FileNode(new ArrayList<>(List.of(new byte[0], content))));
    }
  }

  @Override
  public void append(Path file, ByteBuffer bytes) {
    byte[] before = bytes(file, "append");
    byte[] after = Arrays.copyOf(before, before.length + bytes.remaining());
    bytes.get(after, before.length, after.length - before.length);
    file(file, "append").moments.add(after);
  }

  @Override
  public void truncate(Path file, long length) {
    byte[] before = bytes(file, "cut");
    if (before.length < length) {
      throw new DiskException(file, "cut to " + length + " bytes", "it has only " + before.length);
    }
    file(file, "cut").moments.add(Arrays.copyOf(before, (int) length));
  }

  @Override
  public void force(Path file) {
    List<byte[]> moments = file(file, "force").moments;
    moments.subList(0, moments.size() - 1).clear();
  }

  @Override
  public void forceFolder(Path folder) {
    List<SortedMap<String, Node>> moments = folder(folder, "force").moments;
    moments.subList(0, moments.size() - 1).clear();
  }

  @Override
  public void rename(Path from, Path to) {
    if (!from.toAbsolutePath().getParent().equals(to.toAbsolutePath().getParent())) {
      throw new UnsupportedOperationException("a rename to another folder");
    }
    SortedMap<String, Node> names = names(from, "rename");
    Node node = names.remove(name(from));
    if (node == null) {
      throw new DiskException(from, "rename", new NoSuchFileException(from.toString()));
    }
    names.put(name(to), node);
  }

  @Override
  public void delete(Path file) {
    names(file, "delete").remove(name(file));
  }

  @Override
  public boolean link(Path link, Path target) {
    names(link, "link").put(name(link), new LinkNode(target));
    return true;
  }

  @Override
  public @Nullable Lock lock(Path folder) {
    if (!locked.add(folder)) {
      return null;
    }
    if (!isFile(folder.resolve(LOCK_FILE))) {
      write(folder.resolve(LOCK_FILE), ByteBuffer.allocate(0));
    }
    return () -> locked.remove(folder);
  }

  @Override
  public boolean isFile(Path path) {
    return find(path) instanceof FileNode;
  }

  @Override
  public boolean isFolder(Path path) {
    return find(path) instanceof FolderNode;
  }

  @Override
  public long size(Path file) {
    return bytes(file, "read its size").length;
  }

  @Override
  public void read(Path file, long at, ByteBuffer into) {
    byte[] bytes = bytes(file, "read");
    if (at + into.remaining() > bytes.length) {
      throw new DiskException(file, "read", new IOException("the file ends after " + bytes.length));
    }
    into.put(bytes, (int) at, into.remaining());
  }

  @Override
  public byte @Nullable [] content(Path file) {
    return find(file) instanceof FileNode there ? there.moments.getLast().clone() : null;
  }

  @Override
  public List<String> list(Path folder) {
    return List.copyOf(folder(folder, "list").moments.getLast().keySet());
  }

  /// Every file below a folder, by its path from there.
  Map<String, byte[]> files(Path folder) {
    Map<String, byte[]> files = new TreeMap<>();
    for (String name : isFolder(folder) ? list(folder) : List.<String>of()) {
      Path path = folder.resolve(name);
      if (isFolder(path)) {
        files(path).forEach((inside, bytes) -> files.put(name + "/" + inside, bytes));
      } else if (isFile(path)) {
        files.put(name, bytes(path, "read"));
      }
    }
    return files;
  }
}
