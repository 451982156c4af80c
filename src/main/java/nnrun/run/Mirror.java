package nnrun.run;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import nnrun.data.DataException;

/// Where published files can be had: an address or a folder, to which the name of a file is added.
public sealed interface Mirror {
  /// Of an address with http:, https: or file:, or of the path of a folder.
  ///
  /// @throws DataException if it is none of them
  static Mirror of(String address) {
    if (!address.matches("[A-Za-z][A-Za-z0-9+.-]*:.*")) {
      return new Folder(Path.of(address));
    }
    try {
      URI uri = new URI(address);
      return switch (uri.getScheme().toLowerCase(Locale.ROOT)) {
        case "file" -> new Folder(Path.of(uri));
        case "http", "https" -> web(uri);
        default -> throw new DataException(address + ": wanted http:, https:, file: or a folder");
      };
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new DataException(address + ": cannot be an address: " + e.getMessage());
    }
  }

  private static Web web(URI uri) {
    if (uri.getRawUserInfo() != null) { // not quoted: it may be a password
      throw new DataException("an address with a user or password in it: it would not be sent; leave them out");
    }
    if (uri.getHost() == null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new DataException(
          uri + ": wanted http://HOST/FOLDER/ without ? and #, since the name of the file is added to it");
    }
    return new Web(uri, Duration.ofSeconds(10), Duration.ofSeconds(30));
  }

  /// The address of a file.
  String address(String file);

  /// A file's content.
  ///
  /// @throws DataException if there is no such file; the message begins with its address
  /// @throws IOException if it cannot be had now; so does this message
  InputStream open(String file) throws IOException;

  /// A folder of this machine.
  record Folder(Path folder) implements Mirror {
    @Override
    public String address(String file) {
      return folder.resolve(file).toString();
    }

    @Override
    public InputStream open(String file) throws IOException {
      Path path = folder.resolve(file);
      if (!Files.isRegularFile(path)) {
        throw new DataException(path + (Files.exists(path) ? ": is no file" : ": no such file"));
      }
      try {
        return Files.newInputStream(path);
      } catch (IOException e) {
        throw new DiskException(path, "read", e);
      }
    }
  }

  /// A folder of a web server.
  ///
  /// @param connect longest time until there is a connection
  /// @param idle longest time without a byte
  record Web(URI base, Duration connect, Duration idle) implements Mirror {
    @Override
    public String address(String file) {
      return base + (base.toString().endsWith("/") ? "" : "/") + file;
    }

    @Override
    public InputStream open(String file) throws IOException {
      return Download.open(URI.create(address(file)), connect, idle);
    }
  }
}
