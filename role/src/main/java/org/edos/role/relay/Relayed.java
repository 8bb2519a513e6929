package org.edos.role.relay;

import java.util.Map;
import org.edos.core.gateway.KnownFile;
import org.edos.core.gateway.Via;

/**
 * A file that was given to somebody who asked here, or fetched for them. Of those who ask while it
 * is fetched, one is told with the bytes of the fetch, also where nobody asked yet; the others, and
 * whoever asks later, with bytes of the cache.
 *
 * @param file which
 * @param bytes how many came from where; what was in the store already counts as {@link Via#CACHE}
 */
public record Relayed(KnownFile file, Map<Via, Long> bytes) {
  /** Copies the map. */
  public Relayed {
    bytes = Map.copyOf(bytes);
  }
}
