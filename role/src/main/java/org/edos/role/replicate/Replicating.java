package org.edos.role.replicate;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.edos.core.EdosException;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.release.Composition;
import org.edos.core.release.CompositionXml;
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
import org.edos.role.OwnerThread;

/**
 * Follows another peer's releases and channels: copies a release's signed composition and
 * documents, each held against the signature, makes it visible here by one switch, and only then
 * passes the channel's event on, so that whoever hears of a release here can ask for it here. Runs
 * on one thread, {@code edos-replicator}; safe for use by many threads.
 */
public final class Replicating implements AutoCloseable {
  /** The mechanisms that replicating stands on, all owned by the caller. */
  public record Parts(
      ReleaseSource source,
      ChannelReader upstream,
      MetadataIndex index,
      ChannelLog channels,
      ReleaseTrust trust,
      Clock clock) {}

  /**
   * Fetches a visible release's contents; the address of a flash crowd is given where one was
   * announced.
   */
  public interface ContentFollower {
    /**
     * Called on the replicator's thread; must not block for long.
     *
     * @param unfinished to be run, on any thread, when not all contents are here: the release is
     *     followed again at the next recheck, and then after ever longer pauses
     */
    void follow(
        Composition composition,
        SignedComposition signed,
        Optional<URI> crowd,
        Runnable unfinished);
  }

  private static final int BATCH = 500;
  private static final int SPARE_DOCUMENTS = 10_000;

  private final Parts parts;
  private final ReplicateConfig config;
  private final ContentFollower follower;
  private final Consumer<ReplicateEvent> events;
  private final Set<ReleaseId> followed = new HashSet<>();
  private final Retries<ReleaseId> retries;
  private final Set<Sha256> expired = new HashSet<>();
  private final Map<String, Long> passedOn = new HashMap<>();
  private final OwnerThread owner = new OwnerThread("edos-replicator");
  private final ChannelReader.Registration registration;

  /** Begins to follow. */
  public Replicating(
      Parts parts,
      ReplicateConfig config,
      ContentFollower follower,
      Consumer<ReplicateEvent> events) {
    this.parts = parts;
    this.config = config;
    this.retries = new Retries<>(config.recheck());
    this.follower = follower;
    this.events = events;
    Runnable catchUp = owner.trigger(this::catchUp);
    this.registration = parts.upstream().listen(event -> catchUp.run());
    owner.every(config.recheck(), this::catchUp);
  }

  private void catchUp() {
    attempt(
        "all releases",
        () -> {
          List<Channel> there = parts.upstream().channels();
          there.stream().filter(Replicating::isOfReleases).forEach(this::attemptPassOn);
          compareReleases();
          there.stream().filter(channel -> !isOfReleases(channel)).forEach(this::attemptPassOn);
          forgetOthers(there);
        });
  }

  /** Units come with their releases, so channels that tell of units come after these. */
  private static boolean isOfReleases(Channel channel) {
    return channel.name().equals(Channel.RELEASES);
  }

  private void attemptPassOn(Channel channel) {
    attempt(name(channel), () -> passOn(channel));
  }

  /** What others, who may not know of it, are told of a channel. */
  private static String name(Channel channel) {
    return channel.rights().isPublic() ? "channel " + channel.name() : "a closed channel";
  }

  /**
   * The publisher may be away, or sent what must be refused; the next event or recheck tries again.
   */
  private void attempt(String what, Runnable work) {
    try {
      work.run();
    } catch (EdosException e) {
      events.accept(new ReplicateEvent.Failed(what, e.getMessage()));
    } catch (RuntimeException e) {
      events.accept(new ReplicateEvent.Failed(what, e.toString()));
    }
  }

  /** Copies a channel's new events in order; a release's announcement waits for the release. */
  private void passOn(Channel channel) {
    describe(channel);
    String name = channel.name();
    long seen = passedOn.computeIfAbsent(name, this::newestHere);
    while (true) {
      List<ChannelEvent> page = parts.upstream().events(name, seen, BATCH);
      for (ChannelEvent event : page) {
        follow(event);
        parts.channels().replicate(event);
        seen = event.id();
        passedOn.put(name, seen);
      }
      if (page.size() < BATCH) {
        return;
      }
    }
  }

  /** The channel here is as its keeper says, above all who may read it. */
  private void describe(Channel channel) {
    Optional<Channel> here =
        parts.channels().channels().stream()
            .filter(one -> one.name().equals(channel.name()))
            .findFirst();
    if (here.isPresent() && isAnother(here.get(), channel)) {
      forget(channel.name());
      here = Optional.empty();
    }
    if (here.isEmpty()) {
      parts.channels().create(channel);
    } else if (!here.get().equals(channel)) {
      parts.channels().change(channel);
    }
  }

  /** Whether a channel was deleted and made anew; that of releases never is. */
  private static boolean isAnother(Channel here, Channel there) {
    return !here.name().equals(Channel.RELEASES) && !here.created().equals(there.created());
  }

  private void forget(String channel) {
    parts.channels().delete(channel);
    passedOn.remove(channel);
  }

  /** What is deleted, or no longer to be read from here, is not passed on either. */
  private void forgetOthers(List<Channel> there) {
    Set<String> names = there.stream().map(Channel::name).collect(Collectors.toSet());
    for (Channel here : parts.channels().channels()) {
      if (!names.contains(here.name()) && !here.name().equals(Channel.RELEASES)) {
        forget(here.name());
      }
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

  /** An event that names no release is passed on like any other, lest it holds up all after it. */
  private void follow(ChannelEvent event) {
    try {
      apply(event);
    } catch (EdosException e) {
      if (e.category() != EdosException.Category.USAGE) {
        throw e;
      }
      events.accept(new ReplicateEvent.Failed(event.channel() + " " + event.id(), e.getMessage()));
    }
  }

  private void apply(ChannelEvent event) {
    switch (event.kind()) {
      case RELEASE_PUBLISHED, RELEASE_UPDATED, CROWD_OPENED ->
          copy(ReleaseId.parse(event.subject()), crowd(event));
      case RELEASE_UNPUBLISHED -> withdraw(ReleaseId.parse(event.subject()));
      case UNIT_ADDED, UNIT_REMOVED -> {
        // Units come with their releases.
      }
    }
  }

  /** The desk's address; one that is no address is as if none were given. */
  private static Optional<URI> crowd(ChannelEvent event) {
    try {
      return Optional.ofNullable(event.details().get("crowd")).map(URI::create);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * What no event told: releases published before this mirror joined, and contents left unfinished
   * by a restart.
   */
  private void compareReleases() {
    List<PublishedRelease> there = parts.source().releases();
    Map<ReleaseId, Sha256> here =
        parts.index().releases().stream()
            .collect(Collectors.toMap(PublishedRelease::id, PublishedRelease::composition));
    for (PublishedRelease release : there) {
      boolean same = release.composition().equals(here.get(release.id()));
      boolean again = retries.take(release.id(), parts.clock().instant());
      if (!followed.contains(release.id()) || !same || again) {
        attempt(release.id().toString(), () -> copy(release.id(), Optional.empty()));
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
    retries.forget(release);
    if (parts.index().unpublish(release)) {
      events.accept(new ReplicateEvent.Withdrawn(release));
    }
  }

  private void copy(ReleaseId release, Optional<URI> crowd) {
    Optional<SignedComposition> found = parts.source().composition(release);
    if (found.isEmpty()) {
      return; // withdrawn again in the meantime
    }
    SignedComposition signed = found.get();
    if (isExpired(release, signed)) {
      return;
    }
    Composition composition = parts.trust().accept(signed);
    if (!composition.id().equals(release)) {
      throw EdosException.refused("asked for " + release + " and was given " + composition.id());
    }
    Optional<Sha256> here = parts.index().composition(release).map(SignedComposition::digest);
    if (here.filter(signed.digest()::equals).isEmpty()) {
      copyDocuments(composition, signed);
      retries.forget(release);
    }
    followed.add(release);
    if (config.contents()) {
      follower.follow(
          composition,
          signed,
          crowd,
          () -> owner.execute(() -> retries.unfinished(release, parts.clock().instant())));
    }
  }

  /**
   * A release that has expired will never be accepted: its channel goes on without it, and it is
   * told once.
   */
  private boolean isExpired(ReleaseId release, SignedComposition signed) {
    if (expired.contains(signed.digest())) {
      return true;
    }
    Instant expires = CompositionXml.read(signed.xml()).expires();
    if (!expires.isBefore(parts.clock().instant())) {
      return false;
    }
    expired.add(signed.digest());
    events.accept(
        new ReplicateEvent.Failed(
            release.toString(),
            "it expired on " + expires + "; its publisher must publish it again"));
    return true;
  }

  private void copyDocuments(Composition composition, SignedComposition signed) {
    Map<UnitId, Sha256> missing = new HashMap<>();
    composition.entries().forEach(entry -> missing.put(entry.unit(), entry.document()));
    int total = missing.size();
    AtomicInteger copied = new AtomicInteger();
    AtomicInteger given = new AtomicInteger();
    try (MetadataIndex.Publication publication = parts.index().replace(composition.id())) {
      composition.collections().forEach(c -> publication.add(MetadataXml.write(c)));
      missing.entrySet().removeIf(known -> publication.addKnown(known.getKey(), known.getValue()));
      parts
          .source()
          .documents(
              composition.id(),
              document -> {
                if (given.incrementAndGet() > total + SPARE_DOCUMENTS) {
                  throw EdosException.refused(
                      "the documents of " + composition.id() + " do not end");
                }
                if (missing.remove(document.id(), document.sha256())) {
                  publication.add(document);
                  if (copied.incrementAndGet() % 500 == 0) {
                    events.accept(
                        new ReplicateEvent.Copying(composition.id(), copied.get(), total));
                  }
                }
              });
      if (!missing.isEmpty()) {
        throw EdosException.refused(
            missing.size()
                + " documents of "
                + composition.id()
                + " are missing or not those signed, such as "
                + missing.keySet().iterator().next());
      }
      PublishedRelease release = PublishedRelease.of(composition, signed.digest());
      publication.commit(release, signed);
      events.accept(new ReplicateEvent.Visible(composition.id(), release.packages()));
    }
  }

  @Override
  public void close() {
    registration.close();
    owner.close();
  }
}
