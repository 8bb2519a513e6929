package org.edos.actor;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.edos.core.release.Composition;
import org.edos.core.release.SignedComposition;
import org.edos.physical.channel.ChannelLog;
import org.edos.physical.channel.ChannelReader;
import org.edos.physical.index.MetadataIndex;
import org.edos.physical.index.ReleaseSource;
import org.edos.role.replicate.ReplicateConfig;
import org.edos.role.replicate.Replicating;

/** Follows a publisher and answers for it: releases, documents, channels and contents. */
public final class Mirror extends Peer {
  /**
   * The mechanisms that a mirror needs besides those of every peer; closed by whoever opened them.
   */
  public record Parts(
      MetadataIndex index,
      ChannelLog channels,
      ReleaseSource source,
      ChannelReader upstream,
      ReplicateConfig config) {}

  private final Replicating replicating;
  private final ExecutorService followers = Executors.newVirtualThreadPerTaskExecutor();

  /** Begins to follow the publisher. */
  public Mirror(PeerParts parts, Parts own) {
    super(parts, parts.publisherKey(), trust -> new IndexedReleases(own.index()));
    this.replicating =
        new Replicating(
            new Replicating.Parts(
                own.source(), own.upstream(), own.index(), own.channels(), trust, parts.clock()),
            own.config(),
            this::followInBackground,
            Narration.replicate(events::tell));
  }

  private void followInBackground(
      Composition composition, SignedComposition signed, Optional<URI> crowd, Runnable unfinished) {
    ReleaseTrees.Tree tree = ReleaseTrees.Tree.of(signed.digest(), composition);
    followers.execute(() -> {
      if (!wishing.follow(tree, crowd)) {
        unfinished.run();
      }
    });
  }

  @Override
  public String actor() {
    return "mirror";
  }

  @Override
  public void close() {
    replicating.close();
    followers.shutdownNow();
    super.close();
  }
}
