package org.edos.role.subscribe;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.edos.core.EdosException;
import org.edos.core.channel.ChannelFreshness;
import org.edos.core.channel.SignedHead;
import org.edos.physical.channel.ChannelReader;
import org.edos.physical.channel.Heads;
import org.edos.physical.document.DocumentStore;
import org.edos.physical.trust.HeadTrust;
import org.edos.role.OwnerThread;

/**
 * Notices a channel that is silent, rolled back, altered or behind: asks for the head of each
 * channel that is followed, soon after the channel told something and now and then, and holds it
 * against the newest that was accepted, which is kept over restarts. Runs on one thread, {@code
 * edos-freshness}; safe for use by many threads.
 */
public final class Freshness implements AutoCloseable {
  private static final String PREFIX = "channel-head/";
  private static final int MOST = 10_000;

  /**
   * The mechanisms that this stands on, all owned by the caller.
   *
   * @param followed the names of the channels to look at, asked anew each time
   */
  public record Parts(
      ChannelReader channels,
      Heads heads,
      DocumentStore documents,
      HeadTrust trust,
      Supplier<Collection<String>> followed,
      Clock clock) {}

  private final Parts parts;
  private final FreshnessConfig config;
  private final Consumer<FreshnessEvent> events;
  private final Map<String, ChannelFreshness> views = new ConcurrentHashMap<>();
  private final Map<String, SignedHead> accepted = new ConcurrentHashMap<>();
  private final Map<String, Long> due = new ConcurrentHashMap<>();
  private final Map<String, HeadJudge> judges = new HashMap<>();
  private final Set<FreshnessEvent.Noticed> noticed = new HashSet<>();
  private final OwnerThread owner = new OwnerThread("edos-freshness");
  private final ChannelReader.Registration registration;
  private long lastRecheck;

  /** Begins to look. */
  public Freshness(Parts parts, FreshnessConfig config, Consumer<FreshnessEvent> events) {
    this.parts = parts;
    this.config = config;
    this.events = events;
    this.lastRecheck = System.nanoTime() - config.recheck().toNanos();
    this.registration = parts.channels().listen(event -> soon(event.channel()));
    owner.every(config.step(), this::step);
  }

  /** Has a channel's head looked at soon. */
  public void soon(String channel) {
    due.putIfAbsent(channel, System.nanoTime() + spread());
  }

  /** Has every channel's head looked at now. */
  public void now() {
    owner.execute(this::recheck);
  }

  private long spread() {
    return ThreadLocalRandom.current().nextLong(config.spread().toNanos() + 1);
  }

  private void step() {
    long nanos = System.nanoTime();
    if (nanos - lastRecheck >= config.recheck().toNanos()) {
      recheck();
      return;
    }
    List<String> now =
        due.entrySet().stream()
            .filter(channel -> nanos - channel.getValue() >= 0)
            .map(Map.Entry::getKey)
            .toList();
    if (!now.isEmpty()) {
      Collection<String> followed = followed();
      now.forEach(due::remove);
      now.stream().filter(followed::contains).forEach(this::look);
    }
  }

  private void recheck() {
    lastRecheck = System.nanoTime() - spread();
    Collection<String> followed = followed();
    followed.stream().limit(MOST).forEach(this::look);
    if (!followed.isEmpty()) {
      views.keySet().retainAll(followed);
      accepted.keySet().retainAll(followed);
      judges.keySet().retainAll(followed);
    }
  }

  /** None, where those who know are away: what was found before stays. */
  private Collection<String> followed() {
    try {
      return Set.copyOf(parts.followed().get());
    } catch (EdosException e) {
      return Set.of();
    }
  }

  private void look(String channel) {
    HeadJudge judge = judges.computeIfAbsent(channel, this::judge);
    Instant now = parts.clock().instant();
    try {
      parts
          .heads()
          .ask(
              channel,
              offer -> {
                HeadJudge.Finding finding = judge.judge(offer, now);
                found(channel, offer.from(), judge, finding);
                return finding.verdict();
              });
    } catch (EdosException e) {
      // Whoever gives heads is away; what is known of the channel grows old, and then that is said.
      System.getLogger(Freshness.class.getName())
          .log(System.Logger.Level.DEBUG, "no head of {0}: {1}", channel, e.getMessage());
    }
    sayIfStale(channel, now);
    if (judge.awaits()) {
      soon(channel);
    }
  }

  private HeadJudge judge(String channel) {
    Optional<SignedHead> known = parts.documents().get(PREFIX + channel).map(SignedHead::read);
    known.ifPresent(head -> accepted.put(channel, head));
    HeadJudge judge =
        new HeadJudge(channel, parts.heads().whole(), parts.trust(), config.grace(), known);
    if (known.isPresent()) {
      views.put(channel, judge.view(HeadJudge.Finding.unknown()));
    }
    return judge;
  }

  private void found(String channel, String from, HeadJudge judge, HeadJudge.Finding finding) {
    judge.accepted().ifPresent(head -> keep(channel, head));
    views.put(channel, judge.view(finding));
    if (finding.verdict() == Heads.Verdict.FALSE) {
      notice(new FreshnessEvent.Noticed(channel, from, finding.state(), finding.detail()));
    } else if (finding.verdict() == Heads.Verdict.TAKEN) {
      recover(channel, from);
    }
  }

  private void keep(String channel, SignedHead head) {
    if (!head.equals(accepted.put(channel, head))) {
      parts.documents().put(PREFIX + channel, head.write());
    }
  }

  private void sayIfStale(String channel, Instant now) {
    ChannelFreshness view = views.get(channel);
    if (view != null && view.seenAt(now).state() == ChannelFreshness.State.STALE) {
      notice(
          new FreshnessEvent.Noticed(
              channel, "", ChannelFreshness.State.STALE, view.seenAt(now).detail()));
    }
  }

  /** Told once for each source and state, whatever the details. */
  private void notice(FreshnessEvent.Noticed found) {
    boolean known =
        noticed.stream()
            .anyMatch(one ->
                one.channel().equals(found.channel())
                    && one.from().equals(found.from())
                    && one.state() == found.state());
    if (!known) {
      noticed.add(found);
      events.accept(found);
    }
  }

  /** A good offer ends the silence, and what its own source was blamed for. */
  private void recover(String channel, String from) {
    boolean before =
        noticed.removeIf(one ->
            one.channel().equals(channel) && (one.from().equals(from) || one.from().isEmpty()));
    if (before) {
      events.accept(new FreshnessEvent.Recovered(channel));
    }
  }

  /** How the channels that were looked at stand at this moment, by name. */
  public List<ChannelFreshness> views() {
    Instant now = parts.clock().instant();
    return views.values().stream()
        .map(view -> view.seenAt(now))
        .sorted(Comparator.comparing(ChannelFreshness::channel))
        .toList();
  }

  /** The newest head of a channel that was accepted. */
  public Optional<SignedHead> accepted(String channel) {
    return Optional.ofNullable(accepted.get(channel));
  }

  @Override
  public void close() {
    registration.close();
    owner.close();
  }
}
