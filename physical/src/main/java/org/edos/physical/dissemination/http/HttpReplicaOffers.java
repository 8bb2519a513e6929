package org.edos.physical.dissemination.http;

import java.net.URI;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.ReplicaNotice;
import org.edos.core.swarm.ReplicaOffer;
import org.edos.physical.dissemination.ReplicaOffers;
import org.edos.physical.peer.CallableAddress;
import org.edos.physical.peer.PeerHttp;
import org.edos.physical.peer.PeerJson;
import org.edos.physical.peer.PeerRequest;

/** Offers of replicas to and from peers' daemons. Safe for use by many threads. */
public final class HttpReplicaOffers implements ReplicaOffers {
  private static final String PATH = "/api/v1/replicas/offers";
  private static final long MAX_ANSWER = 64 << 10;
  private static final long MAX_OFFER = 2 << 20;

  private record Accepted(PeerId peer) {}

  private final PeerHttp http;

  /** Calls nobody yet. */
  public HttpReplicaOffers(PeerHttp http) {
    this.http = http;
  }

  @Override
  public PeerId tell(URI peer, ReplicaNotice notice) {
    URI desk = URI.create(CallableAddress.daemon(peer) + PATH);
    byte[] answer = http.call(PeerRequest.postJson(desk, notice), MAX_ANSWER).body();
    return PeerJson.read(answer, Accepted.class).peer();
  }

  @Override
  public ReplicaOffer read(ReplicaNotice notice) {
    URI offer = URI.create(CallableAddress.daemon(notice.mirror()) + PATH + "/" + notice.offer());
    return PeerJson.read(http.call(PeerRequest.get(offer), MAX_OFFER).body(), ReplicaOffer.class);
  }
}
