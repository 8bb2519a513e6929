package org.edos.actor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.edos.actor.RootFreshness.Root;
import org.edos.core.EdosException;
import org.edos.core.channel.Caller;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.ChannelFreshness;
import org.edos.core.channel.SignedHead;
import org.edos.core.channel.Subscription;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.unit.Sha256;
import org.edos.physical.channel.ChannelReader;
import org.edos.role.subscribe.Freshness;
import org.edos.role.subscribe.FreshnessConfig;

/**
 * How new a peer's view of releases and channels is: at which root it is, how far behind each
 * channel, and whether what it is given can be believed. Safe for use by many threads.
 */
public final class PeerFreshness implements AutoCloseable {
  private static final int MOST_NAMES = 10_000;

  private final PeerChannels channels;
  private final KnownReleases releases;
  private final Freshness freshness;
  private final Map<String, Root> told = new ConcurrentHashMap<>();
  private final ChannelReader.Registration registration;

  PeerFreshness(
      PeerParts parts,
      PinnedPublisher trust,
      PeerChannels channels,
      KnownReleases releases,
      PeerEvents events) {
    this.channels = channels;
    this.releases = releases;
    this.registration = parts.channels().listen(this::note);
    this.freshness =
        new Freshness(
            new Freshness.Parts(
                parts.channels(),
                parts.heads(),
                parts.documents(),
                trust,
                followed(parts),
                parts.clock()),
            parts.heads().whole() ? FreshnessConfig.NEAR : FreshnessConfig.FAR,
            Narration.freshness(
                events::tell, channel -> readable(channels, Caller.ANYBODY).contains(channel)));
  }

  /** All channels, where they are here anyway; else those that this peer hears. */
  private Supplier<Collection<String>> followed(PeerParts parts) {
    if (parts.heads().whole()) {
      return () -> parts.channels().channels().stream().map(Channel::name).toList();
    }
    return () -> {
      Set<String> names = new TreeSet<>(Set.of(Channel.RELEASES));
      channels.subscriptions().stream().map(Subscription::channel).forEach(names::add);
      return names;
    };
  }

  private void note(ChannelEvent event) {
    if (!event.channel().equals(Channel.RELEASES) || told.size() >= MOST_NAMES) {
      return;
    }
    switch (event.kind()) {
      case RELEASE_PUBLISHED, RELEASE_UPDATED -> root(event);
      case RELEASE_UNPUBLISHED -> told.remove(name(event));
      case CROWD_OPENED, UNIT_ADDED, UNIT_REMOVED -> {
        // Of no other root.
      }
    }
  }

  private void root(ChannelEvent event) {
    try {
      Root root =
          new Root(
              ReleaseId.parse(event.subject()).version(),
              Long.parseLong(event.details().getOrDefault("number", "")),
              new Sha256(event.details().getOrDefault("composition", "")),
              event.time());
      told.merge(name(event), root, PeerFreshness::newer);
    } catch (EdosException | NumberFormatException e) {
      // It tells of no root; others that hear of it say so.
    }
  }

  private static String name(ChannelEvent event) {
    return event.subject().split("@", 2)[0];
  }

  private static Root newer(Root one, Root other) {
    return one.number() >= other.number() ? one : other;
  }

  /** Has the heads looked at now. */
  void now() {
    freshness.now();
  }

  /** How new this peer's view is, as far as a caller may see it. */
  public FreshnessReport report(Caller caller) {
    Set<String> readable = readable(caller);
    return new FreshnessReport(
        roots(),
        freshness.views().stream().filter(view -> readable.contains(view.channel())).toList());
  }

  private List<RootFreshness> roots() {
    Map<String, Root> here = newest(releases.here());
    Map<String, Root> newest = new TreeMap<>(here);
    newest(releases.recentList().orElse(List.of()))
        .forEach((name, root) -> newest.merge(name, root, PeerFreshness::newer));
    told.forEach((name, root) -> newest.merge(name, root, PeerFreshness::newer));
    List<RootFreshness> roots = new ArrayList<>();
    newest.forEach((name, root) ->
        roots.add(new RootFreshness(name, Optional.ofNullable(here.get(name)), root)));
    return roots;
  }

  private static Map<String, Root> newest(List<PublishedRelease> releases) {
    return releases.stream()
        .collect(
            Collectors.toMap(
                release -> release.id().name(), Root::of, PeerFreshness::newer, TreeMap::new));
  }

  /**
   * The newest head of a channel that this peer has accepted.
   *
   * @throws EdosException (not found) if there is none, or no such channel that the caller may read
   */
  public SignedHead head(Caller caller, String channel) {
    return freshness
        .accepted(channel)
        .filter(head -> readable(caller).contains(channel))
        .orElseThrow(() ->
            EdosException.notFound(
                "there is no channel '" + channel + "' here, or no signed head of it yet"));
  }

  /** That of the releases alone, where those who know the others are away. */
  private Set<String> readable(Caller caller) {
    return readable(channels, caller);
  }

  private static Set<String> readable(PeerChannels channels, Caller caller) {
    try {
      return channels.list(caller).stream().map(Channel::name).collect(Collectors.toSet());
    } catch (EdosException e) {
      return Set.of(Channel.RELEASES);
    }
  }

  /** How many events this peer has of all channels that anybody may read. */
  long events() {
    Set<String> all = readable(Caller.ANYBODY);
    return freshness.views().stream()
        .filter(view -> all.contains(view.channel()))
        .mapToLong(ChannelFreshness::at)
        .sum();
  }

  @Override
  public void close() {
    registration.close();
    freshness.close();
  }
}
