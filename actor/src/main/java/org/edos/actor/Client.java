package org.edos.actor;

import org.edos.core.channel.Channel;
import org.edos.physical.channel.ChannelReader;

/**
 * Downloads and shares contents and asks a mirror everything else. Compositions that it has
 * accepted are kept, so that apt and dnf are served from what is here when the mirror is away.
 */
public final class Client extends Peer {
  private final ChannelReader.Registration freshening;

  /** Begins to listen to the mirror's channels. */
  public Client(PeerParts parts) {
    super(
        parts,
        parts.publisherKey(),
        trust -> new EntryReleases(parts.index(), parts.documents(), trust, parts.clock()));
    this.freshening =
        parts
            .channels()
            .listen(event -> {
              if (event.channel().equals(Channel.RELEASES)) {
                releases.freshen();
              }
            });
  }

  @Override
  public String actor() {
    return "client";
  }

  @Override
  public void close() {
    freshening.close();
    super.close();
  }
}
