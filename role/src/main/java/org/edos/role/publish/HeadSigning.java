package org.edos.role.publish;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.edos.core.EdosException;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.ChannelHead;
import org.edos.core.channel.EventChain;
import org.edos.core.channel.SignedHead;
import org.edos.physical.channel.ChannelReader;
import org.edos.physical.channel.HeadBoard;
import org.edos.physical.trust.SigningKey;
import org.edos.role.OwnerThread;

/**
 * Signs the head of each channel: at once when the channel tells something, but never more often
 * than every {@link Config#pace}, and anew before half of the head's life is over. The chain over
 * the events is computed from the first one when this starts, and goes on from there. Runs on one
 * thread, {@code edos-heads}.
 */
public final class HeadSigning implements AutoCloseable {
  private static final int BATCH = 500;

  /**
   * How heads are signed.
   *
   * @param validity how long a head may be taken for the newest
   * @param pace the least time between two rounds of signing
   * @param recheck how often channels are looked for that were created or deleted
   */
  public record Config(Duration validity, Duration pace, Duration recheck) {
    /** Heads that are good for a day, a few rounds a second. */
    public static final Config DEFAULT = valid(Duration.ofHours(24));

    /** Refuses times that are not positive. */
    public Config {
      if (!validity.isPositive() || !pace.isPositive() || !recheck.isPositive()) {
        throw EdosException.usage("the validity of heads must be positive");
      }
    }

    /** The usual, with heads that are good for so long. */
    public static Config valid(Duration validity) {
      return new Config(validity, Duration.ofMillis(250), Duration.ofSeconds(10));
    }
  }

  private final ChannelReader channels;
  private final HeadBoard board;
  private final SigningKey key;
  private final Clock clock;
  private final Config config;
  private final Runnable signed;
  private final Set<String> changed = ConcurrentHashMap.newKeySet();
  private final Map<String, EventChain> chains = new HashMap<>();
  private final Map<String, ChannelHead> heads = new HashMap<>();
  private final OwnerThread owner = new OwnerThread("edos-heads");
  private final ChannelReader.Registration registration;
  private long lastRound = Long.MIN_VALUE;

  /**
   * Begins to sign.
   *
   * @param signed run after a round that signed something
   */
  public HeadSigning(
      ChannelReader channels,
      HeadBoard board,
      SigningKey key,
      Clock clock,
      Config config,
      Runnable signed) {
    this.channels = channels;
    this.board = board;
    this.key = key;
    this.clock = clock;
    this.config = config;
    this.signed = signed;
    Runnable now = owner.trigger(this::signChanged);
    this.registration =
        channels.listen(event -> {
          changed.add(event.channel());
          now.run();
        });
    owner.every(config.recheck(), this::signAll);
    owner.every(config.pace(), this::signChanged);
  }

  private void signChanged() {
    long nanos = System.nanoTime();
    if (changed.isEmpty()
        || lastRound != Long.MIN_VALUE && nanos - lastRound < config.pace().toNanos() / 2) {
      return; // the next round comes by itself
    }
    lastRound = nanos;
    round(false);
  }

  private void signAll() {
    round(true);
  }

  private void round(boolean all) {
    boolean some = false;
    try {
      List<Channel> there = channels.channels();
      for (Channel channel : there) {
        boolean told = changed.remove(channel.name());
        if ((told || all) && attempt(channel)) {
          some = true;
        }
      }
      if (all) {
        forgetAllBut(there);
      }
    } catch (EdosException e) {
      report("the channels", e);
    }
    if (some) {
      signed.run();
    }
  }

  private boolean attempt(Channel channel) {
    try {
      return sign(channel);
    } catch (EdosException e) {
      if (e.category() != EdosException.Category.NOT_FOUND) {
        changed.add(channel.name());
      }
      report(channel.name(), e);
      return false;
    }
  }

  private static void report(String what, EdosException e) {
    System.getLogger(HeadSigning.class.getName())
        .log(System.Logger.Level.DEBUG, "no head of {0}: {1}", what, e.getMessage());
  }

  private boolean sign(Channel channel) {
    String name = channel.name();
    Instant now = clock.instant();
    Optional<ChannelHead> before =
        Optional.ofNullable(heads.get(name))
            .or(() -> board.head(name).map(SignedHead::head))
            .filter(head -> head.generation().equals(channel.created()));
    EventChain chain = chain(channel, before.isPresent());
    if (before.filter(head -> isGood(head, chain, now)).isPresent()) {
      heads.put(name, before.get());
      return false;
    }
    Instant at = before.map(ChannelHead::signed).filter(now::isBefore).orElse(now);
    ChannelHead head =
        new ChannelHead(
            name, channel.created(), chain.last(), chain.digest(), at, at.plus(config.validity()));
    board.put(new SignedHead(head, key.publicKey(), key.sign(head.bytes())));
    heads.put(name, head);
    return true;
  }

  private boolean isGood(ChannelHead head, EventChain chain, Instant now) {
    return EventChain.at(head).equals(chain)
        && now.isBefore(head.signed().plus(config.validity().dividedBy(2)))
        && now.isBefore(head.expires());
  }

  /** The chain over all events, from the one that is known on. */
  private EventChain chain(Channel channel, boolean known) {
    EventChain start = EventChain.start(channel.name(), channel.created());
    EventChain chain = known ? chains.getOrDefault(channel.name(), start) : start;
    while (true) {
      List<ChannelEvent> page = channels.events(channel.name(), chain.last(), BATCH);
      for (ChannelEvent event : page) {
        chain = chain.with(event);
      }
      if (page.size() < BATCH) {
        chains.put(channel.name(), chain);
        return chain;
      }
    }
  }

  private void forgetAllBut(List<Channel> there) {
    Set<String> names = new HashSet<>();
    there.forEach(channel -> names.add(channel.name()));
    heads.keySet().retainAll(names);
    chains.keySet().retainAll(names);
    board.retain(names);
  }

  @Override
  public void close() {
    registration.close();
    owner.close();
  }
}
