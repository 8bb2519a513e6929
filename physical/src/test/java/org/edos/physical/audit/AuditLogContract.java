package org.edos.physical.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.edos.core.audit.AuditAction;
import org.edos.core.audit.AuditChain;
import org.edos.core.audit.AuditDraft;
import org.edos.core.audit.AuditEntry;
import org.edos.core.audit.AuditOutcome;
import org.edos.core.audit.Doer;
import org.edos.core.release.ReleaseId;
import org.edos.physical.audit.AuditLog.Effect;
import org.edos.physical.audit.AuditLog.Pending;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link AuditLog} promises; each adapter's test extends it. */
public abstract class AuditLogContract {
  protected static final Instant NOON = Instant.parse("2026-01-02T12:00:00.123Z");
  private static final Effect STATE = new Effect(ReleaseId.current("tools"), 42);

  private AuditLog log;

  /** A new, empty log. */
  protected abstract AuditLog create();

  @BeforeEach
  void open() {
    log = create();
  }

  @AfterEach
  void close() {
    log.close();
  }

  protected static AuditDraft draft(String subject) {
    return new AuditDraft(NOON, new Doer("owner", "127.0.0.1"), AuditAction.UPDATE, subject);
  }

  @Test
  void anActionIsUnderWayUntilItEndsAndIsALineThen() {
    long id = log.begin(draft("tools@current"));
    assertThat(log.pending())
        .containsExactly(new Pending(id, draft("tools@current"), Optional.empty()));
    assertThat(log.entries(0, 10)).isEmpty();
    assertThat(log.lines()).isZero();
    AuditEntry entry = log.end(id, NOON.plusSeconds(1), AuditOutcome.DONE, "number 42");
    assertThat(entry.number()).isEqualTo(1);
    assertThat(entry.before()).isEqualTo(AuditEntry.BEGINNING);
    assertThat(entry.draft()).isEqualTo(draft("tools@current"));
    assertThat(entry.ended()).isEqualTo(NOON.plusSeconds(1));
    assertThat(log.pending()).isEmpty();
    assertThat(log.entries(0, 10)).containsExactly(entry);
    assertThat(log.lines()).isEqualTo(1);
  }

  @Test
  void theStateThatShowsItsEffectIsRemembered() {
    long id = log.begin(draft("tools@current"));
    log.effect(id, STATE);
    assertThat(log.pending())
        .containsExactly(new Pending(id, draft("tools@current"), Optional.of(STATE)));
  }

  @Test
  void whatHasEndedCannotEndAgain() {
    long id = log.begin(draft("tools@current"));
    log.end(id, NOON, AuditOutcome.FAILED, "torn");
    assertThatThrownBy(() -> log.end(id, NOON, AuditOutcome.DONE, "")).hasMessageContaining("way");
    assertThatThrownBy(() -> log.effect(id, STATE)).hasMessageContaining("way");
    assertThat(log.entries(0, 10)).hasSize(1);
  }

  @Test
  void linesAreGivenInPages() {
    for (int i = 1; i <= 5; i++) {
      log.end(log.begin(draft("r" + i)), NOON, AuditOutcome.DONE, "");
    }
    assertThat(log.entries(1, 2)).extracting(AuditEntry::number).containsExactly(2L, 3L);
    assertThat(log.entries(5, 2)).isEmpty();
    assertThat(log.entries(99, 2)).isEmpty();
  }

  @Test
  void everyLineFollowsTheOneBeforeWhoeverWritesAtOnce() throws Exception {
    List<Future<?>> writing = new ArrayList<>();
    try (ExecutorService writers = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 40; i++) {
        String subject = "r" + i;
        writing.add(
            writers.submit(
                () -> log.end(log.begin(draft(subject)), NOON, AuditOutcome.DONE, "well\nmade")));
      }
    }
    for (Future<?> one : writing) {
      one.get();
    }
    AuditChain chain = new AuditChain();
    assertThat(log.entries(0, 100)).hasSize(40);
    for (AuditEntry entry : log.entries(0, 100)) {
      assertThat(chain.next(entry)).isEmpty();
    }
    assertThat(chain.lines()).isEqualTo(40);
  }
}
