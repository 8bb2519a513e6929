package org.edos.physical.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.edos.core.EdosException;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.ChannelEvent.Kind;
import org.edos.core.channel.Grantee;
import org.edos.core.channel.Right;
import org.edos.core.channel.Rights;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every log of channels does. */
public abstract class ChannelLogContract {
  protected static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-05-04T03:02:01.5Z"), ZoneOffset.UTC);

  protected ChannelLog log;

  /** A log without events and without channels other than that of releases. */
  protected abstract ChannelLog open();

  @BeforeEach
  void opens() {
    log = open();
  }

  @AfterEach
  void closes() {
    log.close();
  }

  @Test
  void theChannelOfReleasesAlwaysExists() {
    assertThat(log.channels()).extracting(Channel::name).containsExactly(Channel.RELEASES);
    assertThatThrownBy(() -> log.delete(Channel.RELEASES)).hasMessageContaining("always exists");
  }

  @Test
  void aCreatedChannelIsListedByName() {
    Channel updates = new Channel("updates", "What is new ü", CLOCK.instant());
    log.create(updates);
    log.create(new Channel("alpha", "", CLOCK.instant()));

    assertThat(log.channels())
        .extracting(Channel::name)
        .containsExactly("alpha", "releases", "updates");
    assertThat(log.channels()).contains(updates);
  }

  @Test
  void aNameIsGivenOnce() {
    log.create(new Channel("updates", "", CLOCK.instant()));

    assertThatThrownBy(() -> log.create(new Channel("updates", "another", CLOCK.instant())))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("already");
  }

  @Test
  void aChannelKeepsItsEventsWhenItIsDescribedOtherwise() {
    Channel updates = new Channel("updates", "", CLOCK.instant());
    log.create(updates);
    append("updates", "a");
    Channel closed =
        updates
            .describedAs("What is new ü")
            .with(
                new Rights(
                    Map.of(
                        Grantee.parse("group:staff"), Right.FEED,
                        Grantee.parse("user:anne"), Right.ADMINISTER)));

    log.change(closed);

    assertThat(log.channels()).contains(closed).doesNotContain(updates);
    assertThat(append("updates", "b").id()).isEqualTo(2);
    assertThatThrownBy(() -> log.change(new Channel("none", "", CLOCK.instant())))
        .hasMessageContaining("no channel");
  }

  @Test
  void eventsHaveIdsFromOneThatGrowByOneInEachChannel() {
    log.create(new Channel("updates", "", CLOCK.instant()));

    assertThat(append("updates", "a").id()).isEqualTo(1);
    assertThat(append("updates", "b").id()).isEqualTo(2);
    assertThat(append(Channel.RELEASES, "c").id()).isEqualTo(1);
  }

  @Test
  void eventsComeBackWholeAndInOrder() {
    ChannelEvent first =
        log.append(
            "releases", Kind.UNIT_ADDED, "pkg:deb/debian/curl@1", Map.of("size", "7", "ü", "ß\n"));
    ChannelEvent second = append("releases", "b");

    assertThat(first.time()).isEqualTo(CLOCK.instant());
    assertThat(log.events("releases", 0, 10)).containsExactly(first, second);
    assertThat(log.events("releases", 1, 10)).containsExactly(second);
    assertThat(log.events("releases", 0, 1)).containsExactly(first);
    assertThat(log.events("releases", 2, 10)).isEmpty();
    assertThat(log.events("releases", 0, 0)).isEmpty();
  }

  @Test
  void manyAreAppendedAtOnceInTheirOrderAndToldInIt() {
    List<Long> told = new CopyOnWriteArrayList<>();
    log.listen(event -> told.add(event.id()));
    append("releases", "before");
    List<ChannelLog.Draft> drafts =
        LongStream.rangeClosed(2, 1100)
            .mapToObj(id -> new ChannelLog.Draft(Kind.UNIT_ADDED, "unit" + id, Map.of()))
            .toList();

    List<ChannelEvent> appended = log.append("releases", drafts);

    assertThat(ids(appended)).isEqualTo(LongStream.rangeClosed(2, 1100).boxed().toList());
    assertThat(appended).allMatch(event -> event.subject().equals("unit" + event.id()));
    assertThat(log.events("releases", 1, 2000)).isEqualTo(appended);
    await().until(() -> !told.isEmpty() && told.getLast() == 1100);
    assertThat(told).isSorted().doesNotHaveDuplicates();
    assertThat(log.append("releases", List.of())).isEmpty();
    assertThatThrownBy(() -> log.append("none", List.of())).hasMessageContaining("no channel");
  }

  @Test
  void aLongChannelIsReadInPieces() {
    for (int i = 1; i <= 1100; i++) {
      append("releases", "unit" + i);
    }

    assertThat(ids(log.events("releases", 3, 1090)))
        .isEqualTo(LongStream.rangeClosed(4, 1093).boxed().toList());
    assertThat(ids(log.events("releases", 0, Integer.MAX_VALUE))).hasSize(1100);
  }

  @Test
  void concurrentAppendsHaveIdsWithoutGapsOrRepetitions() throws Exception {
    Callable<Long> appendOne = () -> append("releases", "x").id();
    try (var threads = Executors.newFixedThreadPool(8)) {
      List<Long> ids =
          threads.invokeAll(Collections.nCopies(400, appendOne)).stream()
              .map(f -> f.resultNow())
              .toList();

      assertThat(ids)
          .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, 400).boxed().toList());
    }
    assertThat(ids(log.events("releases", 0, 1000)))
        .isEqualTo(LongStream.rangeClosed(1, 400).boxed().toList());
  }

  @Test
  void anUnknownChannelIsNotFound() {
    assertThatThrownBy(() -> append("nowhere", "x"))
        .isInstanceOfSatisfying(
            EdosException.class,
            e -> assertThat(e.category()).isEqualTo(EdosException.Category.NOT_FOUND));
    assertThatThrownBy(() -> log.events("nowhere", 0, 1))
        .hasMessageContaining("no channel 'nowhere'");
    assertThat(log.delete("nowhere")).isFalse();
  }

  @Test
  void aDeletedChannelIsGoneWithItsEvents() {
    log.create(new Channel("updates", "", CLOCK.instant()));
    append("updates", "a");

    assertThat(log.delete("updates")).isTrue();
    assertThatThrownBy(() -> log.events("updates", 0, 1)).isInstanceOf(EdosException.class);

    log.create(new Channel("updates", "", CLOCK.instant()));
    assertThat(log.events("updates", 0, 10)).isEmpty();
    assertThat(append("updates", "b").id()).isEqualTo(1);
  }

  @Test
  void replicatedEventsKeepTheirIdsAndMakeTheirChannel() {
    assertThat(log.replicate(event("far", 1200))).isTrue();
    assertThat(log.replicate(event("far", 1201))).isTrue();
    assertThat(log.replicate(event("far", 1900))).isTrue();

    assertThat(log.channels()).extracting(Channel::name).contains("far");
    assertThat(log.events("far", 0, 10))
        .containsExactly(event("far", 1200), event("far", 1201), event("far", 1900));
    assertThat(append("far", "own").id()).isEqualTo(1901);
  }

  @Test
  void anEventThatIsHereOrOlderThanTheNewestChangesNothing() {
    List<ChannelEvent> heard = new CopyOnWriteArrayList<>();
    log.listen(heard::add);
    log.replicate(event("far", 5));

    assertThat(log.replicate(event("far", 5))).isFalse();
    assertThat(log.replicate(event("far", 4))).isFalse();
    assertThat(log.events("far", 0, 10)).containsExactly(event("far", 5));
    await().until(() -> heard.size() == 1);
  }

  @Test
  void listenersHearOfEachEventInOrder() {
    List<ChannelEvent> heard = new CopyOnWriteArrayList<>();
    log.listen(heard::add);
    for (int i = 0; i < 100; i++) {
      append("releases", "unit" + i);
    }

    await().until(() -> heard.size() == 100);
    assertThat(heard).isEqualTo(log.events("releases", 0, 1000));
  }

  @Test
  void aClosedRegistrationHearsNothingMore() {
    List<ChannelEvent> closed = new CopyOnWriteArrayList<>();
    List<ChannelEvent> open = new CopyOnWriteArrayList<>();
    log.listen(closed::add).close();
    log.listen(open::add);
    append("releases", "a");

    await().until(() -> open.size() == 1);
    assertThat(closed).isEmpty();
  }

  @Test
  void aFailingListenerHearsTheNextEventAndHindersNobody() {
    List<ChannelEvent> failing = new CopyOnWriteArrayList<>();
    List<ChannelEvent> sound = new CopyOnWriteArrayList<>();
    log.listen(event -> {
      failing.add(event);
      throw new IllegalStateException("a listener that fails in this test");
    });
    log.listen(sound::add);
    append("releases", "a");
    append("releases", "b");

    await().until(() -> failing.size() == 2 && sound.size() == 2);
  }

  @Test
  void aSlowListenerBlocksNobodyAndLearnsOfTheNewestEventWhenItIsBack() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    List<ChannelEvent> slow = new CopyOnWriteArrayList<>();
    List<ChannelEvent> sound = new CopyOnWriteArrayList<>();
    log.listen(event -> {
      awaitLatch(release);
      slow.add(event);
    });
    log.listen(sound::add);
    for (int i = 0; i < 3000; i++) {
      append("releases", "unit" + i);
    }
    await().until(() -> !sound.isEmpty() && sound.getLast().id() == 3000);
    assertThat(slow).isEmpty();
    release.countDown();

    await().until(() -> !slow.isEmpty() && slow.getLast().id() == 3000);
    assertThat(slow).hasSizeLessThan(1100);
    assertThat(ids(slow)).isSorted();
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  protected final ChannelEvent append(String channel, String subject) {
    return log.append(channel, Kind.RELEASE_PUBLISHED, subject, Map.of("composition", subject));
  }

  protected static ChannelEvent event(String channel, long id) {
    return new ChannelEvent(
        channel, id, CLOCK.instant(), Kind.CROWD_OPENED, "debian@" + id, Map.of("crowd", "x"));
  }

  protected static List<Long> ids(List<ChannelEvent> events) {
    return events.stream().map(ChannelEvent::id).toList();
  }
}
