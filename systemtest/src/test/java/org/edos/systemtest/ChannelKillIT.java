package org.edos.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.edos.systemtest.Neighbourhood.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.edos.app.daemon.DaemonClient;
import org.edos.core.EdosException;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.Notification;
import org.edos.core.channel.Outcome.State;
import org.edos.core.channel.Subscription;
import org.edos.core.channel.Subscription.Action;
import org.edos.testkit.TestData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kill -9 of a publisher, a mirror or a client at any moment of a feed: every subscriber ends with
 * every notification that it asked for, in order, and acts on none twice.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChannelKillIT {
  private static final int SCHEDULES = 20;
  private static final int LONGEST_MILLIS = 400;
  private static final List<String> CHANNELS = List.of("news", "tools");

  @TempDir static Path folder;
  private final long seed = Long.getLong("edos.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private Neighbourhood neighbourhood;
  private EdosDaemon publisher;
  private EdosDaemon mirror;
  private EdosDaemon client;
  private EdosDaemon traveller;
  private List<String> units = List.of();
  private Path ran;

  @BeforeAll
  void subscribersOfTwoChannels() throws IOException {
    System.out.println("ChannelKillIT: -Dedos.seed=" + seed);
    ran = folder.resolve("ran");
    Path hook = folder.resolve("hook");
    Files.writeString(hook, "#!/bin/sh\necho $EDOS_NOTIFICATION >> " + ran + "\n");
    Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwx------"));
    neighbourhood = new Neighbourhood(folder);
    publisher = neighbourhood.publisher();
    mirror = neighbourhood.mirror(publisher);
    client = neighbourhood.client("client", mirror, "--set", "hook=" + hook);
    traveller = neighbourhood.client("traveller", publisher);
    publisher
        .edos("publish", TestData.root().resolve("deb").toString(), "--release", "debs")
        .well();
    neighbourhood.seesEverywhere("debs@1");
    units = publisher.answers("kind:package").stream().limit(12).toList();
    CHANNELS.forEach(channel -> publisher.edos("channel", "create", channel).well());
    await("the channels reach everybody")
        .until(() ->
            Stream.of(client, traveller)
                .allMatch(one ->
                    EdosDaemon.strings(one.http().tree("/api/v1/channels"), "name")
                        .containsAll(CHANNELS)));
    client.edos("subscribe", "news").well();
    client.edos("subscribe", "news", "--action", "run").well();
    client.edos("subscribe", "tools", "--action", "download").well();
    client.edos("subscribe", "tools", "--filter", "name:node*").well();
    traveller.edos("subscribe", "tools", "--action", "download").well();
    traveller.edos("subscribe", "news").well();
  }

  @AfterAll
  void end() {
    neighbourhood.close();
  }

  @Test
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  void everySubscriberEndsWithEverythingAndNothingIsDoneTwice() throws Exception {
    traveller.kill9();
    for (int schedule = 0; schedule < SCHEDULES; schedule++) {
      EdosDaemon victim = List.of(publisher, mirror, client).get(random.nextInt(3));
      long moment = random.nextLong(LONGEST_MILLIS);
      System.out.printf("ChannelKillIT: %s killed after %d ms%n", victim.name(), moment);
      feedWhileKilling(victim, moment);
      victim.restart();
      hasEverything(client);
    }
    traveller.restart();
    for (EdosDaemon one : List.of(client, traveller)) {
      hasEverything(one);
      actedOnEverythingOnce(one);
    }
  }

  /** Feeds both channels some units while somebody is killed. */
  private void feedWhileKilling(EdosDaemon victim, long moment) throws Exception {
    List<Runnable> feeds =
        IntStream.range(0, 4 + random.nextInt(8)).mapToObj(number -> randomFeed()).toList();
    try (ScheduledExecutorService killer = Executors.newSingleThreadScheduledExecutor()) {
      Future<?> killed = killer.schedule(victim::kill9, moment, TimeUnit.MILLISECONDS);
      for (Runnable feed : feeds) {
        try {
          feed.run();
        } catch (EdosException e) {
          assertThat(victim).isEqualTo(publisher);
        }
      }
      killed.get(60, TimeUnit.SECONDS);
    }
  }

  private Runnable randomFeed() {
    String how = random.nextInt(4) == 0 ? "/units/remove" : "/units";
    String path = "/api/v1/channels/" + CHANNELS.get(random.nextInt(2)) + how;
    int first = random.nextInt(units.size() - 3);
    List<String> some = units.subList(first, first + 1 + random.nextInt(3));
    DaemonClient http = publisher.http();
    return () -> http.post(path, Map.of("ids", some), ChannelEvent[].class);
  }

  private void hasEverything(EdosDaemon subscriber) {
    for (Subscription one : subscriptions(subscriber)) {
      await(subscriber.name() + " hears of everything in " + one.channel() + " " + one.filter())
          .untilAsserted(() -> assertThat(arrived(subscriber, one)).isEqualTo(expected(one)));
    }
  }

  private static List<Subscription> subscriptions(EdosDaemon subscriber) {
    return List.of(subscriber.http().read("/api/v1/subscriptions", Subscription[].class));
  }

  private static List<Notification> inbox(EdosDaemon subscriber) {
    return List.of(subscriber.http().read("/api/v1/inbox?limit=10000", Notification[].class));
  }

  private static List<Long> arrived(EdosDaemon subscriber, Subscription by) {
    return inbox(subscriber).stream()
        .filter(one -> one.subscription().equals(by.id()))
        .map(one -> one.event().id())
        .toList();
  }

  private List<Long> expected(Subscription by) {
    String path = "/api/v1/channels/" + by.channel() + "/events?limit=10000";
    return Stream.of(publisher.http().read(path, ChannelEvent[].class))
        .filter(event ->
            by.filter().isEmpty()
                || (event.kind() == ChannelEvent.Kind.UNIT_ADDED
                    && event.subject().startsWith("pkg:deb/debian/node")))
        .map(ChannelEvent::id)
        .toList();
  }

  private void actedOnEverythingOnce(EdosDaemon subscriber) throws IOException {
    await(subscriber.name() + " has acted")
        .until(() ->
            inbox(subscriber).stream()
                .map(one -> one.outcome().state())
                .noneMatch(state -> state == State.PENDING || state == State.RUNNING));
    List<String> runs = Files.exists(ran) ? Files.readAllLines(ran) : List.of();
    assertThat(runs).doesNotHaveDuplicates();
    for (Notification one : inbox(subscriber)) {
      State state = one.outcome().state();
      switch (one.outcome().action()) {
        case NOTIFY -> assertThat(state).isEqualTo(State.NONE);
        case DOWNLOAD -> assertThat(state).as("%s", one).isEqualTo(State.DONE);
        case RUN -> {
          assertThat(state).as("%s", one).isIn(State.DONE, State.INTERRUPTED);
          if (state == State.DONE) {
            assertThat(runs).contains(Long.toString(one.number()));
          }
        }
      }
    }
    assertThat(inbox(subscriber)).anyMatch(one -> one.outcome().action() == Action.DOWNLOAD);
  }
}
