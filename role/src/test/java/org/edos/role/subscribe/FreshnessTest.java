package org.edos.role.subscribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.edos.core.EdosException;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.ChannelFreshness;
import org.edos.core.channel.ChannelFreshness.State;
import org.edos.core.channel.ChannelHead;
import org.edos.core.channel.EventChain;
import org.edos.core.channel.SignedHead;
import org.edos.physical.channel.Heads;
import org.edos.physical.channel.memory.MemoryChannelLog;
import org.edos.physical.document.memory.MemoryDocumentStore;
import org.edos.physical.trust.HeadTrust;
import org.edos.physical.trust.ed25519.Ed25519Check;
import org.edos.physical.trust.ed25519.Ed25519Key;
import org.edos.testkit.MovingClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FreshnessTest {
  private static final Duration VALIDITY = Duration.ofHours(24);
  private static final FreshnessConfig CONFIG =
      new FreshnessConfig(
          Duration.ofMillis(30), Duration.ZERO, Duration.ofMillis(10), Duration.ofMinutes(1));

  private final MovingClock clock = new MovingClock();
  private final Instant created = clock.instant();
  private final MemoryChannelLog channels = new MemoryChannelLog(clock);
  private final MemoryDocumentStore documents = new MemoryDocumentStore();
  private final Ed25519Key key = Ed25519Key.generate();
  private final List<FreshnessEvent> events = new CopyOnWriteArrayList<>();
  private final List<Source> sources = new CopyOnWriteArrayList<>();
  private final List<String> disbelieved = new CopyOnWriteArrayList<>();
  private final List<AutoCloseable> closing = new ArrayList<>();
  private boolean whole;

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : closing) {
      one.close();
    }
    channels.close();
  }

  /** Whoever gives heads and events. */
  private static final class Source implements Heads.Offer {
    private final String name;
    private volatile List<ChannelEvent> told = List.of();
    private volatile Optional<SignedHead> head = Optional.empty();

    Source(String name) {
      this.name = name;
    }

    @Override
    public String from() {
      return name;
    }

    @Override
    public Optional<SignedHead> head() {
      return head;
    }

    @Override
    public List<ChannelEvent> events(long after, int limit) {
      return told.stream().filter(event -> event.id() > after).limit(limit).toList();
    }
  }

  private final Heads heads =
      new Heads() {
        @Override
        public void ask(String channel, Judge judge) {
          for (Source source : sources) {
            Verdict verdict = judge.judge(source);
            if (verdict == Verdict.FALSE) {
              disbelieved.add(source.name);
            }
            if (verdict == Verdict.TAKEN) {
              return;
            }
          }
        }

        @Override
        public boolean whole() {
          return whole;
        }
      };

  private Source source(String name, int last) {
    Source source = new Source(name);
    give(source, last);
    sources.add(source);
    return source;
  }

  private void give(Source source, int last) {
    source.told = publish(last);
    source.head = Optional.of(head(source.told));
  }

  /** The publisher's first so many events. */
  private List<ChannelEvent> publish(int last) {
    List<ChannelEvent> told = new ArrayList<>();
    for (int id = 1; id <= last; id++) {
      told.add(event(id, "curl"));
    }
    return List.copyOf(told);
  }

  private ChannelEvent event(int id, String subject) {
    return new ChannelEvent(
        "releases", id, created, ChannelEvent.Kind.UNIT_ADDED, subject, Map.of());
  }

  private SignedHead head(List<ChannelEvent> told) {
    return head(told, created, key);
  }

  private SignedHead head(List<ChannelEvent> told, Instant generation, Ed25519Key signer) {
    EventChain chain = EventChain.start("releases", generation);
    for (ChannelEvent event : told) {
      chain = chain.with(event);
    }
    Instant now = clock.instant();
    ChannelHead head =
        new ChannelHead(
            "releases", generation, chain.last(), chain.digest(), now, now.plus(VALIDITY));
    return new SignedHead(head, signer.publicKey(), signer.sign(head.bytes()));
  }

  private Freshness follow() {
    HeadTrust trust =
        signed -> {
          if (!signed.key().equals(key.publicKey())
              || !new Ed25519Check()
                  .verify(signed.key(), signed.head().bytes(), signed.signature())) {
            throw EdosException.refused("another key");
          }
        };
    Freshness freshness =
        new Freshness(
            new Freshness.Parts(
                channels, heads, documents, trust, () -> Set.of(Channel.RELEASES), clock),
            CONFIG,
            events::add);
    closing.add(freshness);
    return freshness;
  }

  private static Optional<ChannelFreshness> view(Freshness freshness) {
    return freshness.views().stream().findFirst();
  }

  private static void awaitState(Freshness freshness, State state) {
    await().until(() -> view(freshness).filter(v -> v.state() == state).isPresent());
  }

  private List<State> noticed() {
    return events.stream()
        .filter(FreshnessEvent.Noticed.class::isInstance)
        .map(event -> ((FreshnessEvent.Noticed) event).state())
        .toList();
  }

  @Test
  void whoHasWhatTheNewestHeadSignsIsFresh() {
    Source mirror = source("mirror", 3);
    Freshness freshness = follow();
    awaitState(freshness, State.FRESH);
    give(mirror, 5);
    await().until(() -> view(freshness).orElseThrow().at() == 5);
    assertThat(view(freshness).orElseThrow().lag()).isZero();
    assertThat(freshness.accepted("releases")).isEqualTo(mirror.head);
    assertThat(noticed()).isEmpty();
  }

  @Test
  void missingEventsAreALag() {
    Source mirror = source("mirror", 3);
    Freshness freshness = follow();
    awaitState(freshness, State.FRESH);
    mirror.head = Optional.of(head(publish(7)));
    awaitState(freshness, State.BEHIND);
    assertThat(view(freshness).orElseThrow().lag()).isEqualTo(4);
    assertThat(noticed()).isEmpty();
  }

  @Test
  void silenceIsNoticedWhenTheHeadExpiresAndEndsWithANewOne() {
    Source mirror = source("mirror", 3);
    Freshness freshness = follow();
    awaitState(freshness, State.FRESH);
    clock.move(VALIDITY);
    await().until(() -> noticed().equals(List.of(State.STALE)));
    assertThat(view(freshness).orElseThrow().state()).isEqualTo(State.STALE);
    give(mirror, 3);
    await().until(() -> events.contains(new FreshnessEvent.Recovered("releases")));
    awaitState(freshness, State.FRESH);
  }

  @Test
  void aRolledBackMirrorIsNoticedOnceAlsoAfterARestartAndAnotherIsAsked() {
    Source mirror = source("mirror", 5);
    awaitState(follow(), State.FRESH);
    give(mirror, 4);
    Freshness restarted = follow();
    awaitState(restarted, State.ROLLED_BACK);
    assertThat(view(restarted).orElseThrow().newest()).isEqualTo(5);
    source("other", 6);
    awaitState(restarted, State.FRESH);
    assertThat(view(restarted).orElseThrow().newest()).isEqualTo(6);
    assertThat(disbelieved).contains("mirror").doesNotContain("other");
    give(mirror, 7);
    await().until(() -> view(restarted).orElseThrow().newest() == 7);
    assertThat(noticed()).containsOnly(State.ROLLED_BACK);
  }

  @Test
  void aHeadOfAnotherKeyIsForgedAndAnotherSourceIsAsked() {
    Source mirror = source("mirror", 3);
    mirror.head = Optional.of(head(publish(9), created, Ed25519Key.generate()));
    source("other", 3);
    Freshness freshness = follow();
    awaitState(freshness, State.FRESH);
    assertThat(noticed()).containsExactly(State.FORGED);
    assertThat(view(freshness).orElseThrow().newest()).isEqualTo(3);
  }

  @Test
  void eventsThatAreNotThoseSignedAreForged() {
    Source mirror = source("mirror", 3);
    Freshness freshness = follow();
    awaitState(freshness, State.FRESH);
    List<ChannelEvent> altered = new ArrayList<>(publish(5));
    altered.set(4, event(5, "malware"));
    mirror.head = Optional.of(head(publish(5)));
    mirror.told = List.copyOf(altered);
    awaitState(freshness, State.FORGED);
    assertThat(view(freshness).orElseThrow().at()).isEqualTo(3);
    source("other", 5);
    awaitState(freshness, State.FRESH);
  }

  @Test
  void whoHasEveryEventHoldsAllOfThemAgainstTheFirstHead() {
    Source mirror = source("mirror", 3);
    mirror.told = List.of(event(1, "curl"), event(2, "malware"), event(3, "curl"));
    whole = true;
    Freshness freshness = follow();
    awaitState(freshness, State.FORGED);
  }

  @Test
  void eventsThatNoHeadSignsAreForgedAfterAWhile() {
    Source mirror = source("mirror", 3);
    mirror.told = publish(4);
    Freshness freshness = follow();
    awaitState(freshness, State.FRESH);
    clock.move(CONFIG.grace().plusSeconds(1));
    awaitState(freshness, State.FORGED);
    mirror.head = Optional.of(head(publish(4)));
    awaitState(freshness, State.FRESH);
  }

  @Test
  void aChannelCreatedAnewBeginsAnewAndTheEarlierOneDoesNotComeBack() {
    Source mirror = source("mirror", 5);
    Freshness freshness = follow();
    awaitState(freshness, State.FRESH);
    Optional<SignedHead> earlier = mirror.head;
    mirror.told = publish(1);
    mirror.head = Optional.of(head(mirror.told, created.plusSeconds(1), key));
    await().until(() -> view(freshness).orElseThrow().newest() == 1);
    awaitState(freshness, State.FRESH);
    mirror.head = earlier;
    awaitState(freshness, State.ROLLED_BACK);
  }

  @Test
  void whereNoHeadIsGivenThatIsSaid() {
    source("mirror", 3).head = Optional.empty();
    Freshness freshness = follow();
    awaitState(freshness, State.UNSIGNED);
    assertThat(freshness.accepted("releases")).isEmpty();
  }
}
