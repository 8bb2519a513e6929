package org.edos.physical.torrent.libtorrent;

import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.edos.core.EdosException;

/**
 * How the engine's process is run, and where it listens.
 *
 * @param stateDirectory of the engine's own, made when needed; it keeps the native library there
 * @param listenAddress numeric; 127.0.0.1 reaches peers of this machine alone
 * @param listenPort 0 takes any free one
 * @param reach how far its network reaches
 * @param uploadBytesPerSecond most that is sent to all peers together; 0 is no limit
 * @param downloadBytesPerSecond most that is received from all peers together; 0 is no limit
 * @param javaHome of the Java that runs the process
 * @param classPath of the process
 */
public record LibtorrentConfig(
    Path stateDirectory,
    String listenAddress,
    int listenPort,
    Reach reach,
    int uploadBytesPerSecond,
    int downloadBytesPerSecond,
    Path javaHome,
    String classPath) {
  /** Refuses what is no address or no limit. */
  public LibtorrentConfig {
    if (!listenAddress.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[[0-9a-fA-F:.]+]")) {
      throw EdosException.usage(
          "not a numeric address to listen at: '"
              + listenAddress
              + "'; write 0.0.0.0 or [::], say");
    }
    if (listenPort < 0
        || listenPort > 65_535
        || uploadBytesPerSecond < 0
        || downloadBytesPerSecond < 0) {
      throw EdosException.usage(
          "a port is from 0 to 65535, and a limit of bytes a second is not negative");
    }
    stateDirectory = stateDirectory.toAbsolutePath().normalize();
  }

  /**
   * Listens to peers of this machine alone, at any free port, without limits, run as this program
   * is.
   */
  public static LibtorrentConfig loopback(Path stateDirectory) {
    return new LibtorrentConfig(
        stateDirectory,
        "127.0.0.1",
        0,
        Reach.LOOPBACK,
        0,
        0,
        Path.of(System.getProperty("java.home")),
        narrowClassPath());
  }

  /** The same, listening elsewhere, with the reach of that address. */
  public LibtorrentConfig listeningAt(String address, int port) {
    return new LibtorrentConfig(
        stateDirectory,
        address,
        port,
        Reach.at(address),
        uploadBytesPerSecond,
        downloadBytesPerSecond,
        javaHome,
        classPath);
  }

  /** The same with other limits, in bytes a second. */
  public LibtorrentConfig limitedTo(int upload, int download) {
    return new LibtorrentConfig(
        stateDirectory, listenAddress, listenPort, reach, upload, download, javaHome, classPath);
  }

  /**
   * The same with the reach of this name; {@code auto} is that of the address.
   *
   * @throws EdosException usage if there is none of that name
   */
  public LibtorrentConfig reaching(String name) {
    return switch (name) {
      case "auto" -> this;
      case "loopback" -> reaching(Reach.LOOPBACK);
      case "lan" -> reaching(Reach.LAN);
      case "open" -> reaching(Reach.OPEN);
      default ->
          throw EdosException.usage(
              "the reach of swarms is auto, loopback, lan or open, not '" + name + "'");
    };
  }

  /** The same with another reach. */
  public LibtorrentConfig reaching(Reach other) {
    return new LibtorrentConfig(
        stateDirectory,
        listenAddress,
        listenPort,
        other,
        uploadBytesPerSecond,
        downloadBytesPerSecond,
        javaHome,
        classPath);
  }

  /**
   * Where this program has the engine's own classes, libtorrent's Java face and its native library:
   * nothing more.
   */
  static String narrowClassPath() {
    Set<String> places = new LinkedHashSet<>();
    for (var name :
        new String[] {
          "org/edos/physical/torrent/libtorrent/EngineProcess.class",
          "org/edos/core/EdosException.class",
          "org/libtorrent4j/LibTorrent.class",
          NativeLibrary.RESOURCE
        }) {
      var url = LibtorrentConfig.class.getClassLoader().getResource(name);
      if (url == null) {
        throw EdosException.external(
            "libtorrent is not part of this program (" + name + "); it runs on 64-bit x86 Linux");
      }
      places.add(place(url, name));
    }
    return String.join(File.pathSeparator, places);
  }

  private static String place(URL url, String name) {
    try {
      var text = url.toString();
      var whole = text.substring(0, text.length() - name.length());
      var file =
          whole.startsWith("jar:")
              ? whole.substring("jar:".length(), whole.length() - "!/".length())
              : whole;
      return Path.of(new URI(file)).toString();
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw EdosException.external("cannot tell where the program's classes are: " + url, e);
    }
  }
}
