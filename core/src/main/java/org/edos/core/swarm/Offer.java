package org.edos.core.swarm;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.edos.core.EdosException;
import org.edos.core.release.ReleaseId;
import org.edos.core.unit.UnitId;

/**
 * What a publisher has chosen peers fetch, unasked or before everybody else.
 *
 * @param release the release
 * @param crowd the desk of the flash crowd to join for it
 * @param units to fetch of it; everything where there are none
 * @param expires when the offer is no longer good
 */
public record Offer(ReleaseId release, URI crowd, List<UnitId> units, Instant expires) {
  /** Most units in one offer. */
  public static final int MOST_UNITS = 1000;

  /** Copies the list. */
  public Offer {
    units = List.copyOf(units);
    if (units.size() > MOST_UNITS) {
      throw EdosException.usage("an offer names at most " + MOST_UNITS + " units");
    }
  }

  /** What the publisher signs. */
  public byte[] message() {
    return "edos offer\n%s\n%s\n%s\n%s\n"
        .formatted(
            release,
            crowd,
            expires,
            units.stream().map(UnitId::toString).collect(Collectors.joining("\n")))
        .getBytes(StandardCharsets.UTF_8);
  }
}
