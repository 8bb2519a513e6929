package org.edos.physical.dissemination.http;

import java.net.URI;
import java.util.Optional;
import org.edos.core.swarm.Assignment;
import org.edos.core.swarm.AssignmentXml;
import org.edos.core.swarm.CrowdReport;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.WishList;
import org.edos.core.swarm.WishListXml;
import org.edos.physical.dissemination.CrowdDesk;
import org.edos.physical.peer.CallableAddress;
import org.edos.physical.peer.PeerAnswer;
import org.edos.physical.peer.PeerHttp;
import org.edos.physical.peer.PeerRequest;

/** The desk of a flash crowd at its publisher's daemon. Safe for use by many threads. */
public final class HttpCrowdDesk implements CrowdDesk {
  private static final long MAX_ANSWER = 256L << 20;
  private static final int NOT_YET = 202;

  private final PeerHttp http;

  /** Calls nobody yet. */
  public HttpCrowdDesk(PeerHttp http) {
    this.http = http;
  }

  @Override
  public void submit(URI crowd, WishList wishes) {
    http.call(
        PeerRequest.post(below(crowd, "/wishes"), "application/xml", WishListXml.write(wishes)),
        MAX_ANSWER);
  }

  @Override
  public Optional<Assignment> assignment(URI crowd, PeerId peer) {
    PeerAnswer answer =
        http.call(PeerRequest.get(below(crowd, "/assignments/" + peer)), MAX_ANSWER);
    return answer.status() == NOT_YET
        ? Optional.empty()
        : Optional.of(AssignmentXml.read(answer.body()));
  }

  @Override
  public byte[] torrent(URI crowd, int cluster) {
    return http.call(PeerRequest.get(below(crowd, "/clusters/" + cluster + ".torrent")), MAX_ANSWER)
        .body();
  }

  @Override
  public void report(URI crowd, CrowdReport report) {
    http.call(PeerRequest.postJson(below(crowd, "/reports"), report), MAX_ANSWER);
  }

  private static URI below(URI crowd, String path) {
    String desk = CallableAddress.callable(crowd).toString();
    return URI.create((desk.endsWith("/") ? desk.substring(0, desk.length() - 1) : desk) + path);
  }
}
