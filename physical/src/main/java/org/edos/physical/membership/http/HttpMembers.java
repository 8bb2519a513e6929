package org.edos.physical.membership.http;

import java.util.List;
import org.edos.core.EdosException;
import org.edos.core.network.Member;
import org.edos.core.network.MemberReport;
import org.edos.physical.membership.Members;
import org.edos.physical.peer.Entries;
import org.edos.physical.peer.PeerHttp;
import org.edos.physical.peer.PeerJson;
import org.edos.physical.peer.PeerRequest;

/** The members of the network that a client asks; it is no member itself. */
public final class HttpMembers implements Members {
  private static final long MAX_ANSWER = 4L << 20;

  private final PeerHttp http;
  private final Entries entries;

  /** Asks nobody yet; the connections are the caller's. */
  public HttpMembers(PeerHttp http, Entries entries) {
    this.http = http;
    this.entries = entries;
  }

  @Override
  public List<Member> list() {
    return entries.ask(entry ->
        PeerJson.readList(
            http.call(PeerRequest.get(entry.resolve("/api/v1/network/members")), MAX_ANSWER).body(),
            Member.class));
  }

  @Override
  public void report(MemberReport report) {
    // A client is no member.
  }

  @Override
  public void retire(String name) {
    throw EdosException.refused("only the publisher retires members; run this on it");
  }
}
