package org.edos.physical.holdings.http;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.edos.core.EdosException;
import org.edos.core.gateway.HoldingsFilter;
import org.edos.core.gateway.KnownFile;
import org.edos.core.gateway.PieceHashes;
import org.edos.physical.holdings.PeerHoldings;
import org.edos.physical.peer.CallableAddress;
import org.edos.physical.peer.PeerAnswer;
import org.edos.physical.peer.PeerHttp;
import org.edos.physical.peer.PeerJson;
import org.edos.physical.peer.PeerRequest;
import org.edos.physical.peer.PeerTimes;

/**
 * Asks at {@code /content/filter}, {@code /content/pieces/HEX} and {@code /api/v1/dht-node}. A
 * filter's tag is its SHA-256, so that none need be remembered beside it. Safe for use by many
 * threads.
 */
public final class HttpHoldings implements PeerHoldings {
  /** How long peers are waited for: they are near, or not worth waiting for. */
  public static final PeerTimes TIMES =
      new PeerTimes(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(2), 50_000);

  private static final int MOST_PIECES = 64 << 20;
  private static final int MOST_NODE = 200;

  private final PeerHttp http;

  /** Calls nobody yet; the client should have {@link #TIMES} or the like. */
  public HttpHoldings(PeerHttp http) {
    this.http = http;
  }

  @Override
  public Optional<HoldingsFilter> filter(URI peer, Optional<HoldingsFilter> known) {
    PeerRequest plain = PeerRequest.get(at(peer, "/content/filter"));
    PeerRequest request =
        known.map(filter -> plain.with("If-None-Match", "\"" + filter.tag() + "\"")).orElse(plain);
    Optional<PeerAnswer> answer = http.find(request, HoldingsFilter.MOST_BYTES);
    if (answer.isPresent() && answer.get().status() == 304) {
      return known;
    }
    return answer.map(PeerAnswer::body).map(HoldingsFilter::read);
  }

  @Override
  public Optional<PieceHashes> pieces(URI peer, KnownFile file) {
    URI uri = at(peer, "/content/pieces/" + file.sha256().hex() + "?size=" + file.size());
    long most = (long) PieceHashes.count(file.size()) * PieceHashes.HASH_BYTES;
    if (most > MOST_PIECES) {
      throw EdosException.refused("a file of " + file.size() + " bytes has too many pieces");
    }
    return http.find(PeerRequest.get(uri), most)
        .map(answer -> PieceHashes.read(answer.body(), file.size()));
  }

  /** What a daemon tells of its node. */
  private record Node(int port) {}

  @Override
  public OptionalInt hashTableNode(URI peer) {
    Optional<Node> node =
        http.find(PeerRequest.get(at(peer, "/api/v1/dht-node")), MOST_NODE)
            .map(answer -> PeerJson.read(answer.body(), Node.class));
    if (node.isEmpty()) {
      return OptionalInt.empty();
    }
    int port = node.get().port();
    if (port < 1 || port > 65_535) {
      throw EdosException.external(peer + " tells no port of a node");
    }
    return OptionalInt.of(port);
  }

  private static URI at(URI peer, String path) {
    return CallableAddress.daemon(peer).resolve(path);
  }
}
