package org.edos.app.rest;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.edos.actor.PeerChannels;
import org.edos.core.EdosException;
import org.edos.core.channel.Caller;
import org.edos.core.channel.Channel;
import org.edos.core.channel.Right;
import org.edos.core.channel.Rights;

/**
 * Who may read which channel, as it was within the last two seconds. Safe for use by many threads.
 */
final class ReadableChannels {
  private static final long FRESH = TimeUnit.SECONDS.toNanos(2);
  private static final System.Logger LOG = System.getLogger(ReadableChannels.class.getName());

  private record Looked(long nanos, Map<String, Rights> rights) {}

  private final PeerChannels channels;
  private volatile Optional<Looked> looked = Optional.empty();

  ReadableChannels(PeerChannels channels) {
    this.channels = channels;
  }

  /** Looks anew; gives every channel's name. */
  Set<String> look() {
    Map<String, Rights> rights =
        channels.list(Caller.OWNER).stream()
            .collect(Collectors.toMap(Channel::name, Channel::rights));
    looked = Optional.of(new Looked(System.nanoTime(), rights));
    return rights.keySet();
  }

  /**
   * Looks anew if that was some time ago or the channel is not known. Where nobody answers, what
   * was known stays.
   */
  void look(String channel) {
    if (looked
        .filter(known -> System.nanoTime() - known.nanos() < FRESH)
        .filter(known -> known.rights().containsKey(channel))
        .isPresent()) {
      return;
    }
    try {
      look();
    } catch (EdosException e) {
      LOG.log(System.Logger.Level.DEBUG, "rights of channels: {0}", e.getMessage());
    }
  }

  /** Whether a caller may read a channel; of one that is not known, nobody but the owner. */
  boolean by(Caller caller, String channel) {
    Optional<Rights> rights =
        looked.flatMap(known -> Optional.ofNullable(known.rights().get(channel)));
    return caller.actsForOwner(Right.READ, channel)
        || rights.map(known -> known.allow(caller, Right.READ)).orElse(false);
  }
}
