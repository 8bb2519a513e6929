package org.edos.actor;

/**
 * Contents that a peer shares for the same reason.
 *
 * @param reason why they are here
 * @param release {@code NAME@VERSION}; empty where the reason is another
 * @param contents how many
 * @param bytes of these
 */
public record SharedGroup(Reason reason, String release, long contents, long bytes) {
  /** Why a content is here. */
  public enum Reason {
    /** A release that this peer knows has it. */
    RELEASE,
    /** The gateway fetched it for apt or dnf. */
    GATEWAY,
    /** It was published or fetched, and nothing that is known here has it any more. */
    OTHER
  }
}
