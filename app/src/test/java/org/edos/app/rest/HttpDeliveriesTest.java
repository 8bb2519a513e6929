package org.edos.app.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.edos.core.EdosException;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.Follower;
import org.edos.core.channel.Following;
import org.edos.core.channel.Interest;
import org.edos.core.release.Composition;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.UnitId;
import org.edos.physical.channel.http.HttpChannels;
import org.edos.physical.channel.http.HttpDeliveries;
import org.edos.physical.peer.Entries;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deliveries of real daemons: two, so that one can go away. */
final class HttpDeliveriesTest {
  private static final HttpChannels.Pauses PAUSES =
      new HttpChannels.Pauses(
          Duration.ofMillis(10), Duration.ofMillis(200), Duration.ofSeconds(45));

  private TestPublisher first;
  private TestPublisher second;
  private HttpDeliveries deliveries;
  private UnitId unit;

  @BeforeEach
  void publish(@TempDir Path one, @TempDir Path other) throws IOException {
    first = daemon(one);
    second = daemon(other);
    unit =
        first.publisher.composition(first.publisher.release("tools").id()).entries().stream()
            .map(Composition.Entry::unit)
            .filter(PackageId.class::isInstance)
            .findFirst()
            .orElseThrow();
    deliveries =
        new HttpDeliveries(first.http, new Entries(List.of(first.address, second.address)), PAUSES);
  }

  private static TestPublisher daemon(Path folder) throws IOException {
    TestPublisher daemon = new TestPublisher(folder);
    daemon.publish("tools", "1");
    daemon.publisher.createChannel("news", "");
    daemon.publisher.createChannel("tools", "");
    return daemon;
  }

  @AfterEach
  void close() {
    deliveries.close();
    first.close();
    second.close();
  }

  private static final class Heard implements Follower {
    private final List<String> told = new ArrayList<>();
    private final List<String> ended = new ArrayList<>();
    private boolean busy;

    @Override
    public synchronized boolean told(ChannelEvent event, List<String> interests) {
      if (!busy) {
        told.add(String.join("+", interests) + " " + event.channel() + " " + event.id());
      }
      return !busy;
    }

    @Override
    public void reached(String channel, long id, List<String> interests) {
      // Positions are the deliveries' own affair here.
    }

    @Override
    public synchronized void ended(String interest, String reason) {
      ended.add(interest);
    }

    synchronized void busy(boolean now) {
      busy = now;
    }

    synchronized List<String> told() {
      return List.copyOf(told);
    }

    synchronized List<String> ended() {
      return List.copyOf(ended);
    }
  }

  private Following follow(Heard heard, String id, String channel, long after) {
    return deliveries.follow(List.of(new Interest(id, channel, "", after)), heard);
  }

  private void feed(String channel, int times) {
    for (int i = 0; i < times; i++) {
      first.publisher.feedChannel(channel, List.of(unit));
      second.publisher.feedChannel(channel, List.of(unit));
    }
  }

  private static void assertHas(Heard heard, String... expected) {
    await().untilAsserted(() -> assertThat(heard.told()).containsExactly(expected));
  }

  @Test
  void followersShareAStreamAndEachHearsOfItsOwn() {
    feed("news", 1);
    Heard news = new Heard();
    Heard tools = new Heard();
    follow(news, "n", "news", 0);
    assertHas(news, "n news 1");
    follow(tools, "t", "tools", 0);
    feed("tools", 1);
    feed("news", 1);
    assertHas(news, "n news 1", "n news 2");
    assertHas(tools, "t tools 1");
  }

  @Test
  void anotherPeerGoesOnWhereOneHasGoneAway() {
    Heard heard = new Heard();
    follow(heard, "n", "news", 0);
    feed("news", 3);
    assertHas(heard, "n news 1", "n news 2", "n news 3");
    first.server.close();
    second.publisher.feedChannel("news", List.of(unit));
    assertHas(heard, "n news 1", "n news 2", "n news 3", "n news 4");
  }

  @Test
  void oneWhoIsBusyIsToldWhenItIsReadyAndHoldsUpNobody() {
    Heard busy = new Heard();
    Heard quick = new Heard();
    busy.busy(true);
    Following following = follow(busy, "b", "news", 0);
    follow(quick, "q", "news", 0);
    feed("news", 2);
    assertHas(quick, "q news 1", "q news 2");
    busy.busy(false);
    following.ready();
    assertHas(busy, "b news 1", "b news 2");
  }

  @Test
  void whoHasLeftIsToldNothing() {
    Heard gone = new Heard();
    Heard here = new Heard();
    Following following = follow(gone, "g", "news", 0);
    follow(here, "h", "news", 0);
    feed("news", 1);
    assertHas(gone, "g news 1");
    following.close();
    feed("news", 1);
    assertHas(here, "h news 1", "h news 2");
    assertHas(gone, "g news 1");
  }

  @Test
  void manyEventsComeInOrder() {
    Heard heard = new Heard();
    follow(heard, "n", "news", 0);
    feed("news", 500);
    assertHas(
        heard, IntStream.rangeClosed(1, 500).mapToObj(i -> "n news " + i).toArray(String[]::new));
  }

  @Test
  void aChannelThatIsNotThereIsToldOf() {
    assertThatThrownBy(() -> follow(new Heard(), "n", "none", 0))
        .isInstanceOfSatisfying(
            EdosException.class,
            e -> assertThat(e.category()).isEqualTo(EdosException.Category.NOT_FOUND));
    Heard heard = new Heard();
    follow(heard, "n", "news", 0);
    feed("news", 1);
    assertHas(heard, "n news 1");
    first.channels.delete("news");
    second.channels.delete("news");
    await().untilAsserted(() -> assertThat(heard.ended()).containsExactly("n"));
  }
}
