package org.edos.actor;

import java.time.Instant;

/**
 * Something that a peer did, for people and programs to follow: the one stream behind progress
 * bars, pages and logs.
 *
 * @param id grows by one; starts anew with the process
 * @param time when
 * @param activity what kind of work
 * @param subject the release, unit or channel that it concerns
 * @param message one line for people
 * @param done how much is done, in the unit of total
 * @param total how much there is to do; 0 where that has no meaning
 */
public record PeerEvent(
    long id,
    Instant time,
    Activity activity,
    String subject,
    String message,
    long done,
    long total) {
  /** Kinds of work. */
  public enum Activity {
    PUBLISH,
    REPLICATE,
    DOWNLOAD,
    FLASH_CROWD,
    CHANNEL,
    CHECK,
    PROBLEM
  }
}
