package org.edos.role.subscribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.edos.core.EdosException;
import org.edos.core.channel.Caller;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent.Kind;
import org.edos.core.channel.Grantee;
import org.edos.core.channel.Interest;
import org.edos.core.channel.Right;
import org.edos.core.channel.Rights;
import org.edos.core.channel.User;
import org.edos.core.metadata.Document;
import org.edos.core.unit.UnitId;
import org.edos.physical.channel.memory.MemoryChannelLog;
import org.edos.testkit.MovingClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeliveringTest {
  private final MovingClock clock = new MovingClock();
  private final MemoryChannelLog channels = new MemoryChannelLog(clock);
  private final AtomicInteger lookedUp = new AtomicInteger();
  private volatile boolean indexAway;
  private final Delivering delivering =
      new Delivering(channels, this::document, Duration.ofMillis(20));

  private Optional<Document> document(UnitId unit) {
    lookedUp.incrementAndGet();
    if (indexAway) {
      throw EdosException.external("the index is away");
    }
    return Optional.of(Units.document(unit));
  }

  @BeforeEach
  void create() {
    channels.create(new Channel("news", "", clock.instant()));
    channels.create(new Channel("tools", "", clock.instant()));
  }

  @AfterEach
  void close() {
    delivering.close();
    channels.close();
  }

  private void append(String channel, String name) {
    channels.append(channel, Kind.UNIT_ADDED, Units.id(name), Map.of());
  }

  private static Interest interest(String id, String channel, String filter, long after) {
    return new Interest(id, channel, filter, after);
  }

  private static void assertHas(Heard heard, String... expected) {
    await().untilAsserted(() -> assertThat(heard.told()).containsExactly(expected));
  }

  @Test
  void thePastAfterAPositionIsToldFirstAndThenWhatComes() {
    append("news", "a");
    append("news", "b");
    Heard heard = new Heard();
    heard.following(delivering.follow(List.of(interest("1", "news", "", 1)), heard));
    assertHas(heard, "1 news 2");
    append("news", "c");
    assertHas(heard, "1 news 2", "1 news 3");
    assertThat(heard.reached()).doesNotContainKey("tools");
  }

  @Test
  void aChannelThatWasMadeAnewBetweenTwoLooksIsAnotherOne() {
    append("news", "old");
    Heard before = new Heard();
    before.following(delivering.follow(List.of(interest("1", "news", "", 0)), before));
    assertHas(before, "1 news 1");
    channels.delete("news");
    clock.move(Duration.ofSeconds(1));
    channels.create(new Channel("news", "", clock.instant()));
    await().untilAsserted(() -> assertThat(before.ended()).containsExactly("1"));
    Heard after = new Heard();
    after.following(delivering.follow(List.of(interest("2", "news", "", 0)), after));
    append("news", "new");
    assertHas(after, "2 news 1");
  }

  @Test
  void aLongPastIsReadInPages() {
    IntStream.range(0, 2000).forEach(i -> append("news", "p" + i));
    Heard heard = new Heard();
    heard.following(delivering.follow(List.of(interest("1", "news", "", 0)), heard));
    append("news", "last");
    assertHas(
        heard,
        LongStream.rangeClosed(1, 2001).mapToObj(id -> "1 news " + id).toArray(String[]::new));
  }

  @Test
  void anEventIsToldOnceForEachInterestThatItMatches() {
    Heard heard = new Heard();
    heard.following(
        delivering.follow(
            List.of(
                interest("all", "news", "", 0),
                interest("curls", "news", "name:curl", 0),
                interest("wgets", "news", "name:wget", 0),
                interest("other", "tools", "", 0)),
            heard));
    append("news", "curl");
    append("tools", "jq");
    await()
        .untilAsserted(() ->
            assertThat(heard.told().stream().flatMap(DeliveringTest::eachInterest))
                .containsExactlyInAnyOrder("all news 1", "curls news 1", "other tools 1"));
  }

  /** Interests that begin while events come may be told together or one after the other. */
  private static Stream<String> eachInterest(String told) {
    int space = told.indexOf(' ');
    return Arrays.stream(told.substring(0, space).split("\\+"))
        .map(interest -> interest + told.substring(space));
  }

  @Test
  void aUnitIsLookedUpOnceHoweverManyFilterIt() {
    List<Heard> all = IntStream.range(0, 20).mapToObj(i -> new Heard()).toList();
    for (Heard heard : all) {
      heard.following(delivering.follow(List.of(interest("1", "news", "name:curl", 0)), heard));
    }
    append("news", "curl");
    all.forEach(heard -> assertHas(heard, "1 news 1"));
    assertThat(lookedUp).hasValue(1);
  }

  @Test
  void oneWhoIsBusyIsToldLaterAndHoldsUpNobody() {
    Heard slow = new Heard();
    Heard quick = new Heard();
    slow.busy(true);
    slow.following(delivering.follow(List.of(interest("1", "news", "", 0)), slow));
    quick.following(delivering.follow(List.of(interest("1", "news", "", 0)), quick));
    append("news", "a");
    append("news", "b");
    assertHas(quick, "1 news 1", "1 news 2");
    assertThat(slow.told()).isEmpty();
    slow.busy(false);
    assertHas(slow, "1 news 1", "1 news 2");
  }

  @Test
  void whileTheIndexIsAwayAChannelIsHeldBackAndNothingIsSkipped() {
    Heard heard = new Heard();
    heard.following(delivering.follow(List.of(interest("1", "news", "name:curl", 0)), heard));
    indexAway = true;
    append("news", "curl");
    append("news", "wget");
    append("news", "curl");
    await().untilAsserted(() -> assertThat(lookedUp).hasPositiveValue());
    assertThat(heard.told()).isEmpty();
    indexAway = false;
    assertHas(heard, "1 news 1", "1 news 3");
  }

  @Test
  void whatIsNoUnitMatchesNoFilterAndHoldsNothingUp() {
    Heard heard = new Heard();
    heard.following(delivering.follow(List.of(interest("1", "news", "name:curl", 0)), heard));
    channels.append("news", Kind.UNIT_ADDED, "no unit at all", Map.of());
    channels.append("news", Kind.RELEASE_PUBLISHED, "tools@1", Map.of());
    append("news", "curl");
    assertHas(heard, "1 news 3");
  }

  @Test
  void whomLittleInterestsHearsHowFarItIs() {
    Heard heard = new Heard();
    heard.following(delivering.follow(List.of(interest("1", "news", "name:curl", 0)), heard));
    append("news", "wget");
    append("news", "jq");
    await().untilAsserted(() -> assertThat(heard.reached()).containsEntry("news", 2L));
  }

  @Test
  void whoHasLeftIsToldNothing() {
    Heard gone = new Heard();
    Heard here = new Heard();
    var following = delivering.follow(List.of(interest("1", "news", "", 0)), gone);
    here.following(delivering.follow(List.of(interest("1", "news", "", 0)), here));
    append("news", "a");
    assertHas(gone, "1 news 1");
    following.close();
    append("news", "b");
    assertHas(here, "1 news 1", "1 news 2");
    assertHas(gone, "1 news 1");
  }

  @Test
  void theEndOfAChannelIsTheEndOfInterestsInIt() {
    Heard heard = new Heard();
    heard.following(
        delivering.follow(
            List.of(interest("1", "news", "", 0), interest("2", "tools", "", 0)), heard));
    append("news", "a");
    assertHas(heard, "1 news 1");
    channels.delete("news");
    await().untilAsserted(() -> assertThat(heard.ended()).containsExactly("1"));
    append("tools", "b");
    assertHas(heard, "1 news 1", "2 tools 1");
  }

  @Test
  void aClosedChannelIsFollowedByThoseAloneWhoMayReadItAndAsLongAsTheyMay() {
    Rights closed = new Rights(Map.of(new Grantee.OfGroup("staff"), Right.READ));
    channels.change(new Channel("news", "", clock.instant(), closed));
    List<Interest> interests = List.of(interest("1", "news", "", 0));
    Heard heard = new Heard();
    assertThatThrownBy(() -> delivering.follow(() -> Caller.ANYBODY, interests, heard))
        .isInstanceOfSatisfying(
            EdosException.class,
            e -> assertThat(e.category()).isEqualTo(EdosException.Category.NOT_FOUND));
    AtomicReference<Caller> ann =
        new AtomicReference<>(
            new Caller.Known(new User("ann", java.util.Set.of("staff"), java.util.Set.of())));
    heard.following(delivering.follow(ann::get, interests, heard));
    append("news", "a");
    assertHas(heard, "1 news 1");
    ann.set(Caller.ANYBODY);
    await().untilAsserted(() -> assertThat(heard.ended()).containsExactly("1"));
  }

  @Test
  void malformedFiltersAreRefused() {
    assertThatThrownBy(
            () -> delivering.follow(List.of(interest("1", "news", "name:(", 0)), new Heard()))
        .isInstanceOf(EdosException.class);
  }
}
