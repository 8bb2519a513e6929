package org.edos.role.subscribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.edos.physical.channel.memory.MemoryInbox;
import org.edos.physical.document.memory.MemoryDocumentStore;
import org.edos.physical.mail.Mail;
import org.edos.physical.mail.memory.MemoryMail;
import org.edos.testkit.MovingClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MailDigestsTest {
  private static final Duration DAY = Duration.ofDays(1);

  private final MovingClock clock = new MovingClock();
  private final MemoryInbox inbox = new MemoryInbox();
  private final MemoryDocumentStore documents = new MemoryDocumentStore();
  private final MemoryMail mail = new MemoryMail();
  private final List<MailDigests> running = new ArrayList<>();
  private final Arrivals arrivals = new Arrivals(inbox, clock);

  @AfterEach
  void close() {
    running.forEach(MailDigests::close);
  }

  private MailDigests digests() {
    MailDigests digests =
        new MailDigests(
            inbox, documents, mail, clock, DAY, Duration.ofMillis(5), GrowingPause.DEFAULT);
    running.add(digests);
    return digests;
  }

  private void arrive(String channel, String... subjects) {
    arrivals.arrive(channel, subjects);
  }

  @Test
  void aDigestTellsWhatCameSinceTheLastOne() {
    arrive("news", "before");
    MailDigests digests = digests();
    arrive("news", "a", "b");
    arrive("other", "c\r\nBcc: x");
    clock.move(DAY);
    await().until(() -> digests.state().sent() == 4);
    arrive("news", "d");
    clock.move(DAY);
    await().until(() -> digests.state().sent() == 5);

    assertThat(mail.letters())
        .extracting(Mail.Letter::subject)
        .containsExactly("Edos: 3 new in news, other", "Edos: 1 new in news");
    assertThat(mail.letters().getFirst().text())
        .contains("unit added  a\n", "unit added  b\n", "unit added  c\uFFFD\uFFFDBcc: x\n")
        .doesNotContain("before", "\r");
  }

  @Test
  void nothingIsSentWhereNothingCame() {
    MailDigests digests = digests();
    var due = digests.state().next();
    clock.move(DAY);
    await().until(() -> digests.state().next().isAfter(due));
    assertThat(mail.letters()).isEmpty();
  }

  @Test
  void aServerThatIsAwayIsAskedAgainAndThenToldOnce() {
    MailDigests digests = digests();
    mail.away(true);
    arrive("news", "a");
    clock.move(DAY);
    await().until(() -> digests.state().failures() == 1);
    assertThat(digests.state().error()).contains("the mail server is away");
    clock.move(Duration.ofSeconds(1));
    await().until(() -> digests.state().failures() == 2);
    mail.away(false);
    clock.move(Duration.ofSeconds(2));
    await().until(() -> digests.state().sent() == 1);
    assertThat(mail.letters()).hasSize(1);
    assertThat(digests.state().error()).isEmpty();
  }

  @Test
  void aRestartNeitherRepeatsNorForgets() {
    MailDigests first = digests();
    arrive("news", "a");
    clock.move(DAY);
    await().until(() -> first.state().sent() == 1);
    first.close();
    arrive("news", "b");
    clock.move(DAY);

    MailDigests second = digests();
    await().until(() -> second.state().sent() == 2);
    assertThat(mail.letters()).hasSize(2);
    assertThat(mail.letters().getLast().text()).contains("added  b").doesNotContain("added  a");
  }

  @Test
  void manyNewsComeInSeveralLetters() {
    MailDigests digests = digests();
    String[] many = new String[MailDigests.MOST + 1];
    Arrays.setAll(many, i -> "unit" + i);
    arrive("news", many);
    clock.move(DAY);
    await().until(() -> digests.state().sent() == many.length);
    assertThat(mail.letters()).hasSize(2);
  }
}
