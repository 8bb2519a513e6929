package org.edos.physical.audit.memory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.edos.core.EdosException;
import org.edos.core.audit.AuditDraft;
import org.edos.core.audit.AuditEntry;
import org.edos.core.audit.AuditOutcome;
import org.edos.core.unit.Sha256;
import org.edos.physical.audit.AuditLog;

/** An audit log that lives as long as the process; its monitor guards it. */
public final class MemoryAuditLog implements AuditLog {
  private final TreeMap<Long, Pending> pending = new TreeMap<>();
  private final List<AuditEntry> entries = new ArrayList<>();
  private long begun;

  @Override
  public synchronized long begin(AuditDraft draft) {
    pending.put(++begun, new Pending(begun, draft, Optional.empty()));
    return begun;
  }

  @Override
  public synchronized void effect(long id, Effect effect) {
    pending.put(id, new Pending(id, known(id).draft(), Optional.of(effect)));
  }

  private Pending known(long id) {
    Pending known = pending.get(id);
    if (known == null) {
      throw EdosException.notFound("no action " + id + " is under way");
    }
    return known;
  }

  @Override
  public synchronized AuditEntry end(long id, Instant ended, AuditOutcome outcome, String message) {
    Sha256 before = entries.isEmpty() ? AuditEntry.BEGINNING : entries.getLast().hash();
    AuditEntry entry =
        AuditEntry.after(entries.size() + 1, before, known(id).draft(), ended, outcome, message);
    entries.add(entry);
    pending.remove(id);
    return entry;
  }

  @Override
  public synchronized List<Pending> pending() {
    return List.copyOf(pending.values());
  }

  @Override
  public synchronized List<AuditEntry> entries(long after, int limit) {
    int from = Math.clamp(after, 0, entries.size());
    return List.copyOf(entries.subList(from, (int) Math.min(entries.size(), (long) from + limit)));
  }

  @Override
  public synchronized long lines() {
    return entries.size();
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
