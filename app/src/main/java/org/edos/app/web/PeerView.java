package org.edos.app.web;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.edos.actor.FreshnessReport;
import org.edos.actor.GatewayStatus;
import org.edos.actor.Peer;
import org.edos.actor.PeerEvent;
import org.edos.actor.PeerStatus;
import org.edos.actor.Publisher;
import org.edos.core.EdosException;
import org.edos.core.channel.Caller;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelFreshness;
import org.edos.core.gateway.Via;
import org.edos.core.release.PublishedRelease;
import org.edos.core.swarm.CrowdReport;
import org.edos.core.swarm.CrowdStatus;
import org.edos.core.swarm.SwarmStatus;

/**
 * What a peer's page shows, as it is at one moment.
 *
 * @param problem why a part of it is missing; empty when nothing is
 * @param events the newest first
 * @param unread how many notifications are unread; empty for others than the peer's own person
 */
public record PeerView(
    PeerStatus status,
    GatewayStatus gateway,
    Instant now,
    List<PublishedRelease> releases,
    List<CrowdStatus> crowds,
    List<SwarmStatus> swarms,
    List<Channel> channels,
    FreshnessReport freshness,
    List<PeerEvent> events,
    OptionalLong unread,
    String problem) {
  private static final int EVENTS = 14;
  private static final int GIVEN = 8;

  static PeerView of(Peer peer, GatewayStatus gateway, OptionalLong unread, Instant now) {
    StringBuilder problem = new StringBuilder();
    List<PublishedRelease> releases = attempt(peer::releases, problem);
    List<Channel> channels = attempt(() -> peer.channels().list(Caller.ANYBODY), problem);
    List<CrowdStatus> crowds = peer instanceof Publisher publisher ? publisher.crowds() : List.of();
    List<PeerEvent> events = peer.events().after(0);
    List<PeerEvent> newest =
        events.subList(Math.max(0, events.size() - EVENTS), events.size()).reversed();
    return new PeerView(
        peer.status(),
        gateway,
        now,
        releases.reversed(),
        crowds,
        peer.swarms(),
        channels,
        peer.freshness().report(Caller.ANYBODY),
        newest,
        unread,
        problem.toString());
  }

  private static <T> List<T> attempt(Supplier<List<T>> question, StringBuilder problem) {
    try {
      return question.get();
    } catch (EdosException e) {
      problem.setLength(0);
      problem.append(e.getMessage());
      return List.of();
    }
  }

  /** A number with its thousands apart. */
  public static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** How long ago something was, roughly. */
  public String ago(Instant time) {
    return ago(Duration.between(time, now));
  }

  static String ago(Duration since) {
    long seconds = Math.max(0, since.toSeconds());
    if (seconds < 60) {
      return seconds + " s ago";
    }
    if (seconds < 3600) {
      return seconds / 60 + " min ago";
    }
    return seconds < 172_800 ? seconds / 3600 + " h ago" : seconds / 86_400 + " days ago";
  }

  /** The first characters of a hash; other names whole, if they are not very long. */
  public static String brief(String name) {
    int most = name.matches("[0-9a-f]{40,64}") ? 12 : 70;
    return name.length() <= most ? name : name.substring(0, most) + "…";
  }

  /** Whether a release is the newest of its name, and this peer still has an older root. */
  public boolean isNotHere(PublishedRelease release) {
    return freshness.releases().stream()
        .filter(root -> root.here().isPresent() && root.isBehind())
        .anyMatch(root -> root.newest().composition().equals(release.composition()));
  }

  /** How new a channel is here; empty where nothing is known of it. */
  public Optional<ChannelFreshness> freshness(Channel channel) {
    return freshness.channels().stream()
        .filter(view -> view.channel().equals(channel.name()))
        .findFirst();
  }

  /** What there is to say of a channel's freshness, in words. */
  public String words(ChannelFreshness view) {
    String signed = view.signed().map(at -> ", signed " + ago(at)).orElse("");
    return switch (view.state()) {
      case FRESH -> "event " + number(view.at()) + signed;
      case BEHIND -> number(view.lag()) + " events behind" + signed;
      case UNSIGNED, STALE, ROLLED_BACK, FORGED -> words((Enum<?>) view.state()) + signed;
    };
  }

  /** How far a report has come, in whole percent. */
  public static long percent(CrowdReport report) {
    return report.done() ? 100 : percent(report.receivedBytes(), report.wantedBytes());
  }

  /** A part of a whole, in whole percent from 0 to 100. */
  public static long percent(long part, long whole) {
    return whole <= 0 ? 0 : Math.min(100, part * 100 / whole);
  }

  /** The files that the gateway gave last. */
  public List<GatewayStatus.GivenFile> newest() {
    return gateway.recent().stream().limit(GIVEN).toList();
  }

  /** Where bytes came from, in words. */
  public static String source(Via via) {
    return switch (via) {
      case CACHE -> "kept here";
      case LAN -> "local network";
      case WIDE -> "peers elsewhere";
      case MIRROR -> "mirrors";
      case ORIGIN -> "origin";
    };
  }

  /** The sources of a file's bytes, in words. */
  public static String sources(Map<Via, Long> bytes) {
    return bytes.entrySet().stream()
        .filter(part -> part.getValue() > 0)
        .sorted(Map.Entry.comparingByKey())
        .map(part -> source(part.getKey()))
        .collect(Collectors.joining(", "));
  }

  /** A constant's name in words. */
  public static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
