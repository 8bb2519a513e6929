package org.edos.role.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.audit.AuditAction;
import org.edos.core.audit.AuditDraft;
import org.edos.core.audit.AuditEntry;
import org.edos.core.audit.AuditOutcome;
import org.edos.core.audit.Doer;
import org.edos.core.release.Operation;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.Transaction;
import org.edos.physical.audit.AuditLog;
import org.edos.physical.audit.memory.MemoryAuditLog;
import org.edos.physical.torrent.memory.MemorySwarm;
import org.edos.role.Machine;
import org.edos.testkit.MadeDebs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditingTest {
  private static final Doer ANN = new Doer("user:ann", "10.0.0.1");

  @TempDir Path folder;
  private final MemoryAuditLog log = new MemoryAuditLog();
  private Machine machine;
  private Publishing publishing;

  /** The process has ended. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  @BeforeEach
  void open() {
    machine = new Machine(folder.resolve("store"), new MemorySwarm());
    publishing = machine.publishing();
  }

  @AfterEach
  void close() {
    machine.close();
  }

  @Test
  void whatIsDoneIsALineWithWhoDidItAndWhatItCameTo() {
    String done =
        auditing().of(ANN, AuditAction.PUSH, "tools@1", events -> "three", result -> result);
    assertThat(done).isEqualTo("three");
    AuditEntry line = log.entries(0, 10).getFirst();
    assertThat(line.draft().doer()).isEqualTo(ANN);
    assertThat(line.draft().subject()).isEqualTo("tools@1");
    assertThat(line.outcome()).isEqualTo(AuditOutcome.DONE);
    assertThat(line.message()).isEqualTo("three");
  }

  @Test
  void whatFailsIsALineThatSaysWhy() {
    assertThatThrownBy(() ->
            auditing()
                .of(
                    ANN,
                    AuditAction.RETIRE,
                    "paris",
                    () -> {
                      throw EdosException.notFound("no member paris");
                    }))
        .hasMessage("no member paris");
    assertThat(log.entries(0, 10).getFirst().outcome()).isEqualTo(AuditOutcome.FAILED);
    assertThat(log.entries(0, 10).getFirst().message()).isEqualTo("no member paris");
  }

  @Test
  void aPublisherThatDiedAfterTheSwitchHasDoneItAndOneBeforeHasNot() throws IOException {
    Transaction transaction = transaction();
    assertThatThrownBy(() ->
            auditing()
                .of(
                    ANN,
                    AuditAction.TRANSACTION,
                    "demo@current",
                    events ->
                        publishing.transact(
                            transaction,
                            MissingChannels.MAKE,
                            event -> {
                              events.accept(event);
                              if (event instanceof PublishEvent.Signed) {
                                throw new Killed();
                              }
                            }),
                    done -> ""))
        .isInstanceOf(Killed.class);
    auditing();
    assertThat(outcomes()).containsExactly(AuditOutcome.FAILED);
    assertThatThrownBy(() ->
            auditing()
                .of(
                    ANN,
                    AuditAction.TRANSACTION,
                    "demo@current",
                    events -> {
                      publishing.transact(transaction, MissingChannels.MAKE, events);
                      throw new Killed();
                    },
                    done -> ""))
        .isInstanceOf(Killed.class);
    auditing();
    auditing();
    assertThat(outcomes()).containsExactly(AuditOutcome.FAILED, AuditOutcome.DONE);
    assertThat(log.entries(0, 10).getLast().draft().doer()).isEqualTo(ANN);
  }

  @Test
  void whatFailsBehindTheSwitchTookEffectAndTheLineSaysBoth() throws IOException {
    Transaction transaction = transaction();
    assertThatThrownBy(() ->
            auditing()
                .of(
                    ANN,
                    AuditAction.TRANSACTION,
                    "demo@current",
                    events -> {
                      publishing.transact(transaction, MissingChannels.MAKE, events);
                      throw EdosException.external("the channel is gone");
                    },
                    done -> ""))
        .hasMessage("the channel is gone");
    AuditEntry line = log.entries(0, 10).getFirst();
    assertThat(line.outcome()).isEqualTo(AuditOutcome.DONE);
    assertThat(line.message()).isEqualTo("took effect, but: the channel is gone");
  }

  @Test
  void aLaterStateIsNotTakenForTheEffectOfAnEarlierAction() throws IOException {
    long number =
        publishing.transact(transaction(), MissingChannels.MAKE, event -> {}).release().number();
    long pending =
        log.begin(
            new AuditDraft(machine.clock.instant(), ANN, AuditAction.TRANSACTION, "demo@current"));
    log.effect(pending, new AuditLog.Effect(ReleaseId.current("demo"), number - 1));
    auditing();
    assertThat(outcomes()).containsExactly(AuditOutcome.UNKNOWN);
  }

  @Test
  void whatCannotBeToldAfterADeathIsSaidToBeUnknown() {
    assertThatThrownBy(() ->
            auditing()
                .of(
                    ANN,
                    AuditAction.INVITE,
                    "paris",
                    () -> {
                      throw new Killed();
                    }))
        .isInstanceOf(Killed.class);
    auditing();
    assertThat(outcomes()).containsExactly(AuditOutcome.UNKNOWN);
  }

  private Transaction transaction() throws IOException {
    Path deb = MadeDebs.write(folder.resolve("new"), "editor", "1.0");
    return Transaction.of(
        "demo",
        new Operation.PublishPackage(
            new Operation.Supply.File(deb), Optional.empty(), Optional.empty(), false));
  }

  private Auditing auditing() {
    return new Auditing(log, machine.index, machine.clock);
  }

  private List<AuditOutcome> outcomes() {
    return log.entries(0, 10).stream().map(AuditEntry::outcome).toList();
  }
}
