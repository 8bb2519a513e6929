package org.edos.role.subscribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.ChannelEvent.Kind;
import org.edos.core.channel.Interest;
import org.edos.core.query.DocumentFields;
import org.edos.core.query.Query;
import org.edos.core.unit.UnitId;
import org.edos.physical.channel.memory.MemoryChannelLog;
import org.edos.testkit.MovingClock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Followers that come and are busy at random, while channels are fed: each is told exactly what
 * matches its interests after their positions, in order, and nothing twice.
 */
class DeliveringScheduleTest {
  private static final List<String> CHANNELS = List.of("news", "tools", "libs");
  private static final List<String> NAMES = List.of("curl", "wget", "jq", "zlib");
  private static final List<String> FILTERS =
      List.of("", "", "name:curl", "name:wget OR name:jq", "-name:zlib", "name:none");

  private record Scripted(Heard heard, List<Interest> interests) {}

  private final MovingClock clock = new MovingClock();
  private final MemoryChannelLog channels = new MemoryChannelLog(clock);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void eachIsToldWhatABruteForceFinds(long seed) {
    Random random = new Random(seed);
    CHANNELS.forEach(name -> channels.create(new Channel(name, "", clock.instant())));
    List<Scripted> followers = new ArrayList<>();
    try (Delivering delivering =
        new Delivering(channels, unit -> Optional.of(Units.document(unit)), Duration.ofMillis(5))) {
      for (int step = 0; step < 300; step++) {
        switch (random.nextInt(6)) {
          case 0 -> followers.add(follow(delivering, random));
          case 1 -> any(followers, random).ifPresent(one -> one.heard().busy(random.nextBoolean()));
          default -> append(random, random.nextInt(8) == 0 ? 300 : 1);
        }
      }
      followers.forEach(one -> one.heard().busy(false));
      for (Scripted one : followers) {
        Set<String> expected = new TreeSet<>(expected(one.interests()));
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> each(one.heard()).size(), size -> size >= expected.size());
        assertThat(new TreeSet<>(each(one.heard()))).as("seed %d", seed).isEqualTo(expected);
        assertInOrder(one.heard(), seed);
      }
    } finally {
      channels.close();
    }
  }

  private static Optional<Scripted> any(List<Scripted> followers, Random random) {
    return followers.isEmpty()
        ? Optional.empty()
        : Optional.of(followers.get(random.nextInt(followers.size())));
  }

  private void append(Random random, int times) {
    String channel = CHANNELS.get(random.nextInt(CHANNELS.size()));
    for (int i = 0; i < times; i++) {
      String name = NAMES.get(random.nextInt(NAMES.size()));
      channels.append(channel, Kind.UNIT_ADDED, Units.id(name), Map.of());
    }
  }

  private Scripted follow(Delivering delivering, Random random) {
    List<Interest> interests = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(4); i++) {
      String channel = CHANNELS.get(random.nextInt(CHANNELS.size()));
      int events = channels.events(channel, 0, Integer.MAX_VALUE).size();
      long after = random.nextBoolean() ? events : random.nextInt(events + 1);
      String filter = FILTERS.get(random.nextInt(FILTERS.size()));
      interests.add(new Interest("i" + i, channel, filter, after));
    }
    Heard heard = new Heard();
    heard.following(delivering.follow(interests, heard));
    return new Scripted(heard, interests);
  }

  /** What is to be told of each interest. */
  private List<String> expected(List<Interest> interests) {
    List<String> expected = new ArrayList<>();
    for (String channel : CHANNELS) {
      for (ChannelEvent event : channels.events(channel, 0, Integer.MAX_VALUE)) {
        for (Interest one : interests) {
          if (one.channel().equals(channel)
              && one.after() < event.id()
              && matches(one.filter(), event)) {
            expected.add(one.id() + " " + channel + " " + event.id());
          }
        }
      }
    }
    return expected;
  }

  private static boolean matches(String filter, ChannelEvent event) {
    return Query.parse(filter)
        .matches(DocumentFields.of(Units.document(UnitId.parse(event.subject()))));
  }

  /** What was told, of each interest by itself. */
  private static List<String> each(Heard heard) {
    List<String> each = new ArrayList<>();
    for (String told : heard.told()) {
      int space = told.indexOf(' ');
      for (String interest : told.substring(0, space).split("\\+")) {
        each.add(interest + told.substring(space));
      }
    }
    return each;
  }

  /** Each interest hears of each channel's events by rising ids. */
  private static void assertInOrder(Heard heard, long seed) {
    Map<String, Long> newest = new HashMap<>();
    for (String told : each(heard)) {
      String[] parts = told.split(" ");
      long id = Long.parseLong(parts[2]);
      assertThat(newest.getOrDefault(parts[0], 0L)).as("seed %d: %s", seed, told).isLessThan(id);
      newest.put(parts[0], id);
    }
  }
}
