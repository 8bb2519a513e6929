package org.edos.actor;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.release.ReleaseId;
import org.edos.core.swarm.DownloadStatus;
import org.edos.core.swarm.JoinedStatus;
import org.edos.core.unit.UnitId;
import org.edos.physical.torrent.SharingPolicy;
import org.edos.role.download.CrowdMember;
import org.edos.role.download.Downloading;

/**
 * What this machine takes and gives: the flash crowds that it has joined, its downloads from
 * replicas, and how much of its line they may use. What is changed here lasts until the process
 * ends. Safe for use by many threads.
 */
public final class PeerDownloads {
  private static final int PAGE = 10_000;

  private final PeerParts parts;
  private final CrowdMember crowds;
  private final Downloading downloading;
  private final PeerEvents events;

  /** Guards itself, and how far the channel was read. */
  private final Map<ReleaseId, AnnouncedCrowd> announced = new HashMap<>();

  private long heard;

  PeerDownloads(PeerParts parts, CrowdMember crowds, Downloading downloading, PeerEvents events) {
    this.parts = parts;
    this.crowds = crowds;
    this.downloading = downloading;
    this.events = events;
  }

  /** The flash crowds that this peer has joined, those that are done and shared on as well. */
  public List<JoinedStatus> joined() {
    return crowds.joined();
  }

  /**
   * The newest announcement of a flash crowd of each release, the newest first. What has been read
   * of the channel is not read again.
   *
   * @throws EdosException (external) if whoever keeps the channel is away
   */
  public List<AnnouncedCrowd> announced() {
    synchronized (announced) {
      List<ChannelEvent> page = parts.channels().events(Channel.RELEASES, heard, PAGE);
      while (!page.isEmpty()) {
        page.forEach(event -> note(event, announced));
        heard = page.getLast().id();
        page = parts.channels().events(Channel.RELEASES, heard, PAGE);
      }
      return announced.values().stream().sorted((a, b) -> b.at().compareTo(a.at())).toList();
    }
  }

  private static void note(ChannelEvent event, Map<ReleaseId, AnnouncedCrowd> found) {
    Optional<ReleaseId> release = release(event);
    if (release.isEmpty()) {
      return;
    }
    switch (event.kind()) {
      case RELEASE_PUBLISHED, RELEASE_UPDATED, CROWD_OPENED -> {
        Optional<URI> desk = Wishing.address(event);
        desk.ifPresent(address ->
            found.put(release.get(), new AnnouncedCrowd(release.get(), address, event.time())));
      }
      case RELEASE_UNPUBLISHED -> found.remove(release.get());
      case UNIT_ADDED, UNIT_REMOVED -> {
        // Of no flash crowd.
      }
    }
  }

  private static Optional<ReleaseId> release(ChannelEvent event) {
    try {
      return Optional.of(ReleaseId.parse(event.subject()));
    } catch (EdosException e) {
      return Optional.empty();
    }
  }

  /**
   * Leaves a flash crowd's swarms until {@link #resume(ReleaseId)}; what has come stays.
   *
   * @throws EdosException (not found) if it is not joined
   */
  public void pause(ReleaseId crowd) {
    crowds.pause(crowd);
    events.tell(PeerEvent.Activity.FLASH_CROWD, crowd.toString(), "paused", 0, 0);
  }

  /**
   * Goes on with a flash crowd.
   *
   * @throws EdosException (not found) if it is not joined
   */
  public void resume(ReleaseId crowd) {
    crowds.resume(crowd);
    events.tell(PeerEvent.Activity.FLASH_CROWD, crowd.toString(), "goes on", 0, 0);
  }

  /** A name for a download of these. */
  static String named(List<UnitId> units) {
    String first = units.isEmpty() ? "nothing" : units.getFirst().toString();
    return units.size() < 2 ? first : first + " and " + (units.size() - 1) + " more";
  }

  /** The downloads from replicas: those under way, and the last that ended, the newest first. */
  public List<DownloadStatus> list() {
    return downloading.downloads();
  }

  /**
   * Holds a download up until {@link #resume(long)}.
   *
   * @throws EdosException (not found) if none of this number is under way
   */
  public void pause(long download) {
    downloading.pause(download);
    events.tell(PeerEvent.Activity.DOWNLOAD, "download " + download, "paused", 0, 0);
  }

  /**
   * Lets a download go on.
   *
   * @throws EdosException (not found) if none of this number is under way
   */
  public void resume(long download) {
    downloading.resume(download);
    events.tell(PeerEvent.Activity.DOWNLOAD, "download " + download, "goes on", 0, 0);
  }

  /** How much swarms may send and receive. */
  public SharingLimits limits() {
    SharingPolicy policy = parts.engine().sharing();
    SharingPolicy.Limits now = parts.engine().limits();
    return new SharingLimits(
        policy.upload(),
        policy.download(),
        policy.schedule().toString(),
        policy.leech(),
        policy.ratio(),
        policy.time(),
        now.upload(),
        now.download());
  }

  /** Most bytes a second that are sent in swarms, and as much again by HTTP; 0 for no limit. */
  public long uploadLimit() {
    return parts.engine().sharing().upload();
  }

  /**
   * Has swarms send and receive so much from now on.
   *
   * @param upload bytes a second; 0 for no limit
   * @param download bytes a second; 0 for no limit
   * @param schedule such as {@code 08:00-18:00=200KB/s, else 0}; empty for none
   * @param leech whether only little is sent, and a swarm is left when all is here
   * @param ratio how many times a downloaded torrent is sent at most; 0 for no end
   * @param time how long a downloaded torrent is shared; zero for no end
   * @throws EdosException (usage) if one of them is none
   */
  public SharingLimits limit(
      long upload, long download, String schedule, boolean leech, double ratio, Duration time) {
    String written = String.format(Locale.ROOT, "%.3f", ratio);
    parts.engine().share(SharingPolicy.of(upload, download, schedule, leech, written, time));
    return limits();
  }

  /** How much room the content store has. */
  public StoreRoom room() {
    return new StoreRoom(
        parts.store().usedBytes(), parts.store().quotaBytes(), parts.store().freeBytes());
  }
}
