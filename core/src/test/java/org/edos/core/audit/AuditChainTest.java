package org.edos.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.edos.core.channel.Caller;
import org.edos.core.channel.User;
import org.edos.core.unit.Sha256;
import org.junit.jupiter.api.Test;

class AuditChainTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  private static List<AuditEntry> lines(int count) {
    List<AuditEntry> lines = new ArrayList<>();
    Sha256 before = AuditEntry.BEGINNING;
    for (int i = 1; i <= count; i++) {
      AuditDraft draft = new AuditDraft(NOON, Doer.HERE, AuditAction.PUBLISH, "r@" + i);
      AuditEntry entry = AuditEntry.after(i, before, draft, NOON, AuditOutcome.DONE, "");
      lines.add(entry);
      before = entry.hash();
    }
    return lines;
  }

  private static long followed(List<AuditEntry> lines) {
    AuditChain chain = new AuditChain();
    for (AuditEntry line : lines) {
      if (chain.next(line).isPresent()) {
        break;
      }
    }
    return chain.lines();
  }

  @Test
  void linesAsTheyWereWrittenFollowOneAnother() {
    assertThat(followed(lines(5))).isEqualTo(5);
  }

  @Test
  void aLineThatWasChangedLeftOutPutInOrMovedShows() {
    List<AuditEntry> changed = lines(5);
    AuditEntry third = changed.get(2);
    changed.set(
        2,
        new AuditEntry(
            3, third.draft(), NOON, AuditOutcome.FAILED, "", third.before(), third.hash()));
    assertThat(followed(changed)).isEqualTo(2);

    List<AuditEntry> rewritten = lines(5);
    rewritten.set(
        2, AuditEntry.after(3, third.before(), third.draft(), NOON, AuditOutcome.FAILED, ""));
    assertThat(followed(rewritten)).as("the next one names another hash").isEqualTo(3);

    List<AuditEntry> without = lines(5);
    without.remove(1);
    assertThat(followed(without)).isEqualTo(1);

    List<AuditEntry> twice = lines(5);
    twice.add(2, twice.get(1));
    assertThat(followed(twice)).isEqualTo(2);
  }

  @Test
  void whoIsNamedAsACallerIs() {
    assertThat(Doer.of(Caller.OWNER, "::1")).isEqualTo(new Doer("owner", "::1"));
    User anna = new User("anna", Set.of(), Set.of());
    assertThat(Doer.of(new Caller.Known(anna), "10.0.0.1").who()).isEqualTo("user:anna");
  }

  @Test
  void whatIsWrittenStandsOnOneLine() {
    AuditDraft draft = new AuditDraft(NOON, new Doer("a\nb", "c"), AuditAction.PUSH, "x\ny");
    AuditEntry entry =
        AuditEntry.after(1, AuditEntry.BEGINNING, draft, NOON, AuditOutcome.FAILED, "one\ntwo");
    assertThat(new String(entry.text(), StandardCharsets.UTF_8).split("\n")).hasSize(10);
  }
}
