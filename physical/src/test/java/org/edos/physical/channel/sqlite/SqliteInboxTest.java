package org.edos.physical.channel.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.edos.core.channel.Subscription;
import org.edos.physical.channel.Inbox;
import org.edos.physical.channel.InboxContract;
import org.edos.testkit.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteInboxTest extends InboxContract {
  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("inbox.sqlite");
  }

  @Override
  protected Inbox create() {
    return new SqliteInbox(file());
  }

  @Test
  void what_was_handled_survives_a_kill_and_nothing_is_half_handled() {
    for (int kill = 0; kill < 3; kill++) {
      long acknowledged;
      try (ChildJvm child = ChildJvm.of(InboxUser.class).start(file().toString())) {
        child.awaitLines(10 + 7 * kill, Duration.ofSeconds(60));
        acknowledged = Long.parseLong(child.kill().getLast());
      }
      try (Inbox left = create()) {
        Subscription subscription = left.subscriptions().getFirst();
        assertThat(left.subscriptions()).hasSize(1);
        assertThat(subscription.seen()).isGreaterThanOrEqualTo(acknowledged);
        List<Long> all = LongStream.rangeClosed(1, subscription.seen()).boxed().toList();
        assertThat(left.notifications(0, Integer.MAX_VALUE))
            .extracting(one -> one.event().id())
            .containsExactlyElementsOf(all);
        assertThat(left.notifications(0, Integer.MAX_VALUE))
            .allMatch(one -> one.event().details().size() == 2);
      }
    }
  }

  /** Handles events for ever and prints the id of each that was handled. */
  static final class InboxUser {
    private InboxUser() {}

    public static void main(String[] arguments) {
      Inbox inbox = new SqliteInbox(Path.of(arguments[0]));
      Subscription subscription =
          inbox.subscriptions().stream().findFirst().orElseGet(() -> subscribe(inbox));
      for (long id = subscription.seen() + 1; true; id++) {
        inbox.handled(subscription.id(), event(id), true, Instant.EPOCH);
        System.out.println(id);
      }
    }

    private static Subscription subscribe(Inbox inbox) {
      return inbox.subscribe("security", "", Optional.empty(), Subscription.Action.NOTIFY, 0);
    }
  }
}
