package org.edos.physical.channel.http;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelChange;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.unit.UnitId;
import org.edos.physical.channel.ChannelDesk;
import org.edos.physical.peer.PeerHttp;
import org.edos.physical.peer.PeerJson;
import org.edos.physical.peer.PeerRequest;

/** The channels at a publisher's daemon. Safe for use by many threads. */
public final class HttpChannelDesk implements ChannelDesk {
  private static final long MAX_ANSWER = 64L << 20;

  private final PeerHttp http;

  /**
   * Calls nobody yet.
   *
   * @param http signs its calls, so that the publisher sees whose daemon this is
   */
  public HttpChannelDesk(PeerHttp http) {
    this.http = http;
  }

  @Override
  public List<ChannelEvent> add(URI publisher, String channel, List<UnitId> units) {
    return tell(below(publisher, channel, "/units"), units);
  }

  @Override
  public List<ChannelEvent> remove(URI publisher, String channel, List<UnitId> units) {
    return tell(below(publisher, channel, "/units/remove"), units);
  }

  private List<ChannelEvent> tell(URI address, List<UnitId> units) {
    PeerRequest request = PeerRequest.postJson(address, Map.of("ids", units));
    return PeerJson.readList(http.call(request, MAX_ANSWER).body(), ChannelEvent.class);
  }

  @Override
  public Channel change(URI publisher, String channel, ChannelChange change) {
    PeerRequest request = PeerRequest.postJson(below(publisher, channel, ""), change);
    return PeerJson.read(http.call(request, MAX_ANSWER).body(), Channel.class);
  }

  @Override
  public void delete(URI publisher, String channel) {
    http.call(PeerRequest.delete(below(publisher, channel, "")), MAX_ANSWER);
  }

  private static URI below(URI publisher, String channel, String path) {
    Channel.checkName(channel);
    return publisher.resolve("/api/v1/channels/" + channel + path);
  }
}
