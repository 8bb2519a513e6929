package org.edos.physical.dissemination.http;

import java.net.URI;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.SignedOffer;
import org.edos.physical.dissemination.Offers;
import org.edos.physical.peer.CallableAddress;
import org.edos.physical.peer.PeerHttp;
import org.edos.physical.peer.PeerJson;
import org.edos.physical.peer.PeerRequest;

/** Offers to peers' daemons. Safe for use by many threads. */
public final class HttpOffers implements Offers {
  private static final long MAX_ANSWER = 64 << 10;

  private record Accepted(PeerId peer) {}

  private final PeerHttp http;

  /** Calls nobody yet. */
  public HttpOffers(PeerHttp http) {
    this.http = http;
  }

  @Override
  public PeerId offer(URI peer, SignedOffer offer) {
    URI desk = URI.create(CallableAddress.daemon(peer) + "/api/v1/offers");
    byte[] answer = http.call(PeerRequest.postJson(desk, offer), MAX_ANSWER).body();
    return PeerJson.read(answer, Accepted.class).peer();
  }
}
