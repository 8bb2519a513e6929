package org.edos.physical.kept;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.edos.core.EdosException;
import org.edos.core.unit.Sha256;

/**
 * The contents of this machine's store that the gateway brought, which are the only ones that it
 * may share and remove. Safe for use by many threads.
 */
public interface Kept extends AutoCloseable {
  /**
   * A content that the gateway brought.
   *
   * @param id of its bytes
   * @param size in bytes
   * @param used when it was last asked for; to the millisecond
   */
  record Entry(Sha256 id, long size, Instant used) {}

  /**
   * Notes contents; one that is noted already is used now. What has returned survives the death of
   * the process.
   *
   * @throws EdosException exhausted if the disk is full; external if it cannot be written
   */
  void keep(Collection<Entry> entries);

  /**
   * A content was asked for. Nothing happens to one that was not noted. Never waits for a disk: the
   * death of the process may lose it.
   */
  void touch(Sha256 id, Instant now);

  /** These contents are no longer there. */
  void forget(Collection<Sha256> ids);

  /** Those that were not used for longest, the longest first. */
  List<Entry> leastRecentlyUsed(int most);

  /** All of them, in no order. */
  List<Sha256> ids();

  /** Bytes of all of them. */
  long bytes();

  @Override
  void close();
}
