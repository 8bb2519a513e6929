package org.edos.app.web;

import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.edos.actor.FreshnessReport;
import org.edos.actor.GatewayStatus;
import org.edos.actor.Mirror;
import org.edos.actor.Peer;
import org.edos.actor.PeerEvent;
import org.edos.actor.PeerStatus;
import org.edos.actor.Publisher;
import org.edos.core.EdosException;
import org.edos.core.gateway.Via;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.swarm.CrowdStatus;

/**
 * What the overview shows, as it is at one moment.
 *
 * @param attention what its reader should see to
 * @param steps what to do first; empty where something was done
 * @param releases how many are visible
 * @param newest the newest of each name, some of them
 * @param crowds that are not over
 * @param works that pages began and that run, or ended not long ago
 * @param channels some that the reader may read
 * @param events the newest first
 * @param unread how many notifications are unread; empty for others than the peer's own person
 * @param own whether the reader sees what is the owner's own
 */
public record OverviewView(
    PeerStatus status,
    GatewayStatus gateway,
    Instant now,
    List<Attention> attention,
    List<Step> steps,
    int releases,
    List<PublishedRelease> newest,
    List<CrowdStatus> crowds,
    List<Work> works,
    ChannelsView channels,
    List<PeerEvent> events,
    OptionalLong unread,
    boolean own) {
  private static final int EVENTS = 10;
  private static final int LISTED = 6;
  private static final long SECONDS_REMEMBERED = 600;

  /**
   * Something to do first.
   *
   * @param text what it is good for
   * @param link the page where it is done
   * @param label what the link says
   */
  public record Step(String text, String link, String label) {}

  static OverviewView of(SiteParts parts, Visit visit, List<Work> works, Instant now) {
    Peer peer = parts.peer();
    boolean own = visit.mayRead();
    GatewayStatus gateway = parts.gateway().status();
    List<PublishedRelease> releases = orNone(peer::releases);
    FreshnessReport freshness = peer.freshness().report(visit.caller());
    List<PeerEvent> events = peer.events().after(0);
    return new OverviewView(
        peer.status(),
        own ? gateway : gateway.forOthers(),
        now,
        Attention.of(parts, releases, freshness, own, now),
        steps(peer, releases, gateway, visit),
        releases.size(),
        newest(releases),
        peer instanceof Publisher publisher ? open(publisher) : List.of(),
        own ? works.stream().filter(work -> isShown(work, now)).limit(LISTED).toList() : List.of(),
        ChannelsView.of(peer, visit, now),
        events.subList(Math.max(0, events.size() - EVENTS), events.size()).reversed(),
        own ? OptionalLong.of(peer.channels().inbox().unread()) : OptionalLong.empty(),
        own);
  }

  /** That they cannot be told is said among what is to be seen to. */
  private static <T> List<T> orNone(Supplier<List<T>> question) {
    try {
      return question.get();
    } catch (EdosException e) {
      return List.of();
    }
  }

  private static List<PublishedRelease> newest(List<PublishedRelease> releases) {
    Map<String, PublishedRelease> newest = new LinkedHashMap<>();
    releases.reversed().forEach(release -> newest.putIfAbsent(release.id().name(), release));
    return newest.values().stream().limit(LISTED).toList();
  }

  private static List<CrowdStatus> open(Publisher publisher) {
    return publisher.crowds().stream()
        .filter(crowd -> crowd.phase() != CrowdStatus.Phase.CLOSED)
        .limit(LISTED)
        .toList();
  }

  private static boolean isShown(Work work, Instant now) {
    return work.ended().isEmpty()
        || work.ended().get().isAfter(now.minusSeconds(SECONDS_REMEMBERED));
  }

  private static List<Step> steps(
      Peer peer, List<PublishedRelease> releases, GatewayStatus gateway, Visit visit) {
    if (!releases.isEmpty() || gateway.files() > 0) {
      return List.of();
    }
    if (!visit.mayRead()) {
      return List.of(new Step("Nothing is published here yet.", "/setup", "Set up apt and dnf"));
    }
    return switch (peer) {
      case Publisher publisher ->
          List.of(
              new Step("Choose packages and publish them as a release.", "/publish", "Publish"),
              new Step("Invite mirrors, which carry it on.", "/mirrors", "Mirrors"),
              new Step("Say who else may do something here.", "/access", "Access"));
      case Mirror mirror ->
          List.of(
              new Step(
                  "Nothing is published yet; what is comes here by itself.",
                  "/channels",
                  "Channels"),
              new Step("See that all is in order.", "/doctor", "Doctor"));
      default ->
          List.of(
              new Step(
                  "Have apt or dnf fetch through this daemon: every package once.",
                  "/setup",
                  "Set up apt and dnf"),
              new Step("Be told of releases, or have them downloaded.", "/channels", "Channels"),
              new Step("See that all is in order.", "/doctor", "Doctor"));
    };
  }

  /** The page of a release. */
  public static String link(ReleaseId release) {
    return "/releases/" + Words.encoded(release.name()) + "/" + Words.encoded(release.version());
  }

  /** The page of a flash crowd. */
  public static String crowdLink(CrowdStatus crowd) {
    ReleaseId release = crowd.release();
    return "/crowds/" + Words.encoded(release.name()) + "/" + Words.encoded(release.version());
  }

  /** How far a flash crowd is, in words. */
  public String words(CrowdStatus crowd) {
    return switch (crowd.phase()) {
      case OPEN -> "wish lists are taken, and planned " + Words.ago(crowd.closes(), now);
      case PLANNING -> "the clusters are planned";
      case FEEDING -> "chosen peers are fed first";
      case SWARMING -> "the clusters are being disseminated";
      case CLOSED -> "it is over";
    };
  }

  /** How long ago something was, roughly. */
  public String ago(Instant time) {
    return Words.ago(time, now);
  }

  /** The channels listed. */
  public List<ChannelsView.Row> listed() {
    return channels.rows().stream().limit(LISTED).toList();
  }

  /** The share of bytes given that no origin had to send, in percent. */
  public long spared() {
    return Words.percent(gateway.spared(), gateway.total());
  }

  /** The authorities of those whom this peer asks. */
  public List<String> entries() {
    return status.entries().stream().map(URI::getAuthority).map(String::valueOf).toList();
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
}
