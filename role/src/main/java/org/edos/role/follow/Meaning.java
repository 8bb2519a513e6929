package org.edos.role.follow;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.edos.core.gateway.KnownFile;
import org.edos.core.unit.Content;

/** What an address at an origin stands for, as far as indexes say. */
public sealed interface Meaning {
  /**
   * A root of the repository's current snapshot, such as InRelease or repomd.xml.
   *
   * @param content its bytes
   * @param modified when the origin says that they last changed; else when the repository was made
   */
  record Root(Content content, Instant modified) implements Meaning {}

  /**
   * A file that an index promises.
   *
   * @param file what it must be
   * @param origins where the origin has it, the best address first
   * @param modified a time that stays the same for this file
   * @param unit whether it is a package, to be shared; an index is not
   */
  record Listed(KnownFile file, List<URI> origins, Optional<Instant> modified, boolean unit)
      implements Meaning {
    /** Copies the list. */
    public Listed {
      origins = List.copyOf(origins);
    }
  }

  /** No index speaks of it: the origin alone can answer. */
  record Unlisted() implements Meaning {}
}
