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
 */
public record Channel(String name, String description, Instant created) {
  /** The channel that announces every release. It always exists. */
  public static final String RELEASES = "releases";

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

  /** Refuses malformed names. */
  public Channel {
    if (!NAME.matcher(name).matches()) {
      throw EdosException.usage(
          "a channel's name is lower-case letters, digits and . _ - (at most 64): '" + name + "'");
    }
    if (description.length() > 1000) {
      throw EdosException.usage("a channel's description has at most 1,000 characters");
    }
  }
}
