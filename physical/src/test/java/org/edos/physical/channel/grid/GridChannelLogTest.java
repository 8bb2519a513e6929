package org.edos.physical.channel.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.ChannelHead;
import org.edos.core.channel.EventChain;
import org.edos.core.channel.SignedHead;
import org.edos.physical.channel.ChannelLog;
import org.edos.physical.channel.ChannelLogContract;
import org.edos.physical.grid.GridConfig;
import org.edos.physical.grid.GridNode;
import org.edos.physical.grid.Placement;
import org.edos.testkit.ChildJvm;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GridChannelLogTest extends ChannelLogContract {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path shared;
  @TempDir Path own;
  private static GridNode node;

  @BeforeAll
  static void startsTheNode() {
    node = GridNode.open(config(shared));
  }

  @AfterAll
  static void stopsTheNode() {
    node.close();
  }

  private static GridConfig config(Path directory) {
    return GridConfig.local(directory, "one").withRegionBytes(32L << 20);
  }

  @Override
  protected ChannelLog open() {
    node.cache("channels", Placement.EVERYWHERE).clear();
    node.cache("channel-events", Placement.EVERYWHERE).clear();
    return new GridChannelLog(node, CLOCK);
  }

  @Test
  void theHeadThatWasLeftLastIsThereAndThoseOfOtherChannelsCanBeTakenAway() {
    GridHeadBoard board = new GridHeadBoard(node);
    SignedHead first = head("news", 1);
    SignedHead second = head("news", 2);
    board.put(first);
    board.put(second);
    board.put(head("old", 1));
    assertThat(new GridHeadBoard(node).head("news")).contains(second);
    board.retain(Set.of("news"));
    assertThat(board.head("old")).isEmpty();
    assertThat(board.head("news")).contains(second);
  }

  private static SignedHead head(String channel, long last) {
    Instant now = CLOCK.instant();
    return new SignedHead(
        new ChannelHead(
            channel, now, last, EventChain.start(channel, now).digest(), now, now.plusSeconds(60)),
        "00".repeat(32),
        "00".repeat(64));
  }

  @Test
  void twoLogsOnOneGridShareTheIds() throws Exception {
    try (GridChannelLog other = new GridChannelLog(node, CLOCK)) {
      Thread thread =
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; i < 300; i++) {
                  other.append("releases", ChannelEvent.Kind.UNIT_ADDED, "other", Map.of());
                }
              });
      for (int i = 0; i < 300; i++) {
        append("releases", "own");
      }
      thread.join();
    }
    assertThat(ids(log.events("releases", 0, 1000)))
        .isEqualTo(LongStream.rangeClosed(1, 600).boxed().toList());
  }

  @Test
  void anEventWhoseAppenderDiedBeforeItNotedTheIdIsThereAndKeepsItsId() {
    append("releases", "a");
    byte[] before =
        node.<String, byte[]>cache("channels", Placement.EVERYWHERE).get("releases").orElseThrow();
    append("releases", "b");
    node.<String, byte[]>cache("channels", Placement.EVERYWHERE).put("releases", before);

    assertThat(ids(log.events("releases", 0, 10))).containsExactly(1L, 2L);
    assertThat(append("releases", "c").id()).isEqualTo(3);
    assertThat(ids(log.events("releases", 0, 10))).containsExactly(1L, 2L, 3L);
  }

  @Test
  void nothingThatWasAcknowledgedIsLostWhenTheProcessIsKilled() {
    long acknowledged;
    try (ChildJvm child = ChildJvm.of(AppendLoop.class).start(own.toString())) {
      child.awaitLines(500, PATIENCE);
      List<String> lines = child.kill();
      acknowledged = Long.parseLong(lines.getLast());
    }
    try (GridNode again = GridNode.open(config(own));
        GridChannelLog reopened = new GridChannelLog(again, CLOCK)) {
      List<Long> ids = ids(reopened.events("updates", 0, Integer.MAX_VALUE));

      assertThat(ids.getLast()).isBetween(acknowledged, acknowledged + 1);
      assertThat(ids).isEqualTo(LongStream.rangeClosed(1, ids.getLast()).boxed().toList());
      assertThat(reopened.append("updates", ChannelEvent.Kind.UNIT_ADDED, "next", Map.of()).id())
          .isEqualTo(ids.getLast() + 1);
      assertThat(reopened.channels())
          .extracting(Channel::name)
          .containsExactly("releases", "updates");
    }
  }

  /** Appends until it is killed, and prints each id after its append has returned. */
  static final class AppendLoop {
    private AppendLoop() {}

    public static void main(String[] arguments) {
      try (GridNode node = GridNode.open(config(Path.of(arguments[0])));
          GridChannelLog log = new GridChannelLog(node, Clock.systemUTC())) {
        log.create(new Channel("updates", "", CLOCK.instant()));
        while (true) {
          System.out.println(
              log.append("updates", ChannelEvent.Kind.UNIT_ADDED, "unit", Map.of()).id());
        }
      }
    }
  }
}
