package org.edos.role.relay;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.edos.core.EdosException;
import org.edos.physical.upstream.Upstream;
import org.edos.physical.upstream.UpstreamAnswer;
import org.edos.physical.upstream.UpstreamRequest;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file at its origin from a position on, over as many answers of as many addresses as it
 * takes: what breaks is gone on with, what may succeed later is tried again, and who does not give
 * the file is left. For one thread, but for {@link #close}.
 */
final class OriginReader implements AutoCloseable {
  /**
   * What is read.
   *
   * @param addresses where the file lies, the best first
   * @param size in bytes; no more is ever read
   * @param anew whether copies on the way are to be passed by
   * @param firstByte how long an address is waited for
   */
  record Reading(
      Upstream upstream, List<URI> addresses, long size, boolean anew, Duration firstByte) {}

  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration TOTAL = Duration.ofSeconds(20);
  private static final int ROUNDS = 4;
  private static final int MOST_BREAKS = 100;
  private static final long WORTH_SKIPPING = 512 << 10;
  private static final int NO_SUCH_RANGE = 416;
  private static final Set<Integer> PASSING_TROUBLES = Set.of(408, 429, 500, 502, 503, 504);

  private final Reading reading;
  private final List<URI> left;
  private final Set<URI> doubtful = new HashSet<>();
  private final Map<URI, String> validators = new HashMap<>();
  private volatile @Nullable UpstreamAnswer answer;
  private volatile boolean closed;
  private volatile long position;
  private @Nullable URI address;
  private long skip;
  private boolean fruitful;
  private boolean troubled;
  private int next;
  private int round;
  private int breaks;
  private long troubledSinceNanos;
  private String problem = "it was given up";
  private Optional<OriginRefusal> refusal = Optional.empty();

  OriginReader(Reading reading) {
    this.reading = reading;
    this.left = new ArrayList<>(reading.addresses());
  }

  /** The next byte to be read. */
  long position() {
    return position;
  }

  /** Whether everything up to the end was read. */
  boolean isAtEnd() {
    return position == reading.size();
  }

  /** The address that was read from last. */
  Optional<URI> address() {
    return Optional.ofNullable(address);
  }

  /** Goes on elsewhere: by reading on where that is near. */
  void seek(long to) {
    if (answer != null && to >= position && to - position <= WORTH_SKIPPING) {
      skip += to - position;
    } else {
      drop();
    }
    position = to;
  }

  /**
   * Reads some bytes, at least one.
   *
   * @throws OriginGone if there is no hope of more
   */
  int read(byte[] into) throws OriginGone {
    while (true) {
      UpstreamAnswer open = answer;
      UpstreamAnswer from = open == null ? ask() : open;
      try {
        long wanted = skip + reading.size() - position;
        int count = read(from.body(), into, (int) Math.min(into.length, wanted));
        if (count < 0) {
          throw new IOException("the answer ended after " + position + " bytes");
        }
        int useless = (int) Math.min(skip, count);
        skip -= useless;
        if (count > useless) {
          fruitful = true;
          System.arraycopy(into, useless, into, 0, count - useless);
          position += count - useless;
          round = 0;
          troubled = false;
          return count - useless;
        }
      } catch (IOException e) {
        broken(String.valueOf(e.getMessage()));
      }
    }
  }

  /** Waits for some bytes, and takes all that have come by then. */
  private static int read(InputStream body, byte[] into, int most) throws IOException {
    int count = body.read(into, 0, most);
    while (count > 0 && count < most && body.available() > 0) {
      count += Math.max(0, body.read(into, count, most - count));
    }
    return count;
  }

  /** An answer that gave something is gone on with at the same address, else the next is asked. */
  private void broken(String why) throws OriginGone {
    drop();
    problem = why;
    if (++breaks > MOST_BREAKS || closed) {
      throw gone();
    }
    if (!fruitful) {
      trouble();
    }
  }

  private UpstreamAnswer ask() throws OriginGone {
    while (true) {
      if (closed || left.isEmpty()) {
        throw gone();
      }
      URI uri = left.get(next % left.size());
      address = uri;
      try {
        UpstreamAnswer given = reading.upstream().ask(request(uri));
        if (isAccepted(uri, given)) {
          fruitful = false;
          answer = given;
          if (closed) {
            given.close();
          }
          return given;
        }
      } catch (EdosException e) {
        problem = e.getMessage();
        trouble();
      }
    }
  }

  private UpstreamRequest request(URI uri) {
    UpstreamRequest request = UpstreamRequest.get(uri).within(reading.firstByte());
    if (reading.anew()) {
      request = request.with("Cache-Control", "no-cache").with("Pragma", "no-cache");
    }
    if (position > 0) {
      request = request.with("Range", "bytes=" + position + "-");
      String validator = validators.get(uri);
      request = validator == null ? request : request.with("If-Range", validator);
    }
    return request;
  }

  private boolean isAccepted(URI uri, UpstreamAnswer given) throws OriginGone {
    boolean partial =
        given.status() == 206
            && given.header("content-range").orElse("").startsWith("bytes " + position + "-");
    if (given.status() != 200 && !partial) {
      refused(uri, given);
      return false;
    }
    skip = partial ? 0 : position;
    long expected = reading.size() - position + skip;
    if (given.length().orElse(expected) != expected && doubt(uri)) {
      given.close();
      problem = uri + " has another file there, of " + given.length().orElse(0) + " bytes";
      return false;
    }
    given
        .header("etag")
        .filter(tag -> !tag.startsWith("W/"))
        .or(() -> given.header("last-modified"))
        .ifPresent(validator -> validators.put(uri, validator));
    return true;
  }

  /** Whether to leave an address for others that may have the right file. */
  private boolean doubt(URI uri) {
    if (!doubtful.add(uri) || doubtful.containsAll(left)) {
      return false;
    }
    left.remove(uri);
    left.add(uri);
    return true;
  }

  private void refused(URI uri, UpstreamAnswer given) throws OriginGone {
    int status = given.status();
    if (status == NO_SUCH_RANGE && position > 0) {
      otherFile(uri, given);
      return;
    }
    problem = uri + " answers with status " + status;
    boolean passing = PASSING_TROUBLES.contains(status);
    if (status >= 400
        && status < 600
        && (refusal.isEmpty() || (!passing && PASSING_TROUBLES.contains(refusal.get().status())))) {
      refusal = Optional.of(OriginRefusal.of(given));
    }
    given.close();
    if (passing) {
      trouble();
    } else {
      left.remove(uri);
    }
  }

  /** What lies there ends before the bytes that are asked for: others may have the right file. */
  private void otherFile(URI uri, UpstreamAnswer given) {
    given.close();
    problem = uri + " has another file there, which ends before byte " + position;
    if (!doubt(uri)) {
      left.remove(uri);
    }
  }

  /** Goes on to the next address, after the last one with a pause. */
  private void trouble() throws OriginGone {
    long now = System.nanoTime();
    if (!troubled) {
      troubled = true;
      troubledSinceNanos = now;
    }
    next = (next + 1) % left.size();
    if (next > 0) {
      return;
    }
    if (++round >= ROUNDS || now - troubledSinceNanos > TOTAL.toNanos() || closed) {
      throw gone();
    }
    try {
      Thread.sleep(PAUSE.multipliedBy(1L << (round - 1)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw gone();
    }
  }

  private OriginGone gone() {
    return new OriginGone(problem, refusal);
  }

  /**
   * Reads the end of an answer that does not say how long it is, so that its connection can be used
   * again.
   */
  void finish() {
    UpstreamAnswer last = answer;
    if (last != null && isAtEnd() && last.length().isEmpty()) {
      try {
        last.body().read(new byte[1]);
      } catch (IOException e) {
        problem = "the answer did not end: " + e.getMessage();
      }
    }
    close();
  }

  private void drop() {
    UpstreamAnswer old = answer;
    answer = null;
    skip = 0;
    if (old != null) {
      old.close();
    }
  }

  /** Gives an answer up that brings nothing, from any thread; it is asked for anew. */
  void breakOff() {
    UpstreamAnswer open = answer;
    if (open != null) {
      open.close();
    }
  }

  /** Ends what is being read, from any thread. */
  @Override
  public void close() {
    closed = true;
    breakOff();
  }
}
