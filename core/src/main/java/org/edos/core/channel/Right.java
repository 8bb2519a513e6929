package org.edos.core.channel;

/** What somebody may do with a channel; each right includes those before it. */
public enum Right {
  /** See that there is such a channel, read what it tells, subscribe to it. */
  READ,
  /** Tell its subscribers of units that come and go. */
  FEED,
  /** Change its description and rights, and delete it. */
  ADMINISTER;

  /** Whether who has this right has that one too. */
  public boolean includes(Right other) {
    return compareTo(other) >= 0;
  }
}
