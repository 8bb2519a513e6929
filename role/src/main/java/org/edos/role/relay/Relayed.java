package org.edos.role.relay;

import java.util.Map;
import org.edos.core.gateway.KnownFile;
import org.edos.core.gateway.Via;

/**
 * A file that was given to somebody who asked here, or fetched for them.
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
