package org.edos.role.replicate;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.edos.core.EdosException;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.release.Composition;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.SignedComposition;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;
import org.edos.physical.channel.ChannelLog;
import org.edos.physical.channel.ChannelReader;
import org.edos.physical.index.MetadataIndex;
import org.edos.physical.index.ReleaseSource;
import org.edos.physical.trust.ReleaseTrust;

/**
 * Follows another peer's releases and channels: copies a release's signed composition and documents, each held against
 * the signature, makes it visible here by one switch, and only then passes the channel's event on, so that whoever hears
 * of a release here can ask for it here. Runs on one thread, {@code edos-replicator}; safe for use by many threads.
 */
public final class Replicating implements AutoCloseable {
  /** The mechanisms that replicating stands on, all owned by the caller. */
  public record Parts(
      ReleaseSource source, ChannelReader upstream, MetadataIndex index, ChannelLog channels, ReleaseTrust trust) {}

  /** Fetches a visible release's contents; the address of a flash crowd is given where one was announced. */
  public interface ContentFollower {
    /** Called on the replicator's thread; must not block for long. */
    void follow(Composition composition, SignedComposition signed, Optional<URI> crowd);
  }

  private static final int BATCH = 500;

  private final Parts parts;
  private final ReplicateConfig config;
  private final ContentFollower follower;
  private final Consumer<ReplicateEvent> events;
  private final Set<ReleaseId> followed = new HashSet<>();
  private final ScheduledExecutorService owner =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("edos-replicator").daemon().factory());
  private final ChannelReader.Registration registration;

  /** Begins to follow. */
  public Replicating(
      Parts parts, ReplicateConfig config, ContentFollower follower, Consumer<ReplicateEvent> events) {
    this.parts = parts;
    this.config = config;
    this.follower = follower;
    this.events = events;
    this.registration = parts.upstream().listen(event -> owner.execute(this::catchUp));
    owner.scheduleWithFixedDelay(this::catchUp, 0, config.recheck().toMillis(), TimeUnit.MILLISECONDS);
  }

  private void catchUp() {
    try {
      for (Channel channel : parts.upstream().channels()) {
        passOn(channel);
      }
      compareReleases();
    } catch (RuntimeException e) {
      // The publisher may be away, or sent what must be refused; the next event or recheck tries again.
      events.accept(new ReplicateEvent.Failed("all releases", String.valueOf(e.getMessage())));
    }
  }

  /** Copies a channel's new events in order; a release's announcement waits for the release. */
  private void passOn(Channel channel) {
    Optional<Channel> here =
        parts.channels().channels().stream().filter(c -> c.name().equals(channel.name())).findFirst();
    if (here.isEmpty()) {
      parts.channels().create(channel);
    }
    long seen = newestHere(channel.name());
    while (true) {
      List<ChannelEvent> page = parts.upstream().events(channel.name(), seen, BATCH);
      for (ChannelEvent event : page) {
        apply(event);
        parts.channels().replicate(event);
      }
      if (page.size() < BATCH) {
        return;
      }
      seen = page.getLast().id();
    }
  }

  private long newestHere(String channel) {
    long seen = 0;
    while (true) {
      List<ChannelEvent> page = parts.channels().events(channel, seen, BATCH);
      if (page.isEmpty()) {
        return seen;
      }
      seen = page.getLast().id();
    }
  }

  private void apply(ChannelEvent event) {
    switch (event.kind()) {
      case RELEASE_PUBLISHED, CROWD_OPENED -> {
        Optional<URI> crowd = Optional.ofNullable(event.details().get("crowd")).map(URI::create);
        copy(ReleaseId.parse(event.subject()), crowd);
      }
      case RELEASE_UNPUBLISHED -> withdraw(ReleaseId.parse(event.subject()));
      case UNIT_ADDED, UNIT_REMOVED -> {
        // Units come with their releases.
      }
    }
  }

  /** What no event told: releases published before this mirror joined, and contents left unfinished by a restart. */
  private void compareReleases() {
    List<PublishedRelease> there = parts.source().releases();
    for (PublishedRelease release : there) {
      if (!followed.contains(release.id())) {
        copy(release.id(), Optional.empty());
      }
    }
    Set<ReleaseId> names = there.stream().map(PublishedRelease::id).collect(Collectors.toSet());
    parts.index().releases().stream()
        .map(PublishedRelease::id)
        .filter(release -> !names.contains(release))
        .forEach(this::withdraw);
  }

  private void withdraw(ReleaseId release) {
    followed.remove(release);
    if (parts.index().unpublish(release)) {
      events.accept(new ReplicateEvent.Withdrawn(release));
    }
  }

  private void copy(ReleaseId release, Optional<URI> crowd) {
    Optional<SignedComposition> signed = parts.source().composition(release);
    if (signed.isEmpty()) {
      return; // withdrawn again in the meantime
    }
    Composition composition = parts.trust().accept(signed.get());
    if (!composition.id().equals(release)) {
      throw EdosException.refused("asked for " + release + " and was given " + composition.id());
    }
    if (parts.index().composition(release).isEmpty()) {
      copyDocuments(composition, signed.get());
    }
    followed.add(release);
    if (config.contents()) {
      follower.follow(composition, signed.get(), crowd);
    }
  }

  private void copyDocuments(Composition composition, SignedComposition signed) {
    Set<Sha256> vouched = composition.entries().stream().map(Composition.Entry::document).collect(Collectors.toSet());
    Set<UnitId> missing = composition.entries().stream().map(Composition.Entry::unit).collect(Collectors.toSet());
    int total = missing.size();
    AtomicInteger copied = new AtomicInteger();
    try (MetadataIndex.Publication publication = parts.index().open(composition.id())) {
      composition.collections().forEach(c -> publication.add(MetadataXml.write(c)));
      parts
          .source()
          .documents(
              composition.id(),
              document -> {
                if (vouched.contains(document.sha256()) && missing.remove(document.id())) {
                  publication.add(document);
                  if (copied.incrementAndGet() % 500 == 0) {
                    events.accept(new ReplicateEvent.Copying(composition.id(), copied.get(), total));
                  }
                }
              });
      if (!missing.isEmpty()) {
        throw EdosException.refused(
            missing.size() + " documents of " + composition.id() + " are missing or not those signed, such as "
                + missing.iterator().next());
      }
      PublishedRelease release = PublishedRelease.of(composition, signed.digest());
      publication.commit(release, signed);
      events.accept(new ReplicateEvent.Visible(composition.id(), release.packages()));
    }
  }

  @Override
  public void close() {
    registration.close();
    owner.shutdownNow();
  }
}
