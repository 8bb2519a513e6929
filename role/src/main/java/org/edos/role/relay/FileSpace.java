package org.edos.role.relay;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import org.edos.core.EdosException;
import org.edos.core.unit.Content;
import org.edos.physical.content.Staged;
import org.jspecify.annotations.Nullable;

/**
 * A staged file, whose place is still being made while the first source is asked. Interruption of a
 * thread does not close the file for the others.
 */
final class FileSpace implements Space {
  private final CompletableFuture<Staged> place;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable RandomAccessFile file;
  private boolean closed;

  /** Waits for the place when it is written to; its failure is the write's. */
  FileSpace(CompletableFuture<Staged> place) {
    this.place = place;
  }

  @Override
  public void prepare() {
    staged();
  }

  /**
   * Writes bytes at an offset.
   *
   * @throws EdosException exhausted if there is no room
   */
  @Override
  public void write(long at, byte[] bytes, int offset, int length) throws IOException {
    lock.lock();
    try {
      if (closed) {
        throw new IOException("the file is closed");
      }
      if (file == null) {
        file = new RandomAccessFile(staged().path().toFile(), "rw");
      }
      file.seek(at);
      file.write(bytes, offset, length);
    } finally {
      lock.unlock();
    }
  }

  private Staged staged() {
    try {
      return place.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof EdosException known) {
        throw known;
      }
      throw e;
    } catch (CancellationException e) {
      throw EdosException.external("the fetch was given up", e);
    }
  }

  @Override
  public InputStream open(long from) throws IOException {
    FileInputStream in = new FileInputStream(staged().path().toFile());
    try {
      in.skipNBytes(from);
      return in;
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /**
   * Has the store verify the file, of which nothing is written any more, and make it a content.
   *
   * @throws EdosException as {@link Staged#commit}
   */
  Content commit() {
    closeFile();
    return staged().commit();
  }

  /** Waits for the place, so that it can be given up. */
  @Override
  public void close() {
    Optional<Staged> made = place.handle((staged, problem) -> Optional.ofNullable(staged)).join();
    closeFile();
    made.ifPresent(Staged::close);
  }

  private void closeFile() {
    lock.lock();
    try {
      closed = true;
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      throw EdosException.external("cannot close a staged file: " + e.getMessage(), e);
    } finally {
      lock.unlock();
    }
  }
}
