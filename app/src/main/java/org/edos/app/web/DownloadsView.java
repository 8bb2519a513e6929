package org.edos.app.web;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edos.actor.Peer;
import org.edos.actor.Publisher;
import org.edos.actor.SharingLimits;
import org.edos.actor.StoreRoom;
import org.edos.core.EdosException;
import org.edos.core.release.ReleaseId;
import org.edos.core.swarm.CrowdStatus;
import org.edos.core.swarm.DownloadStatus;
import org.edos.core.swarm.JoinedStatus;
import org.edos.core.swarm.SwarmStatus;

/**
 * What this machine takes and gives, as it is at one moment.
 *
 * @param room of the content store
 * @param limits of swarms
 * @param crowds that were joined
 * @param downloads from replicas, the newest first
 * @param swarms that the torrent engine has, at most {@value #MOST_SWARMS}
 * @param hiddenSwarms how many more it has
 * @param down bytes a second, of all swarms
 * @param up bytes a second, of all swarms
 * @param received in swarms since the daemon started
 * @param given in swarms since the daemon started
 * @param now when it was looked at
 */
public record DownloadsView(
    StoreRoom room,
    SharingLimits limits,
    List<JoinedStatus> crowds,
    List<DownloadStatus> downloads,
    List<Row> swarms,
    int hiddenSwarms,
    long down,
    long up,
    long received,
    long given,
    Instant now) {
  private static final int MOST_SWARMS = 200;

  /**
   * A swarm.
   *
   * @param name what it is of, in words
   * @param release whose flash crowd it is of; empty where that is not known
   */
  public record Row(String name, Optional<ReleaseId> release, SwarmStatus status) {}

  private record Name(String text, ReleaseId release) {}

  static DownloadsView of(Peer peer, Instant now) {
    List<JoinedStatus> joined = peer.downloads().joined();
    List<SwarmStatus> swarms = peer.swarms();
    Map<String, Name> names = names(peer, joined);
    List<Row> rows = new ArrayList<>();
    for (SwarmStatus swarm : swarms.stream().limit(MOST_SWARMS).toList()) {
      Optional<Name> name = Optional.ofNullable(names.get(swarm.infoHash()));
      rows.add(
          new Row(
              name.map(Name::text).orElse("torrent " + Words.brief(swarm.infoHash())),
              name.map(Name::release),
              swarm));
    }
    return new DownloadsView(
        peer.downloads().room(),
        peer.downloads().limits(),
        joined,
        peer.downloads().list(),
        rows,
        swarms.size() - rows.size(),
        swarms.stream().mapToLong(SwarmStatus::downloadRate).sum(),
        swarms.stream().mapToLong(SwarmStatus::uploadRate).sum(),
        swarms.stream().mapToLong(SwarmStatus::downloadedBytes).sum(),
        swarms.stream().mapToLong(SwarmStatus::uploadedBytes).sum(),
        now);
  }

  private static Map<String, Name> names(Peer peer, List<JoinedStatus> joined) {
    Map<String, Name> names = new HashMap<>();
    for (JoinedStatus crowd : joined) {
      crowd
          .swarms()
          .forEach(swarm -> names.put(swarm.infoHash(), name(crowd.release(), swarm.cluster())));
    }
    if (peer instanceof Publisher publisher) {
      for (CrowdStatus crowd : publisher.crowds()) {
        if (crowd.phase() != CrowdStatus.Phase.CLOSED) {
          addNames(publisher, crowd.release(), names);
        }
      }
    }
    return names;
  }

  private static void addNames(Publisher publisher, ReleaseId release, Map<String, Name> names) {
    try {
      publisher
          .crowdDetail(release)
          .clusters()
          .forEach(swarm -> names.put(swarm.infoHash(), name(release, swarm.number())));
    } catch (EdosException e) {
      // Withdrawn just now.
    }
  }

  private static Name name(ReleaseId release, int cluster) {
    return new Name(release + ", cluster " + cluster, release);
  }

  /** What a swarm is doing, in words. */
  public static String words(SwarmStatus swarm) {
    return switch (swarm.state()) {
      case CHECKING -> "checking what is here";
      case DOWNLOADING -> "fetching";
      case SEEDING -> "sharing";
      case FAILED -> "failed";
    };
  }

  /** What a download is doing, in words. */
  public static String words(DownloadStatus download) {
    if (download.ended().isPresent()) {
      return download.failedContents() == 0
          ? "all here"
          : Words.count(download.failedContents(), "content") + " not to be had";
    }
    return download.paused() ? "paused" : "fetching";
  }

  /** A limit of bytes a second, in words. */
  public static String rate(long limit) {
    return limit == 0 ? "no limit" : Words.bytes(limit) + "/s";
  }

  /** A limit of bytes a second as a field of a form has it. */
  public static String field(long limit) {
    if (limit > 0 && limit % 1_000_000 == 0) {
      return limit / 1_000_000 + "MB";
    }
    return limit > 0 && limit % 1_000 == 0 ? limit / 1_000 + "KB" : Long.toString(limit);
  }

  /** How much of its quota the store uses, in whole percent. */
  public long usedPercent() {
    return Words.percent(room.usedBytes(), room.quotaBytes());
  }

  /** How long ago something was. */
  public String ago(Instant time) {
    return Words.ago(time, now);
  }
}
