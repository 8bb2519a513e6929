package org.edos.physical.channel.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.edos.core.channel.Notification;
import org.edos.core.channel.Outcome;
import org.edos.core.channel.Subscription;
import org.edos.physical.channel.Inbox;
import org.edos.physical.channel.InboxContract;
import org.edos.physical.channel.Progress;
import org.edos.testkit.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteInboxTest extends InboxContract {
  private static final List<String> FIRST_VERSION =
      List.of(
          "CREATE TABLE subscription (id INTEGER PRIMARY KEY AUTOINCREMENT, channel TEXT NOT NULL,"
              + " filter TEXT NOT NULL, every TEXT, action TEXT NOT NULL, seen INTEGER NOT NULL)",
          "CREATE TABLE notification (number INTEGER PRIMARY KEY AUTOINCREMENT, arrived TEXT NOT"
              + " NULL, channel TEXT NOT NULL, event INTEGER NOT NULL, time TEXT NOT NULL, kind"
              + " TEXT NOT NULL, subject TEXT NOT NULL)",
          "CREATE TABLE detail (notification INTEGER NOT NULL REFERENCES notification (number) ON"
              + " DELETE CASCADE, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY"
              + " (notification, name)) WITHOUT ROWID",
          "INSERT INTO subscription VALUES (1, 'security', '', 'PT12H', 'DOWNLOAD', 0)",
          "INSERT INTO notification VALUES (1, '2026-01-02T03:04:05Z', 'security', 9,"
              + " '2026-01-02T03:04:04Z', 'UNIT_ADDED', 'pkg:deb/debian/curl@7')",
          "INSERT INTO detail VALUES (1, 'size', '5')",
          "PRAGMA user_version=1");

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
            .allMatch(one -> one.event().details().size() == 2)
            .allMatch(one -> one.outcome().state() == Outcome.State.PENDING);
      }
    }
  }

  @Test
  void an_inbox_of_the_first_version_is_read_on() throws SQLException {
    Path file = folder.resolve("old.sqlite");
    try (Connection old = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement made = old.createStatement()) {
      for (String sql : FIRST_VERSION) {
        made.executeUpdate(sql);
      }
    }
    try (Inbox inbox = new SqliteInbox(file)) {
      assertThat(inbox.subscriptions())
          .containsExactly(
              new Subscription(
                  "1",
                  new Subscription.Terms("security", Subscription.Action.DOWNLOAD)
                      .each(Duration.ofHours(12)),
                  0,
                  Instant.EPOCH));
      assertThat(inbox.unread(0, 10))
          .extracting(Notification::group, one -> one.event().details().get("size"))
          .containsExactly(tuple(1L, "5"));
    }
  }

  @Test
  void a_thousand_events_are_stored_in_one_step() {
    try (Inbox inbox = create()) {
      Subscription subscription =
          inbox.subscribe(
              new Subscription.Terms("security", Subscription.Action.DOWNLOAD), 0, Instant.EPOCH);
      List<Progress> steps =
          LongStream.rangeClosed(1, 1000)
              .mapToObj(id -> Progress.matched(subscription.id(), event(id)))
              .toList();
      assertThat(inbox.handled(steps, Instant.EPOCH)).hasSize(1000);
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
        inbox.handled(List.of(Progress.matched(subscription.id(), event(id))), Instant.EPOCH);
        System.out.println(id);
      }
    }

    private static Subscription subscribe(Inbox inbox) {
      return inbox.subscribe(
          new Subscription.Terms("security", Subscription.Action.RUN), 0, Instant.EPOCH);
    }
  }
}
