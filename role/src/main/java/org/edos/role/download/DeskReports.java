package org.edos.role.download;

import java.time.Instant;
import org.edos.core.swarm.CrowdReport;
import org.edos.core.swarm.ReportReceipt;
import org.jspecify.annotations.Nullable;

/** What a flash crowd's desk was told, and when it wants to hear again. Used by one thread. */
final class DeskReports {
  private @Nullable CrowdReport last;
  private Instant next = Instant.MIN;

  /** Whether the desk is to be told this now. */
  boolean isDue(CrowdReport report, Instant now) {
    return mayReport(now) && !report.equals(last);
  }

  /** Whether the desk wants to hear anything yet. */
  boolean mayReport(Instant now) {
    return !now.isBefore(next);
  }

  /** Notes that it has been told. */
  void told(CrowdReport report, ReportReceipt receipt, Instant now) {
    last = report;
    next = now.plus(receipt.pause());
  }
}
