package org.edos.physical.trust.http;

import java.net.URI;
import org.edos.core.network.JoinAnswer;
import org.edos.core.network.JoinRequest;
import org.edos.physical.peer.PeerHttp;
import org.edos.physical.peer.PeerJson;
import org.edos.physical.peer.PeerRequest;
import org.edos.physical.trust.JoinDesk;

/** The desk of a publisher's daemon. Safe for use by many threads. */
public final class HttpJoinDesk implements JoinDesk {
  private static final long MAX_ANSWER = 256 * 1024;

  private final PeerHttp http;

  /** Asks nobody yet; the connections are the caller's. */
  public HttpJoinDesk(PeerHttp http) {
    this.http = http;
  }

  @Override
  public JoinAnswer join(URI publisher, JoinRequest request) {
    byte[] answer =
        http.call(
                PeerRequest.postJson(publisher.resolve("/api/v1/network/join"), request),
                MAX_ANSWER)
            .body();
    return PeerJson.read(answer, JoinAnswer.class);
  }
}
