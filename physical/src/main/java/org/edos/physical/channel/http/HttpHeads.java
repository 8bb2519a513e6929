package org.edos.physical.channel.http;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.SignedHead;
import org.edos.physical.channel.ChannelReader;
import org.edos.physical.channel.Heads;
import org.edos.physical.peer.Entries;
import org.edos.physical.peer.PeerHttp;
import org.edos.physical.peer.PeerJson;
import org.edos.physical.peer.PeerRequest;

/**
 * The heads that mirrors or a publisher give, each with its own events, unless there is a copy of
 * them here to be judged. A peer whose offer is false is asked last for a while, by everybody who
 * shares its entries. Safe for use by many threads.
 */
public final class HttpHeads implements Heads {
  private static final long MAX_HEAD = 64L << 10;
  private static final long MAX_EVENTS = 64L << 20;

  private final PeerHttp http;
  private final Entries entries;
  private final Optional<ChannelReader> copy;

  /**
   * Asks nobody yet.
   *
   * @param copy the events to be judged by the heads; those of whoever gives the head where empty
   */
  public HttpHeads(PeerHttp http, Entries entries, Optional<ChannelReader> copy) {
    this.http = http;
    this.entries = entries;
    this.copy = copy;
  }

  @Override
  public void ask(String channel, Judge judge) {
    Channel.checkName(channel);
    EdosException failure = null;
    boolean answered = false;
    for (URI peer : entries.inOrder()) {
      try {
        Verdict verdict = judge.judge(new PeerOffer(peer, channel, head(peer, channel)));
        answered = true;
        if (verdict == Verdict.TAKEN) {
          entries.believed(peer);
          return;
        }
        if (verdict == Verdict.FALSE) {
          entries.disbelieved(peer);
        }
      } catch (EdosException e) {
        if (Thread.currentThread().isInterrupted()) {
          throw e;
        }
        if (Entries.isOfPeer(e)) {
          entries.failed(peer);
        }
        failure = failure == null ? e : failure;
      }
    }
    if (!answered && failure != null) {
      throw failure;
    }
  }

  private Optional<SignedHead> head(URI peer, String channel) {
    PeerRequest request = PeerRequest.get(peer.resolve("/api/v1/channels/" + channel + "/head"));
    return http.find(request, MAX_HEAD)
        .map(answer -> PeerJson.read(answer.body(), SignedHead.class));
  }

  @Override
  public boolean whole() {
    return copy.isPresent();
  }

  /** What one peer gives. */
  private final class PeerOffer implements Offer {
    private final URI peer;
    private final String channel;
    private final Optional<SignedHead> head;

    PeerOffer(URI peer, String channel, Optional<SignedHead> head) {
      this.peer = peer;
      this.channel = channel;
      this.head = head;
    }

    @Override
    public String from() {
      return peer.toString();
    }

    @Override
    public Optional<SignedHead> head() {
      return head;
    }

    @Override
    public List<ChannelEvent> events(long after, int limit) {
      if (copy.isPresent()) {
        return copy.get().events(channel, after, limit);
      }
      String path = "/api/v1/channels/" + channel + "/events?cursor=" + after + "&limit=" + limit;
      return PeerJson.readList(
          http.call(PeerRequest.get(peer.resolve(path)), MAX_EVENTS).body(), ChannelEvent.class);
    }
  }
}
