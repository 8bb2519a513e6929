package org.edos.app.daemon;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.edos.core.EdosException;
import org.edos.physical.peer.PeerJson;

/**
 * How commands find their daemon: {@code daemon.json} in its home, readable by its user alone.
 *
 * @param actor publisher, mirror or client
 * @param address of the daemon, {@code http://host:port}
 * @param token that its user's calls carry
 * @param pid of its process
 */
public record DaemonFile(String actor, URI address, String token, long pid) {
  private static final String NAME = "daemon.json";

  /** Writes the file in one step. */
  public void write(Path home) {
    Path file = home.resolve(NAME);
    Path fresh = home.resolve(NAME + ".new");
    try {
      Files.deleteIfExists(fresh);
      Files.createFile(
          fresh,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.write(fresh, PeerJson.write(this), StandardOpenOption.WRITE);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw EdosException.external("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  /** Removes the file. */
  public static void remove(Path home) {
    try {
      Files.deleteIfExists(home.resolve(NAME));
    } catch (IOException e) {
      // The next daemon of this home writes it anew.
      System.getLogger(DaemonFile.class.getName()).log(System.Logger.Level.DEBUG, "daemon.json", e);
    }
  }

  /**
   * Reads the file.
   *
   * @throws EdosException (external) if there is none: no daemon runs in that home
   */
  public static DaemonFile read(Path home) {
    Path file = home.resolve(NAME);
    try {
      return PeerJson.read(Files.readAllBytes(file), DaemonFile.class);
    } catch (NoSuchFileException e) {
      throw EdosException.external(
          "no daemon runs in "
              + home
              + "; start one (edos publisher|mirror|client --home "
              + home
              + "), or name its home with --home or EDOS_HOME",
          e);
    } catch (IOException e) {
      throw EdosException.external(
          "cannot read " + file + ": " + e + "; the user that runs the daemon can", e);
    } catch (EdosException e) {
      throw EdosException.external(
          file + " is damaged (" + e.getMessage() + "); start the daemon again", e);
    }
  }
}
