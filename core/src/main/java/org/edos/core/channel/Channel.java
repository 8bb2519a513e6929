package org.edos.core.channel;

import java.time.Instant;
import java.util.regex.Pattern;
import org.edos.core.EdosException;

/**
 * A named feed.
 *
 * @param name lower-case letters, digits and {@code . _ -}, up to 64, beginning with a letter or
 *     digit
 * @param description for people; at most 1,000 characters
 * @param created when it was created
 * @param rights who may do what with it
 */
public record Channel(String name, String description, Instant created, Rights rights) {
  /** The channel that announces every release. It always exists. */
  public static final String RELEASES = "releases";

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

  /** A channel that anybody reads. */
  public Channel(String name, String description, Instant created) {
    this(name, description, created, Rights.PUBLIC);
  }

  /** Refuses malformed names. */
  public Channel {
    checkName(name);
    if (description.length() > 1000) {
      throw EdosException.usage("a channel's description has at most 1,000 characters");
    }
  }

  /**
   * Does nothing if this may be a channel's name.
   *
   * @throws EdosException (usage) if it may not
   */
  public static void checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw EdosException.usage(
          "a channel's name is lower-case letters, digits and . _ - (at most 64): '" + name + "'");
    }
  }

  /** The same with another description. */
  public Channel describedAs(String other) {
    return new Channel(name, other, created, rights);
  }

  /** The same with other rights. */
  public Channel with(Rights others) {
    return new Channel(name, description, created, others);
  }

  /** Whether a caller has a right in it. */
  public boolean allows(Caller caller, Right right) {
    return caller.actsForOwner(right, name) || rights.allow(caller, right);
  }

  /** What a caller is told of it. */
  public Channel seenBy(Caller caller) {
    return with(rights.seenBy(caller));
  }
}
