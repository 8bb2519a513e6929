package org.edos.role.follow;

import java.net.URI;
import java.util.List;
import org.edos.core.EdosException;
import org.edos.core.gateway.KnownFile;
import org.edos.core.unit.Content;

/** Brings a file here from whoever has it. Safe for use by many threads. */
@FunctionalInterface
public interface Fetch {
  /**
   * Brings a file, or joins in where it is on its way already; waits for it.
   *
   * @param origins where the repository's own server has it, the best address first
   * @throws EdosException external if nobody gives it; exhausted if there is no room for it
   */
  Content fetch(KnownFile file, List<URI> origins);
}
