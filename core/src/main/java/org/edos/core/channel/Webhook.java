package org.edos.core.channel;

import java.net.URI;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.edos.core.EdosException;

/**
 * An address that what arrives in an inbox is passed on to.
 *
 * @param id given by the daemon that keeps it
 * @param url http or https
 * @param channels the names of those that it is told of; empty for all
 * @param created when it was added
 */
public record Webhook(String id, URI url, Set<String> channels, Instant created) {
  private static final int LONGEST = 2048;
  private static final int MOST_CHANNELS = 100;

  /** Refuses other addresses, and malformed names of channels. */
  public Webhook {
    checkAddress(url);
    if (channels.size() > MOST_CHANNELS) {
      throw EdosException.usage("a webhook names at most " + MOST_CHANNELS + " channels");
    }
    channels.forEach(Channel::checkName);
    channels = Set.copyOf(channels);
  }

  /**
   * Does nothing if this may be a webhook's address.
   *
   * @throws EdosException (usage) if it may not
   */
  public static void checkAddress(URI url) {
    boolean web =
        "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
    if (!web || url.getHost() == null || url.toString().length() > LONGEST) {
      throw EdosException.usage(
          "a webhook is an address http://HOST/... or https://HOST/... of at most "
              + LONGEST
              + " characters, not '"
              + url
              + "'");
    }
  }

  /** Whether it is told of an event. */
  public boolean wants(ChannelEvent event) {
    return channels.isEmpty() || channels.contains(event.channel());
  }

  /** The same channels in the order of their names. */
  public Set<String> sortedChannels() {
    return new TreeSet<>(channels);
  }
}
