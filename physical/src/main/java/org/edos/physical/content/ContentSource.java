package org.edos.physical.content;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import org.edos.core.EdosException;
import org.edos.core.gateway.PieceSet;
import org.edos.core.unit.Sha256;

/**
 * Fetches contents from other peers. What it gives is unverified until a {@link ContentStore} has
 * taken it in.
 */
public interface ContentSource {
  /**
   * A part of a content.
   *
   * @param id of the whole content
   * @param size of the whole content, in bytes
   * @param from its first byte
   * @param length in bytes
   */
  record Part(Sha256 id, long size, long from, int length) {
    /** Refuses a part that is not within the content. */
    public Part {
      if (from < 0 || length < 0 || from > size - length) {
        throw EdosException.usage(
            "a content of %,d bytes has no part of %,d bytes from %,d on"
                .formatted(size, length, from));
      }
    }

    /** Whether it is all there is. */
    public boolean isWhole() {
      return length == size;
    }
  }

  /**
   * How long a peer is waited for.
   *
   * @param firstByte for the connection and the answer to begin
   * @param stall for bytes to arrive: time spent waiting adds up, and each byte that arrives takes
   *     some of it back
   * @param leastRate bytes a second below which waiting adds up faster than bytes take it back; 0
   *     where any byte counts as progress
   */
  record Deadlines(Duration firstByte, Duration stall, long leastRate) {}

  /**
   * Opens a content at a peer.
   *
   * @param peer the address of the peer's daemon, {@code http://host:port}
   * @param size expected, in bytes; the stream ends with a failure after more
   * @return the bytes; the caller closes the stream, whose reads fail after a time without progress
   * @throws EdosException not found if the peer does not have it; external if the peer cannot be
   *     reached
   */
  InputStream open(URI peer, Sha256 id, long size);

  /** What a peer has of what it is asked for. */
  sealed interface Answer {
    /**
     * The part.
     *
     * @param bytes exactly the part's, unverified; for the caller to close, which any thread may do
     *     to end a read that waits
     * @param arriving whether the content is on its way to the peer itself, which then cannot know
     *     either that the bytes are right
     */
    record Given(InputStream bytes, boolean arriving) implements Answer {}

    /**
     * Not the part: the content is on its way to the peer itself.
     *
     * @param present the pieces that it has by now
     */
    record Arriving(PieceSet present) implements Answer {}
  }

  /**
   * Asks a peer for a part of a content.
   *
   * @param peer the address of the peer's daemon, {@code http://host:port}
   * @throws EdosException not found if the peer does not have it; refused if it answers with
   *     something else; external if it cannot be reached, or not in time
   */
  default Answer ask(URI peer, Part part, Deadlines deadlines) {
    InputStream whole = open(peer, part.id(), part.size());
    try {
      whole.skipNBytes(part.from());
      return new Answer.Given(new ExactBytes(whole, part.length()), false);
    } catch (IOException e) {
      throw EdosException.external(peer + " breaks off in " + part.id(), e);
    }
  }
}
