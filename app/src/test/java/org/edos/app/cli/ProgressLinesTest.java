package org.edos.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.edos.actor.PeerEvent;
import org.edos.actor.PeerEvent.Activity;
import org.junit.jupiter.api.Test;

class ProgressLinesTest {
  private final List<String> lines = new ArrayList<>();
  private final AtomicLong now = new AtomicLong();
  private final ProgressLines progress = new ProgressLines(lines::add, now::get);

  @Test
  void aLineIsWrittenAtMostEveryTwoSeconds() {
    for (int second = 0; second < 5; second++) {
      progress.show(event(Activity.DOWNLOAD, "at " + second, 0, 0));
      now.addAndGet(Duration.ofSeconds(1).toNanos());
    }

    assertThat(lines).containsExactly("at 0", "at 2", "at 4");
  }

  @Test
  void problemsAreWrittenAtOnce() {
    progress.show(event(Activity.PUBLISH, "reading", 0, 0));
    progress.show(event(Activity.PROBLEM, "no seed answers", 0, 0));

    assertThat(lines).containsExactly("reading", "warning: no seed answers");
  }

  @Test
  void whatIsDoneIsShownAsPercentAndNeverBeyondAll() {
    assertThat(ProgressLines.text(event(Activity.DOWNLOAD, "curl", 1, 3))).isEqualTo("33%  curl");
    assertThat(ProgressLines.text(event(Activity.DOWNLOAD, "curl", 5, 3))).isEqualTo("100%  curl");
  }

  private static PeerEvent event(Activity activity, String message, long done, long total) {
    return new PeerEvent(1, Instant.EPOCH, activity, "subject", message, done, total);
  }
}
