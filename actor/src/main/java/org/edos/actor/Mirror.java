package org.edos.actor;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.edos.core.release.Composition;
import org.edos.core.release.SignedComposition;
import org.edos.physical.channel.ChannelLog;
import org.edos.physical.channel.ChannelReader;
import org.edos.physical.index.MetadataIndex;
import org.edos.physical.index.ReleaseSource;
import org.edos.role.replicate.MemberReplicating;
import org.edos.role.replicate.ReplicaKeeping;
import org.edos.role.replicate.ReplicaPushing;
import org.edos.role.replicate.ReplicateConfig;
import org.edos.role.replicate.ReplicateEvent;
import org.edos.role.replicate.ReplicatedUnits;
import org.edos.role.replicate.Replicating;

/**
 * Answers for a publisher: releases, documents, channels and contents. As a member of its indexing
 * network it shares its index; otherwise it follows it from outside and keeps a copy.
 */
public final class Mirror extends Peer {
  /**
   * The mechanisms that a mirror needs besides those of every peer; closed by whoever opened them.
   *
   * @param upstream what is copied; empty for a member, whose index has everything by itself
   */
  public record Parts(
      MetadataIndex index,
      ChannelLog channels,
      Optional<Upstream> upstream,
      ReplicateConfig config) {}

  /** Another peer's index and channels, which are copied. */
  public record Upstream(ReleaseSource source, ChannelReader channels) {}

  private final Consumer<ReplicateEvent> narration;
  private final MirrorReplicas replicas;
  private final ReplicaKeeping keeping;
  private final AutoCloseable replicating;
  private final Attendance attendance;
  private final ExecutorService followers = Executors.newVirtualThreadPerTaskExecutor();

  /** Begins to follow the publisher. */
  public Mirror(PeerParts parts, Parts own) {
    super(parts, parts.publisherKey(), trust -> new IndexedReleases(own.index()));
    this.narration = Narration.replicate(events::tell);
    ReplicaPushing pushing =
        new ReplicaPushing(parts.replicaOffers(), parts.address(), parts.clock());
    ReplicatedUnits units =
        new ReplicatedUnits(
            new ReplicatedUnits.Parts(
                own.index(),
                parts.store(),
                parts.locations(),
                parts.documents(),
                parts.source(),
                contents -> fetch(contents).failed(),
                pushing,
                parts.address(),
                own.config().contents()));
    this.replicas = new MirrorReplicas(units, pushing, this::members, events);
    this.keeping =
        new ReplicaKeeping(
            units,
            own.config().recheck(),
            parts.clock(),
            e -> events.tell(PeerEvent.Activity.PROBLEM, "replicas", e.getMessage(), 0, 0));
    Consumer<ReplicateEvent> told = this::happened;
    this.replicating =
        own.upstream()
            .<AutoCloseable>map(upstream ->
                new Replicating(
                    new Replicating.Parts(
                        upstream.source(),
                        upstream.channels(),
                        own.index(),
                        own.channels(),
                        trust,
                        parts.clock()),
                    own.config(),
                    this::followInBackground,
                    told))
            .orElseGet(() ->
                new MemberReplicating(
                    new MemberReplicating.Parts(own.index(), own.channels(), trust, parts.clock()),
                    own.config(),
                    this::followInBackground,
                    told));
    this.attendance =
        new Attendance(
            parts.members(),
            own.index(),
            own.channels(),
            parts.address(),
            freshness::events,
            parts.clock());
  }

  /** The single units that this mirror holds or leaves out. */
  public MirrorReplicas replicas() {
    return replicas;
  }

  private void happened(ReplicateEvent event) {
    narration.accept(event);
    if (event instanceof ReplicateEvent.Visible) {
      keeping.look();
    }
  }

  private void followInBackground(
      Composition composition, SignedComposition signed, Optional<URI> crowd, Runnable unfinished) {
    ReleaseTrees.Tree tree = ReleaseTrees.Tree.of(signed.digest(), composition);
    followers.execute(() -> {
      if (!wishing.replicate(tree, crowd, replicas::isDropped)) {
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
    attendance.close();
    keeping.close();
    try {
      replicating.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    followers.shutdownNow();
    super.close();
  }
}
