package org.edos.role.download;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.release.Composition;
import org.edos.core.release.ReleaseId;
import org.edos.core.swarm.Arrival;
import org.edos.core.unit.Sha256;
import org.edos.physical.document.DocumentStore;

/**
 * When releases arrived at this peer, written down once for each composition. Safe for use by many
 * threads.
 */
public final class Arrivals {
  private static final String PREFIX = "arrival/";

  private final DocumentStore documents;

  /** Of the peer whose documents these are. */
  public Arrivals(DocumentStore documents) {
    this.documents = documents;
  }

  /**
   * Notes that everything wanted of a release is here now; nothing if that was noted before.
   *
   * @param digest the composition's hash
   */
  public void note(Composition composition, Sha256 digest, Instant now) {
    String key = PREFIX + composition.id();
    String beginning = digest.hex() + " ";
    if (documents.get(key).map(Arrivals::text).filter(t -> t.startsWith(beginning)).isEmpty()) {
      String line = beginning + composition.created() + " " + now;
      documents.put(key, line.getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** Every release that has arrived, the latest last. */
  public List<Arrival> list() {
    return documents.keys(PREFIX).stream()
        .flatMap(key -> read(key).stream())
        .sorted(Comparator.comparing(Arrival::arrived))
        .toList();
  }

  private Optional<Arrival> read(String key) {
    return documents
        .get(key)
        .map(Arrivals::text)
        .flatMap(line -> parsed(key.substring(PREFIX.length()), line.split(" ", -1)));
  }

  private static Optional<Arrival> parsed(String release, String[] words) {
    try {
      return words.length < 3
          ? Optional.empty()
          : Optional.of(
              new Arrival(
                  ReleaseId.parse(release), Instant.parse(words[1]), Instant.parse(words[2])));
    } catch (EdosException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String text(byte[] line) {
    return new String(line, StandardCharsets.US_ASCII);
  }
}
