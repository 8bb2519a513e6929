package org.edos.physical.location;

import java.net.URI;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.edos.core.unit.Sha256;

/**
 * Which peers say that they hold which contents. An entry is a hint, never trusted for what the
 * bytes are. Safe for use by many threads.
 */
public interface LocationIndex extends AutoCloseable {
  /**
   * A peer says that it holds these contents now.
   *
   * @param peer the address of its daemon, {@code http://host:port}
   */
  void announce(URI peer, Collection<Sha256> contents);

  /** A peer no longer holds these, or a read from it failed. */
  void withdraw(URI peer, Collection<Sha256> contents);

  /** The peers known for each of these contents; contents that nobody holds are left out. */
  Map<Sha256, Set<URI>> locate(Collection<Sha256> contents);

  @Override
  void close();
}
