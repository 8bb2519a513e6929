package org.edos.app.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import org.edos.actor.Got;
import org.edos.app.daemon.DaemonClient;
import org.edos.core.EdosException;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;

/**
 * Writes contents out of the daemon's store into a folder: each under a temporary name first,
 * checked against its hash, and then in one step under its own. A file that is there with other
 * contents is kept unless told otherwise.
 */
final class FetchedFiles {
  private static final int BUFFER = 1 << 16;

  private final Path folder;
  private final boolean replace;

  FetchedFiles(Path folder, boolean replace) {
    this.folder = folder;
    this.replace = replace;
  }

  /**
   * Writes a file out.
   *
   * @return where it is
   * @throws EdosException refused if a file of that name has other contents, or if the bytes are
   *     not those promised; external if the folder cannot be written
   */
  Path write(Got.GotFile file, DaemonClient daemon) {
    try (InputStream bytes =
        daemon.open("/content/sha256/" + file.sha256().hex(), "application/octet-stream")) {
      return write(file, bytes);
    } catch (IOException e) {
      throw EdosException.external("cannot write into " + folder + ": " + e.getMessage(), e);
    }
  }

  Path write(Got.GotFile file, InputStream bytes) throws IOException {
    Path target = folder.resolve(plain(file.fileName()));
    Files.createDirectories(folder);
    if (holds(target, file)) {
      return target;
    }
    Path fresh =
        Files.createTempFile(
            folder,
            ".edos-",
            ".part",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
    try {
      copy(bytes, fresh, file);
      place(fresh, target);
    } finally {
      Files.deleteIfExists(fresh);
    }
    return target;
  }

  private static String plain(String name) {
    String checked = new RepositoryPath(name).value();
    if (checked.contains("/") || checked.startsWith(".")) {
      throw EdosException.refused("'" + name + "' is not a plain file name");
    }
    return checked;
  }

  private boolean holds(Path target, Got.GotFile file) throws IOException {
    if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    boolean same =
        Files.isRegularFile(target)
            && Files.size(target) == file.size()
            && hash(target).equals(file.sha256());
    if (!same && !replace) {
      throw different(target);
    }
    return same;
  }

  private static EdosException different(Path target) {
    return EdosException.refused(target + " is there with other contents; --force replaces it");
  }

  private static Sha256 hash(Path file) throws IOException {
    MessageDigest digest = Sha256.digest();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      byte[] buffer = new byte[BUFFER];
      while (in.read(buffer) >= 0) {
        // the stream digests what is read
      }
    }
    return Sha256.of(digest);
  }

  private static void copy(InputStream bytes, Path fresh, Got.GotFile file) throws IOException {
    MessageDigest digest = Sha256.digest();
    long left = file.size();
    try (var out = Files.newOutputStream(fresh)) {
      byte[] buffer = new byte[BUFFER];
      for (int read = bytes.read(buffer); read >= 0 && left >= 0; read = bytes.read(buffer)) {
        left -= read;
        digest.update(buffer, 0, read);
        out.write(buffer, 0, read);
      }
    }
    if (left != 0 || !Sha256.of(digest).equals(file.sha256())) {
      throw EdosException.refused(
          "the store's bytes of "
              + file.fileName()
              + " are not those with SHA-256 "
              + file.sha256()
              + "; fetch it again");
    }
  }

  private void place(Path fresh, Path target) throws IOException {
    if (replace) {
      try {
        Files.move(
            fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING);
      }
      return;
    }
    try {
      Files.createLink(target, fresh); // unlike a move, this fails when somebody was faster
    } catch (FileAlreadyExistsException e) {
      throw different(target);
    } catch (UnsupportedOperationException | FileSystemException e) {
      Files.move(fresh, target);
    }
  }
}
