package org.edos.role.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.edos.core.release.ReleaseId;
import org.junit.jupiter.api.Test;

class RetriesTest {
  private static final Duration SHORTEST = Duration.ofSeconds(30);
  private static final ReleaseId RELEASE = new ReleaseId("demo", "1");

  private final Retries<ReleaseId> retries = new Retries<>(SHORTEST);
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void aReleaseIsTriedAgainAtOnceAndThenAfterPausesThatDouble() {
    retries.unfinished(RELEASE, now);
    assertThat(retries.take(RELEASE, now)).isTrue();
    for (int pause : new int[] {30, 60, 120, 240}) {
      retries.unfinished(RELEASE, now);
      assertThat(retries.take(RELEASE, now.plusSeconds(pause - 1))).isFalse();
      now = now.plusSeconds(pause);
      assertThat(retries.take(RELEASE, now)).as("after %d s", pause).isTrue();
    }
  }

  @Test
  void thePauseIsHalfAnHourAtMost() {
    for (int i = 0; i < 20; i++) {
      retries.unfinished(RELEASE, now);
      now = now.plus(Duration.ofMinutes(30));
      assertThat(retries.take(RELEASE, now)).isTrue();
    }
  }

  @Test
  void aTryThatIsUnderWayOrWentWellIsNotRepeated() {
    assertThat(retries.take(RELEASE, now)).isFalse();
    retries.unfinished(RELEASE, now);
    assertThat(retries.take(RELEASE, now)).isTrue();
    assertThat(retries.take(RELEASE, now.plus(Duration.ofDays(9)))).isFalse();
  }

  @Test
  void aForgottenReleaseBeginsWithoutAPast() {
    retries.unfinished(RELEASE, now);
    retries.take(RELEASE, now);
    retries.unfinished(RELEASE, now);
    retries.forget(RELEASE);
    assertThat(retries.take(RELEASE, now.plus(Duration.ofDays(9)))).isFalse();
    retries.unfinished(RELEASE, now);
    assertThat(retries.take(RELEASE, now)).isTrue();
  }
}
