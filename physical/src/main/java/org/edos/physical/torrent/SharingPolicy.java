package org.edos.physical.torrent;

import java.time.Duration;
import java.time.LocalTime;
import org.edos.core.EdosException;
import org.edos.core.swarm.SwarmStatus;

/**
 * How much a peer gives and takes. Torrents that it was told to seed are shared until they are
 * removed, whatever the ratio and the time.
 *
 * @param upload most bytes a second that are sent to all peers together; 0 is no limit
 * @param download most bytes a second that are received; 0 is no limit
 * @param schedule of the day, which goes before {@code upload} at its times
 * @param leech whether only {@link #LEECH_UPLOAD} is sent, so that others go on giving, and a
 *     downloaded torrent is no longer shared
 * @param ratio a downloaded torrent is shared until it was sent this many times; 0 is no end
 * @param time a downloaded torrent is shared this long after it was whole; zero is no end
 */
public record SharingPolicy(
    long upload,
    long download,
    UploadSchedule schedule,
    boolean leech,
    double ratio,
    Duration time) {
  /** Most bytes a second that a leech sends. */
  public static final long LEECH_UPLOAD = 16_000;

  /**
   * Limits of one moment.
   *
   * @param upload in bytes a second; 0 is none
   * @param download in bytes a second; 0 is none
   */
  public record Limits(int upload, int download) {}

  /** Refuses negative amounts. */
  public SharingPolicy {
    if (upload < 0 || download < 0 || !(ratio >= 0) || time.isNegative()) {
      throw EdosException.usage("limits of sharing are not negative; 0 is no limit");
    }
  }

  /** Nothing but limits, in bytes a second; 0 is none. */
  public static SharingPolicy limited(long upload, long download) {
    return new SharingPolicy(upload, download, UploadSchedule.NONE, false, 0, Duration.ZERO);
  }

  /**
   * A policy as people write it.
   *
   * @param schedule as {@link UploadSchedule#parse} reads it
   * @param ratio such as 1.5
   * @throws EdosException usage if one is not so written
   */
  public static SharingPolicy of(
      long upload, long download, String schedule, boolean leech, String ratio, Duration time) {
    return new SharingPolicy(
        upload, download, UploadSchedule.parse(schedule), leech, ratio(ratio), time);
  }

  private static double ratio(String text) {
    if (!text.strip().matches("[0-9]{1,6}(\\.[0-9]{1,3})?")) {
      throw EdosException.usage("a ratio is written 1.5, or 0 for no end, not '" + text + "'");
    }
    return Double.parseDouble(text.strip());
  }

  /** The limits at this time of the day. */
  public Limits limitsAt(LocalTime now) {
    long most = schedule.at(now).orElse(upload);
    if (leech) {
      most = most == 0 ? LEECH_UPLOAD : Math.min(most, LEECH_UPLOAD);
    }
    return new Limits(bounded(most), bounded(download));
  }

  /** More than an engine can count is no limit in practice. */
  private static int bounded(long limit) {
    return (int) Math.min(Integer.MAX_VALUE, limit);
  }

  /**
   * Whether a downloaded torrent has been shared enough.
   *
   * @param whole how long it has been whole
   */
  public boolean isEnough(SwarmStatus status, Duration whole) {
    boolean often =
        ratio > 0
            && status.wantedBytes() > 0
            && status.uploadedBytes() >= ratio * status.wantedBytes();
    boolean longEnough = !time.isZero() && whole.compareTo(time) >= 0;
    return leech || often || longEnough;
  }
}
