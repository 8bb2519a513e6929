package org.edos.physical.content;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.edos.core.EdosException;
import org.edos.core.unit.Content;
import org.edos.core.unit.Sha256;

/**
 * This machine's bytes, addressed by their SHA-256. What {@link #find} gives has been verified;
 * what a call has returned from survives the death of the process. Safe for use by many threads.
 */
public interface ContentStore extends AutoCloseable {
  /** The content, if it is here whole and intact. */
  Optional<Content> find(Sha256 id);

  /** Whether {@link #find} would give it. */
  default boolean contains(Sha256 id) {
    return find(id).isPresent();
  }

  /**
   * Takes in bytes from a stream, which it reads to the end but does not close. Content already
   * here is left as it is.
   *
   * @param size the expected number of bytes; reading stops with a refusal as soon as there are
   *     more
   * @throws EdosException refused if the bytes are not those named; exhausted if the quota or the
   *     disk is full
   */
  Content add(Sha256 id, long size, InputStream bytes);

  /**
   * Takes in a file, by a link where the file system allows and by a copy elsewhere. The file is
   * hashed; it stays where it is and must not be modified in place afterwards (a change of size or
   * time is noticed, and the content dropped).
   *
   * @throws EdosException refused if the file's bytes are not those named; exhausted if the quota
   *     or the disk is full
   */
  Content link(Sha256 id, Path file);

  /**
   * A place outside the store's contents into which another program may write these bytes in any
   * order, counted against the quota. It survives a restart, so that a download can resume; who
   * stages the same bytes shares the place.
   *
   * @throws EdosException exhausted if the quota or the disk is full
   */
  Path stage(Sha256 id, long size);

  /**
   * Like {@link #stage}, but at a place that nobody else is given, and that ends with the process:
   * what is left of one that died goes when the store is opened. The caller closes it.
   *
   * @throws EdosException exhausted if the quota or the disk is full
   */
  Staged stageAnew(Sha256 id, long size);

  /**
   * Verifies a staged file and makes it a content; a file that fails is deleted.
   *
   * @throws EdosException refused if the bytes are not those named; not found if nothing was staged
   *     and the content is not here
   */
  Content commit(Sha256 id);

  /**
   * Like {@link #commit}, but the staged file stays at its place as well, as another link to the
   * same file, until {@link #discard}: a program that has it open can be told meanwhile where it
   * lies now. Where the content is here already, or the file system has no links, this is {@link
   * #commit}.
   *
   * @throws EdosException refused if the bytes are not those named; not found if nothing was staged
   *     and the content is not here
   */
  Content adopt(Sha256 id);

  /** Gives up a staged file, if there is one. */
  void discard(Sha256 id);

  /** Removes a content; says whether it was there. Readers that have it open keep their bytes. */
  boolean remove(Sha256 id);

  /** Every content, in no order. Close the stream. */
  Stream<Sha256> list();

  /** Bytes of the contents and staged files. */
  long usedBytes();

  /** Most bytes that the store will hold. */
  long quotaBytes();

  /** Bytes that its file system has left for this program; a very large number in memory. */
  default long freeBytes() {
    return Long.MAX_VALUE;
  }

  @Override
  void close();
}
