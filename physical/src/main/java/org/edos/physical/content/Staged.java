package org.edos.physical.content;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.edos.core.EdosException;
import org.edos.core.unit.Content;

/**
 * A file of {@link ContentStore#stageAnew}, which belongs to whoever staged it: others may stage
 * the same bytes meanwhile. Safe for use by many threads.
 */
public final class Staged implements AutoCloseable {
  private final Path path;
  private final long size;
  private final Quota quota;
  private final Runnable enter;
  private final Supplier<Content> found;
  private final ReentrantLock lock = new ReentrantLock();
  private State state = State.STAGED;

  private enum State {
    STAGED,
    CONTENT,
    GIVEN_UP
  }

  /**
   * Makes the file; for stores.
   *
   * @param path of a file that does not exist
   * @param size in bytes, which it takes of the quota
   * @param enter verifies the file and makes it a content, its share of the quota included, or
   *     deletes it and gives that back where the content is here already
   * @param found gives the content durably, or fails where it is not here
   * @throws EdosException exhausted if the quota is full; usage if the size is negative
   * @throws UncheckedIOException if the file cannot be made
   */
  public Staged(Path path, long size, Quota quota, Runnable enter, Supplier<Content> found) {
    this.path = path;
    this.size = size;
    this.quota = quota;
    this.enter = enter;
    this.found = found;
    quota.reserve(size);
    try {
      Files.createFile(path);
    } catch (IOException e) {
      quota.release(size);
      throw new UncheckedIOException(e);
    }
  }

  /** Where the bytes are to be written, in any order. */
  public Path path() {
    return path;
  }

  /**
   * Verifies the file and makes it a content; where that is here already, the file goes. A file
   * that fails stays until this is closed.
   *
   * @throws EdosException refused if the bytes are not those named; not found if this was closed;
   *     exhausted or external if the disk does not allow it
   */
  public Content commit() {
    lock.lock();
    try {
      if (state == State.GIVEN_UP) {
        throw EdosException.notFound("the staged file " + path + " was given up; stage it again");
      }
      if (state == State.STAGED) {
        enter.run();
        state = State.CONTENT;
      }
      return found.get();
    } finally {
      lock.unlock();
    }
  }

  /** Deletes the file, unless it became a content. Closing again does nothing. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (state == State.STAGED) {
        Files.deleteIfExists(path);
        quota.release(size);
        state = State.GIVEN_UP;
      }
    } catch (IOException e) {
      throw EdosException.external(
          "cannot delete the staged file " + path + ": " + e.getMessage(), e);
    } finally {
      lock.unlock();
    }
  }
}
