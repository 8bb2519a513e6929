package org.edos.actor;

/**
 * Downloads and shares contents and asks a mirror everything else. Compositions that it has
 * accepted are kept, so that apt and dnf are served from what is here when the mirror is away.
 */
public final class Client extends Peer {
  /** Begins to listen to the mirror's channels. */
  public Client(PeerParts parts) {
    super(
        parts,
        parts.publisherKey(),
        trust -> new EntryReleases(parts.index(), parts.documents(), trust, parts.clock()));
  }

  @Override
  public String actor() {
    return "client";
  }
}
