package org.edos.role.replicate;

import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.edos.core.EdosException;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.release.Composition;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.SignedComposition;
import org.edos.core.unit.Sha256;
import org.edos.physical.channel.ChannelReader;
import org.edos.physical.index.IndexReader;
import org.edos.physical.trust.ReleaseTrust;
import org.edos.role.OwnerThread;

/**
 * Replicating for a member of the indexing network: releases, documents and channels are there by
 * themselves, since all members share one index; this fetches the contents of each release that
 * becomes visible. Runs on one thread, {@code edos-replicator}; safe for use by many threads.
 */
public final class MemberReplicating implements AutoCloseable {
  /** The mechanisms that replicating stands on, all owned by the caller. */
  public record Parts(IndexReader index, ChannelReader channels, ReleaseTrust trust, Clock clock) {}

  private final Parts parts;
  private final ReplicateConfig config;
  private final Replicating.ContentFollower follower;
  private final Consumer<ReplicateEvent> events;
  private final Map<ReleaseId, Sha256> followed = new HashMap<>();
  private final Retries<ReleaseId> retries;
  private final Set<Sha256> expired = new HashSet<>();
  private final Map<ReleaseId, URI> crowds = new HashMap<>();
  private final OwnerThread owner = new OwnerThread("edos-replicator");
  private final ChannelReader.Registration registration;

  /** Begins to follow. */
  public MemberReplicating(
      Parts parts,
      ReplicateConfig config,
      Replicating.ContentFollower follower,
      Consumer<ReplicateEvent> events) {
    this.parts = parts;
    this.config = config;
    this.retries = new Retries<>(config.recheck());
    this.follower = follower;
    this.events = events;
    Runnable compare = owner.trigger(this::compare);
    this.registration =
        parts
            .channels()
            .listen(event -> {
              owner.execute(() -> noteCrowd(event));
              compare.run();
            });
    owner.every(config.recheck(), this::compare);
  }

  /** A crowd that opens for a release followed already is a reason to follow it again. */
  private void noteCrowd(ChannelEvent event) {
    String crowd = event.details().get("crowd");
    if (crowd == null || event.kind() == ChannelEvent.Kind.UNIT_ADDED) {
      return;
    }
    try {
      ReleaseId release = ReleaseId.parse(event.subject());
      crowds.put(release, URI.create(crowd));
      followed.remove(release);
    } catch (EdosException | IllegalArgumentException e) {
      events.accept(new ReplicateEvent.Failed(event.subject(), String.valueOf(e.getMessage())));
    }
  }

  private void compare() {
    List<PublishedRelease> visible;
    try {
      visible = parts.index().releases();
    } catch (EdosException e) {
      events.accept(new ReplicateEvent.Failed("all releases", e.getMessage()));
      return;
    }
    Set<ReleaseId> names = visible.stream().map(PublishedRelease::id).collect(Collectors.toSet());
    for (ReleaseId gone : List.copyOf(followed.keySet())) {
      if (!names.contains(gone)) {
        followed.remove(gone);
        retries.forget(gone);
        events.accept(new ReplicateEvent.Withdrawn(gone));
      }
    }
    crowds.keySet().retainAll(names);
    for (PublishedRelease release : visible) {
      boolean again = retries.take(release.id(), parts.clock().instant());
      if (again || !release.composition().equals(followed.get(release.id()))) {
        attempt(release);
      }
    }
  }

  private void attempt(PublishedRelease release) {
    try {
      follow(release);
    } catch (EdosException e) {
      events.accept(new ReplicateEvent.Failed(release.id().toString(), e.getMessage()));
    } catch (RuntimeException e) {
      events.accept(new ReplicateEvent.Failed(release.id().toString(), e.toString()));
    }
  }

  private void follow(PublishedRelease release) {
    if (release.expires().isBefore(parts.clock().instant())) {
      if (expired.add(release.composition())) {
        events.accept(
            new ReplicateEvent.Failed(
                release.id().toString(),
                "it expired on " + release.expires() + "; its publisher must publish it again"));
      }
      return;
    }
    Optional<SignedComposition> found = parts.index().composition(release.id());
    if (found.isEmpty()) {
      return; // withdrawn again in the meantime
    }
    Composition composition = parts.trust().accept(found.get());
    if (!composition.id().equals(release.id())) {
      throw EdosException.refused(
          "asked for " + release.id() + " and was given " + composition.id());
    }
    ReleaseId id = release.id();
    Sha256 digest = found.get().digest();
    if (!digest.equals(followed.put(id, digest))) {
      events.accept(new ReplicateEvent.Visible(id, release.packages()));
    }
    if (config.contents()) {
      follower.follow(
          composition,
          found.get(),
          Optional.ofNullable(crowds.remove(id)),
          () -> owner.execute(() -> retries.unfinished(id, parts.clock().instant())));
    }
  }

  @Override
  public void close() {
    registration.close();
    owner.close();
  }
}
