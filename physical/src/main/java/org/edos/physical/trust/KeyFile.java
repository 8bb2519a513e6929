package org.edos.physical.trust;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.edos.core.EdosException;

/**
 * A small file with a secret: readable by its owner alone, whole or not there at all, and on the
 * disk when a method returns. Stateless and safe for use by many threads and processes: of several
 * that create the same file at once, one wins and all read its bytes.
 */
public final class KeyFile {
  private static final int MAX_SIZE = 1 << 20;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private KeyFile() {}

  /**
   * The bytes of a secret file, which is made when there is none.
   *
   * @param fresh makes the bytes of a new file; called only when there is none
   * @throws EdosException (refused) if others than its owner may read it or it is no plain file;
   *     (external) if it cannot be read or written
   */
  public static byte[] readOrCreate(Path file, Supplier<byte[]> fresh) {
    try {
      Optional<byte[]> existing = read(file);
      if (existing.isPresent()) {
        return existing.get();
      }
      create(file, fresh.get());
      return read(file)
          .orElseThrow(
              () -> EdosException.external("the key file " + file + " vanished; start again"));
    } catch (IOException e) {
      throw EdosException.external(
          "cannot read or write the key file "
              + file
              + " ("
              + e
              + "): mend its directory's rights and space",
          e);
    }
  }

  private static Optional<byte[]> read(Path file) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    if (!Files.isRegularFile(file)) {
      throw EdosException.refused(
          "the key file " + file + " is not a plain file; move it away or name another");
    }
    refuseReadableByOthers(file);
    if (Files.size(file) > MAX_SIZE) {
      throw EdosException.refused(
          "the key file " + file + " is too big for a key; restore it from a backup");
    }
    try {
      return Optional.of(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static void refuseReadableByOthers(Path file) throws IOException {
    if (!hasPosixRights(file)) {
      return;
    }
    Set<PosixFilePermission> rights = EnumSet.noneOf(PosixFilePermission.class);
    rights.addAll(Files.getPosixFilePermissions(file));
    rights.removeAll(PosixFilePermissions.fromString("rwx------"));
    if (!rights.isEmpty()) {
      throw EdosException.refused(
          "the key file "
              + file
              + " is open to other users, who may have copied the key: run chmod 600 "
              + file
              + ", or delete it to get a new key");
    }
  }

  /** The file appears by a link, which never replaces one that somebody else made meanwhile. */
  private static void create(Path file, byte[] bytes) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null) {
      throw EdosException.usage("a key file needs a name: " + file);
    }
    Files.createDirectories(directory);
    Path temporary =
        hasPosixRights(directory)
            ? Files.createTempFile(
                directory, ".key", ".new", PosixFilePermissions.asFileAttribute(OWNER_ONLY))
            : Files.createTempFile(directory, ".key", ".new");
    try {
      try (FileOutputStream out = new FileOutputStream(temporary.toFile())) {
        out.write(bytes);
        out.getFD().sync();
      }
      publish(temporary, file);
    } catch (FileAlreadyExistsException lost) {
      // Another process was first; its key is the one to use.
    } finally {
      Files.deleteIfExists(temporary);
    }
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void publish(Path temporary, Path file) throws IOException {
    try {
      Files.createLink(file, temporary);
    } catch (UnsupportedOperationException noLinksHere) {
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static boolean hasPosixRights(Path path) {
    return Files.getFileAttributeView(path, PosixFileAttributeView.class) != null;
  }
}
