package org.edos.app.daemon;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.edos.core.EdosException;
import org.jspecify.annotations.Nullable;

/** A daemon's folder, held by one process at a time. */
public final class Home implements AutoCloseable {
  private final Path folder;
  private final FileChannel channel;
  private final FileLock lock;

  private Home(Path folder, FileChannel channel, FileLock lock) {
    this.folder = folder;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Makes the folder where there is none, for its owner alone, and takes hold of it.
   *
   * @throws EdosException (usage) if another daemon runs in it
   */
  public static Home open(Path folder) {
    try {
      make(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw EdosException.usage(
            "a daemon runs in " + folder + " already; end it, or choose another --home");
      }
      return new Home(folder.toAbsolutePath().normalize(), channel, lock);
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  /**
   * Makes the folder where there is none, for its owner alone, without taking hold of it.
   *
   * @throws EdosException (external) if that is not possible
   */
  public static void make(Path folder) {
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  private static EdosException unusable(Path folder, IOException e) {
    return EdosException.external(
        "cannot use " + folder + " as a home: " + e + "; choose another --home", e);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /** A place in the home. */
  public Path path(String name) {
    return folder.resolve(name);
  }

  /** The folder itself. */
  public Path folder() {
    return folder;
  }

  @Override
  public void close() throws IOException {
    lock.release();
    channel.close();
  }
}
