package org.edos.physical.content.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import org.edos.core.EdosException;
import org.edos.core.OneByte;
import org.edos.core.gateway.PieceSet;
import org.edos.core.unit.Sha256;
import org.edos.physical.content.ContentSource;
import org.edos.physical.peer.CallableAddress;
import org.edos.physical.peer.PeerHttp;
import org.edos.physical.peer.PeerRequest;
import org.edos.physical.peer.PeerStream;

/**
 * Fetches contents from other daemons at {@code /content/sha256/HEX}. A peer that stalls, sends
 * less or more than it should, or is at an address that is no peer's, fails. Safe for use by many
 * threads.
 */
public final class HttpContentSource implements ContentSource {
  private static final int MOST_REFUSAL = 16 << 10;

  private final PeerHttp http;

  /** Calls nobody yet. */
  public HttpContentSource(PeerHttp http) {
    this.http = http;
  }

  @Override
  public InputStream open(URI peer, Sha256 id, long size) {
    URI uri = CallableAddress.daemon(peer).resolve("/content/sha256/" + id.hex());
    PeerStream stream = http.open(PeerRequest.get(uri));
    long length = stream.length().orElse(size);
    if (stream.status() != 200 || length != size) {
      close(stream);
      throw EdosException.external(
          peer
              + " offers "
              + length
              + " bytes (status "
              + stream.status()
              + ") for "
              + id
              + ", which has "
              + size);
    }
    return new Exactly(stream.body(), size);
  }

  @Override
  public Answer ask(URI peer, Part part, Deadlines deadlines) {
    PeerRequest request =
        PeerRequest.get(CallableAddress.daemon(peer).resolve("/content/sha256/" + part.id().hex()))
            .within(deadlines.firstByte());
    PeerStream stream =
        http.open(
            part.isWhole() ? request : request.with("Range", range(part)),
            deadlines.stall(),
            deadlines.leastRate(),
            HttpContentSource::isArriving);
    if (isArriving(stream)) {
      drain(stream);
      return new Answer.Arriving(
          PieceSet.read(stream.header(PieceSet.HEADER).orElseThrow(), part.size()));
    }
    if (stream.status() != (part.isWhole() ? 200 : 206)
        || stream.length().orElse(part.length()) != part.length()) {
      close(stream);
      throw EdosException.refused(
          peer
              + " answers with status "
              + stream.status()
              + " and other bytes than those asked of "
              + part.id());
    }
    boolean arriving = stream.header(PieceSet.HEADER).isPresent();
    return new Answer.Given(new Exactly(stream.body(), part.length()), arriving);
  }

  private static boolean isArriving(PeerStream stream) {
    return stream.status() == 404 && stream.header(PieceSet.HEADER).isPresent();
  }

  private static String range(Part part) {
    return "bytes=" + part.from() + "-" + (part.from() + part.length() - 1);
  }

  /** The peer is asked again soon, on the same connection. */
  private static void drain(PeerStream stream) {
    try (stream) {
      stream.body().readNBytes(MOST_REFUSAL);
    } catch (IOException e) {
      // The header said everything.
    }
  }

  private static void close(PeerStream stream) {
    try {
      stream.close();
    } catch (IOException e) {
      // Nothing was read from it, so nothing is lost.
    }
  }

  /** Fails on the byte after the last, and on an end before it. */
  private static final class Exactly extends FilterInputStream {
    private long left;

    Exactly(InputStream in, long size) {
      super(in);
      this.left = size;
    }

    @Override
    public int read() throws IOException {
      return OneByte.of(this);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = super.read(into, offset, length);
      if (count < 0 && left > 0) {
        throw new IOException("the peer's answer ended " + left + " bytes early");
      }
      left -= Math.max(0, count);
      if (left < 0) {
        throw new IOException("the peer's answer is longer than it should be");
      }
      return count;
    }

    @Override
    public long skip(long count) throws IOException {
      return Math.max(0, read(new byte[(int) Math.min(Math.max(0, count), 1 << 16)]));
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
