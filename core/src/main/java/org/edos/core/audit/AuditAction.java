package org.edos.core.audit;

/** What is written into the audit log. */
public enum AuditAction {
  /** A release was published. */
  PUBLISH,
  /** A release was withdrawn. */
  UNPUBLISH,
  /** A moving release was given its next state. */
  UPDATE,
  /** A moving release's state was published under a version of its own. */
  FREEZE,
  /** A transaction on a moving release. */
  TRANSACTION,
  /** A channel was created. */
  CHANNEL_CREATE,
  /** A channel was given another description or other rights. */
  CHANNEL_CHANGE,
  /** A channel was deleted. */
  CHANNEL_DELETE,
  /** Units were added to a channel. */
  CHANNEL_ADD,
  /** Units were taken out of a channel. */
  CHANNEL_REMOVE,
  /** A user was noted. */
  USER_PUT,
  /** A user was forgotten. */
  USER_REMOVE,
  /** A token was made for a program. */
  TOKEN_CREATE,
  /** A program's token was revoked. */
  TOKEN_REVOKE,
  /** A mirror was invited. */
  INVITE,
  /** An invitation was withdrawn. */
  INVITATION_WITHDRAW,
  /** A mirror was taken out of the network. */
  RETIRE,
  /** A flash crowd was opened. */
  CROWD_OPEN,
  /** A flash crowd was ended. */
  CROWD_CLOSE,
  /** Something was pushed to chosen peers. */
  PUSH;

  /** Whether it takes effect by the switch of a release, whose number is noted before it. */
  public boolean switches() {
    return switch (this) {
      case PUBLISH, UPDATE, FREEZE, TRANSACTION -> true;
      default -> false;
    };
  }
}
